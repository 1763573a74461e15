import { type CustomerId, setRollUps } from "#modules/crm/crm.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { askToRollUp } from "../days/days.ts";
import { postOrders } from "../postings/postings.ts";
import type { KeptOrder } from "./orders.rules.ts";
import { type Contents, lockCustomers, selectCustomerSums, writeOrder } from "./orders.sql.ts";
import { isRollUpChanged, rollUpsWith } from "./roll-ups.rules.ts";

/** Writes an order and, with it, what its customer's orders come to and what stands in the books. `holds`: the customer this transaction holds already. */
export async function keepOrder(
  ctx: CommandCtx,
  before: KeptOrder | null,
  after: KeptOrder,
  contents: Contents,
  holds: CustomerId | null,
): Promise<void> {
  await askToRollUp(ctx);
  await writeWithSums(ctx, before, after, contents, holds);
  await postOrders(ctx, [after.id]);
}

async function writeWithSums(
  ctx: CommandCtx,
  before: KeptOrder | null,
  after: KeptOrder,
  contents: Contents,
  holds: CustomerId | null,
): Promise<void> {
  const how = { at: ctx.now, isNew: before === null };
  const addsUp = isRollUpChanged(before, after);
  const customers = [before?.customerId ?? null, after.customerId].filter((id) => id !== null);
  if (!addsUp || customers.length === 0) {
    await writeOrder(ctx.db, after, contents, { ...how, currency: null });
    return;
  }
  if (customers.some((id) => id !== holds)) await lockCustomers(ctx.db, customers);
  const { currency } = ctx.company;
  const others = await writeOrder(ctx.db, after, contents, { ...how, currency });
  if (after.customerId !== null)
    await setRollUps(ctx, after.customerId, rollUpsWith(others, after, currency));
  if (before?.customerId && before.customerId !== after.customerId)
    await rollUpCustomers(ctx, before.customerId);
}

/** Adds up the orders of these customers anew, in the transaction that changed one, and has their days added up. */
export async function rollUpCustomers(
  ctx: CommandCtx,
  ...customers: readonly (CustomerId | null)[]
): Promise<void> {
  await askToRollUp(ctx);
  const ids = [...new Set(customers.filter((id) => id !== null))];
  if (ids.length === 0) return;
  await lockCustomers(ctx.db, ids);
  for (const id of ids)
    await setRollUps(ctx, id, await selectCustomerSums(ctx.db, id, ctx.company.currency));
}
