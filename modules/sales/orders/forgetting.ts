import type { CustomerId } from "#modules/crm/crm.public.ts";
import { forgetTimelines, forgetTold, forgetTrashed } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { forgetStorePayments } from "../payments/forgetting.ts";
import { unpostStore } from "../postings/postings.ts";
import { forgetStoreRefunds } from "../refunds/forgetting.ts";
import { forgetStoreSubscriptions, subscribersAmong } from "../subscriptions/forgetting.ts";
import { deleteOrderDeletions, deleteStoreOrders, selectBuyers } from "./forgetting.sql.ts";
import { rollUpCustomers } from "./roll-ups.ts";

/**
 * Removes every order and subscription that a store brought, with all that hangs on them, and adds its customers up anew.
 * For a store that leaves without a trace (the sample company); a real one's sales stay. Answers whom it had sold to, and
 * who of them has bought elsewhere.
 */
export async function forgetStoreSales(
  ctx: CommandCtx,
  connectionId: string,
): Promise<{ customers: CustomerId[]; stay: CustomerId[] }> {
  const refunds = await forgetStoreRefunds(ctx, connectionId);
  await forgetStorePayments(ctx, connectionId);
  const subscriptions = await forgetStoreSubscriptions(ctx, connectionId);
  await unpostStore(ctx, connectionId);
  const orders = await deleteStoreOrders(ctx.db, connectionId);
  await deleteOrderDeletions(ctx.db, connectionId);

  const gone = [...orders, ...subscriptions];
  const customers = [...new Set(gone.map(({ customerId }) => customerId))].filter(
    (id) => id !== null,
  );
  await forgetTimelines(
    ctx,
    "order",
    orders.map(({ id }) => id),
  );
  await forgetTrashed(
    ctx,
    "order",
    orders.map(({ id }) => id),
  );
  await forgetTold(ctx, "customer", customers, [...gone.map(({ id }) => id), ...refunds]);
  await rollUpCustomers(ctx, ...customers);

  const buyers = (await selectBuyers(ctx.db, customers)).map(({ customerId }) => customerId);
  const stay = new Set([...buyers, ...(await subscribersAmong(ctx, customers))]);
  ctx.tell("sales.orders", "sales.subscriptions", "crm.customers", "insights.home");
  return { customers, stay: [...stay] };
}
