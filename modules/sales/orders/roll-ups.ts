import { type CustomerId, setRollUps } from "#modules/crm/crm.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { lockCustomers, selectCustomerSums } from "./orders.sql.ts";

/** Adds up the orders of these customers anew, in the transaction that changed one. */
export async function rollUpCustomers(
  ctx: CommandCtx,
  ...customers: readonly (CustomerId | null)[]
): Promise<void> {
  const ids = [...new Set(customers.filter((id) => id !== null))];
  if (ids.length === 0) return;
  await lockCustomers(ctx.db, ids);
  for (const { customerId, ...sums } of await selectCustomerSums(ctx.db, ids, ctx.company.currency))
    await setRollUps(ctx, customerId, sums);
}
