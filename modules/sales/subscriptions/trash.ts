import {
  type Bin,
  forgetTold,
  forgetTrashed,
  putInTrash,
} from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { SubscriptionId } from "./subscriptions.contract.ts";
import type { KeptSubscription } from "./subscriptions.rules.ts";
import { deleteTrashed, markRestored } from "./trash.sql.ts";

/** What one needs to delete subscriptions and to bring them back. */
export const DELETE = "sales.subscriptions.delete";

/** Subscriptions that a person or their store deleted. What happened stays in their customer's timeline until they are purged. */
export const subscriptionBin: Bin = {
  type: "subscription",
  reads: "sales.subscriptions.read",
  deletes: DELETE,
  topics: ["sales.subscriptions", "crm.customers"],
  restore: async (ctx, ids) => {
    for (const { id, number } of await markRestored(ctx.db, ids as SubscriptionId[], ctx.now))
      await ctx.audit(
        { type: "subscription", id, name: number },
        { before: { isInTrash: true }, after: { isInTrash: false } },
      );
    return null;
  },
  purge: async (ctx, ids) => {
    const gone = await deleteTrashed(ctx.db, ids as SubscriptionId[], ctx.now);
    const customers = [...new Set(gone.map(({ customerId }) => customerId))].filter(
      (id) => id !== null,
    );
    await forgetTold(ctx, "customer", customers, ids);
  },
};

/** A store that deletes a subscription puts it in the trash, and takes it out when it tells of it again. */
export async function followDeletion(
  ctx: CommandCtx,
  before: KeptSubscription | null,
  { id, number, deletedAt }: KeptSubscription,
): Promise<void> {
  const was = before !== null && before.deletedAt !== null;
  const is = deletedAt !== null;
  if (is && !was) await putInTrash(ctx, "subscription", [{ id, name: number }]);
  if (was && !is) await forgetTrashed(ctx, "subscription", [id]);
}
