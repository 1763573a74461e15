import { showId } from "#kernel/ids.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { type Erased, eraseEntries } from "#platform/audit/erasing.ts";
import { canonical } from "#platform/audit/verifier.ts";
import type { Mark, Person } from "#platform/privacy/keeper.ts";
import { hashesOf } from "../customers/erased.ts";
import { lockPerson, type Said } from "../customers/person.ts";
import { insertErased } from "./erasing.sql.ts";
import { auditOf, auditPart, type Keepers, withRecords } from "./keeping.ts";
import { partOf } from "./packing.ts";
import type { Part, RequestId } from "./requests.contract.ts";

export type Erasure = {
  readonly parts: readonly Part[];
  /** What stands for whatever they were known by. */
  readonly hashes: readonly Buffer[];
  /** What the entry about it has to name. */
  readonly erased: Erased;
};

/**
 * Leaves nothing of somebody in this company's database but what the law wants kept, and that without them. What they
 * were known by stays as keyed hashes, so that what a store still tells of their past brings nobody back: those found,
 * and those `known` from when it was done before.
 */
export async function erasePerson(
  ctx: CommandCtx,
  keepers: Keepers,
  said: Said,
  at: Date,
  known: readonly Buffer[] = [],
): Promise<Erasure> {
  const person = await withRecords(ctx.db, keepers, await lockPerson(ctx, said));
  const entries = await auditOf(ctx, person);

  const parts: Part[] = [];
  for (const keeper of keepers) {
    const counts = await keeper.erase(ctx, person, at);
    for (const [table, count] of Object.entries(counts))
      parts.push(partOf(keepers, keeper.part, table, count));
  }
  const hashes = [...known, ...hashesOf(ctx, marksOf(person))];
  await insertErased(ctx.db, hashes, at);

  const erased = await eraseEntries(
    ctx.db,
    entries.map(({ number }) => number),
  );
  parts.push(partOf(keepers, auditPart.part, "audit_entries", entries.length));
  return { parts, hashes, erased };
}

const marksOf = ({ customers, emails, phones, accounts }: Person): Mark[] => [
  ...customers.map((key) => ({ kind: "customer", key }) as const),
  ...emails.map((key) => ({ kind: "email", key }) as const),
  ...phones.map((key) => ({ kind: "phone", key }) as const),
  ...accounts.map((key) => ({ kind: "store", key }) as const),
];

/** Of one person with what they were known by; of a store's customers with how many they were, and who decided. */
type Certified =
  | Pick<Erasure, "parts" | "hashes">
  | { readonly parts: readonly Part[]; readonly customers: number; readonly by: string };

/** What was done, signed by the house: it says nothing of whom, and anybody with the public key can check it. */
export function certificateOf(
  ctx: CommandCtx,
  request: { readonly id: RequestId; readonly receivedOn: string },
  done: Certified,
): string {
  const statement = canonical({
    format: "kaunter.erasure.1",
    company: { id: showId("company", ctx.company.id), name: ctx.company.name },
    request: showId("privacy_request", request.id),
    receivedOn: request.receivedOn,
    erasedAt: ctx.now.toISOString(),
    erasedBy: "by" in done ? done.by : ctx.actor.name,
    // Which words these stand for can be found out only by who knows the words and holds the house's key.
    ...("hashes" in done
      ? { identities: done.hashes.map((hash) => hash.toString("hex")) }
      : { customers: done.customers }),
    parts: done.parts.map(({ part, table, fate, why, count }) => ({
      part,
      table,
      fate,
      count,
      ...(why === null ? {} : { why }),
    })),
  });
  const { keyId, publicKey, signature } = ctx.attest(statement);
  const file = { statement, keyId, publicKey, signature: signature.toString("base64") };
  return `${JSON.stringify({ format: "kaunter.signed.1", ...file }, null, 2)}\n`;
}
