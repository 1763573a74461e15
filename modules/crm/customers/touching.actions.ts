import { invalid, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { askToLook } from "../duplicates/looking.ts";
import type { ContactKind, Contacts } from "./contacts.contract.ts";
import { addressIn, contactOf, hasPlace, type Way, waysIn, whyNotAdd } from "./contacts.rules.ts";
import { selectAccounts, selectAddresses, selectWays } from "./contacts.sql.ts";
import { readCustomer } from "./customers.actions.ts";
import type { CustomerId } from "./customers.contract.ts";
import { whyNotKept, whyNotTouch } from "./customers.rules.ts";
import { type KnownCustomer, lockKnownCustomer, lockLinks, writeEdited } from "./identities.sql.ts";
import { clocksToKeep, type Known, type Values, withEdits } from "./known.rules.ts";
import { inReach } from "./owners.ts";
import { editOwnPart } from "./parts.ts";

/** What asking for ways to reach somebody and for their addresses have in common. */

export const WRITE = "crm.customers.write";

export async function readContacts(ctx: Ctx, asked: CustomerId): Promise<Contacts> {
  const customer = await readCustomer(ctx, asked);
  const { change } = customer.blocked;
  const ways = await waysOf(ctx, customer.id);
  const more = await selectAddresses(ctx.db, customer.id);
  const main = addressIn(customer);
  const [billing, shipping] = [
    more.find(({ isBilling }) => isBilling)?.id ?? null,
    more.find(({ isShipping }) => isShipping)?.id ?? null,
  ];
  const all = [...(hasPlace(main) ? [{ id: null, label: "", ...main }] : []), ...more];
  return {
    version: customer.version,
    contacts: ways.map((way) => contactOf(way, change)),
    accounts: await selectAccounts(ctx.db, customer.id),
    addresses: all.map((place) => ({
      id: place.id,
      label: place.label,
      ...addressIn(place),
      isBilling: place.id === billing,
      isShipping: place.id === shipping,
    })),
    blocked: { add: change, addAddress: change ?? whyNotAdd(more), changeAddress: change },
  };
}

export const refusedAt = (code: string, field = "value") => invalid({ path: [field], code });

/** Nobody else decides meanwhile who is behind these; then the customer is held, as the person saw them. */
export async function lockFor(
  ctx: CommandCtx,
  id: CustomerId,
  version: number,
  keys: readonly (readonly [ContactKind, string])[],
): Promise<KnownCustomer> {
  await inReach(ctx, [id], WRITE);
  await lockLinks(
    ctx.db,
    keys.map(([kind, key]) => `${kind}:${key}`),
  );
  const customer = await lockKnownCustomer(ctx.db, id);
  refuseIfStale(customer, version);
  refuseIf(whyNotTouch(customer));
  return customer;
}

export const waysOf = async (ctx: Ctx, id: CustomerId): Promise<Way[]> =>
  waysIn(await selectWays(ctx.db, id));

/** As every deed of a person on a customer: they are known by more than a phone, and looked at for duplicates. */
export async function write(
  ctx: CommandCtx,
  customer: KnownCustomer,
  edits: Values,
): Promise<Known> {
  const known = withEdits(customer.known, edits, ctx.now);
  refuseIf(whyNotKept(known));
  const { id, note } = customer;
  await writeEdited(ctx.db, id, known, { clocks: clocksToKeep(known.clocks), note, now: ctx.now });
  if (customer.isMerged) await editOwnPart(ctx, id, edits, undefined);
  await askToLook(ctx);
  return known;
}
