import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import type { Keeper, Mark, Person } from "#platform/privacy/keeper.ts";
import { deleteAccountMergesOf, gatherAccountMerges } from "./accounts.sql.ts";
import type { CustomerId } from "./customers.contract.ts";
import { lockLinks } from "./identities.sql.ts";
import {
  deletePeople,
  gatherAddresses,
  gatherClaims,
  gatherCustomers,
  gatherIdentities,
  gatherMerges,
  gatherParts,
  gatherPhones,
  gatherTies,
  lockPeople,
  selectKnownBy,
  selectMarks,
  selectPeople,
} from "./person.sql.ts";

export { selectCandidates, selectFirstSeenBy } from "./person.sql.ts";

/** What a request names of somebody. */
export type Said = Pick<Person, "customers" | "emails" | "phones" | "accounts">;

/** Which customers these lead to, living or in the trash. */
export const customersWith = async (ctx: Ctx, said: Omit<Said, "phones">): Promise<CustomerId[]> =>
  (await selectPeople(ctx.db, said)).map(({ id }) => id);

/** Everything they are known by: what was said, and what their customers are known by besides. */
export async function personFor(ctx: Ctx, said: Said): Promise<Person> {
  return knownBy(ctx, said, await selectPeople(ctx.db, said));
}

/** The same, held until the end of the transaction: whoever tells of them meanwhile waits, and then finds them erased. */
export async function lockPerson(ctx: CommandCtx, said: Said): Promise<Person> {
  const { emails, phones, accounts } = await personFor(ctx, said);
  await lockLinks(ctx.db, [
    ...emails.map((email) => `email:${email}`),
    ...accounts.map((account) => `store:${account}`),
    ...phones.map((phone) => `phone:${phone}`),
  ]);
  return knownBy(ctx, said, await lockPeople(ctx.db, said));
}

async function knownBy(ctx: Ctx, said: Said, people: readonly { id: string }[]): Promise<Person> {
  const ids = people.map(({ id }) => id);
  const known = await selectKnownBy(ctx.db, ids);
  return {
    customers: unique([...ids, ...said.customers, ...known.parts]),
    emails: unique([...said.emails, ...known.emails]),
    phones: unique([...said.phones, ...known.phones]),
    accounts: unique([...said.accounts, ...known.accounts]),
    records: {},
  };
}

const unique = (words: readonly string[]): string[] => [...new Set(words)];

/** Who they are: all of it goes. */
export const customerKeeper: Keeper = {
  part: "crm.customers",
  tables: {
    customers: { fate: "deleted" },
    customer_identities: { fate: "deleted" },
    customer_phones: { fate: "deleted" },
    customer_addresses: { fate: "deleted" },
    customer_merges: { fate: "deleted" },
    customer_claims: { fate: "deleted" },
    store_account_merges: { fate: "deleted" },
    // What a merge keeps for its undo goes with the customer.
    customer_parts: { fate: "deleted" },
    customer_ties: { fate: "deleted" },
  },
  marks: allMarks,
  gather: async ({ db }, person) => ({
    customers: rowsOf(await gatherCustomers(db, person.customers)),
    customer_identities: rowsOf(await gatherIdentities(db, person)),
    customer_phones: rowsOf(await gatherPhones(db, person.customers)),
    customer_addresses: rowsOf(await gatherAddresses(db, person.customers)),
    customer_merges: rowsOf(await gatherMerges(db, person.customers)),
    customer_claims: rowsOf(await gatherClaims(db, person.customers)),
    store_account_merges: rowsOf(await gatherAccountMerges(db, person.accounts)),
    customer_parts: rowsOf(await gatherParts(db, person.customers)),
    customer_ties: rowsOf(await gatherTies(db, person.customers)),
  }),
  erase: async (ctx, person) => {
    const parts = (await gatherParts(ctx.db, person.customers)).length;
    const ties = (await gatherTies(ctx.db, person.customers)).length;
    const phones = (await gatherPhones(ctx.db, person.customers)).length;
    const addresses = (await gatherAddresses(ctx.db, person.customers)).length;
    const merged = await deleteAccountMergesOf(ctx.db, person.accounts);
    const gone = await deletePeople(ctx.db, person);
    ctx.tell("crm.customers", "insights.home");
    return {
      customers: gone.customers,
      customer_identities: gone.identities,
      customer_phones: phones,
      customer_addresses: addresses,
      customer_merges: gone.merges,
      customer_claims: gone.claims,
      store_account_merges: merged,
      customer_parts: parts,
      customer_ties: ties,
    };
  },
};

const PAGE = 5_000;

async function* allMarks(db: Db): AsyncGenerator<Mark[]> {
  let after = "";
  for (;;) {
    const page = await selectMarks(db, after, PAGE);
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.place;
  }
}

const rowsOf = (rows: readonly { row: object }[]): object[] => rows.map(({ row }) => row);
