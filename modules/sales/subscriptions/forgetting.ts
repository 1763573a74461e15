import type { CustomerId } from "#modules/crm/crm.public.ts";
import { forgetTrashed } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import {
  deleteStoreSubscriptions,
  deleteSubscriptionDeletions,
  selectSubscribers,
} from "./forgetting.sql.ts";

/** Removes all that a store told of subscriptions; their ids and customers. */
export async function forgetStoreSubscriptions(
  ctx: CommandCtx,
  connectionId: string,
): Promise<{ id: string; customerId: CustomerId | null }[]> {
  await deleteSubscriptionDeletions(ctx.db, connectionId);
  const gone = await deleteStoreSubscriptions(ctx.db, connectionId);
  await forgetTrashed(
    ctx,
    "subscription",
    gone.map(({ id }) => id),
  );
  return gone;
}

/** Those of the customers who still have a subscription. */
export const subscribersAmong = async (
  ctx: CommandCtx,
  customers: readonly CustomerId[],
): Promise<CustomerId[]> =>
  (await selectSubscribers(ctx.db, customers)).map(({ customerId }) => customerId);
