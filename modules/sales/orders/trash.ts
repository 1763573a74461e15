import type { CustomerId, Joined } from "#modules/crm/crm.public.ts";
import {
  type Bin,
  forgetTimelines,
  forgetTold,
  type TrashFollower,
} from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { leaveSubscriptions } from "../subscriptions/moving.ts";
import type { OrderId } from "./orders.contract.ts";
import { followCustomers } from "./orders.ts";
import { rollUpCustomers } from "./roll-ups.ts";
import { deleteTrashed, markNobodys, markRestored, selectRefundIds } from "./trash.sql.ts";

/** What one needs to delete orders and to bring them back. */
export const DELETE = "sales.orders.delete";

/** Orders that a person deleted. They count nowhere; what their store tells meanwhile is kept for the day they come back. */
export const orderBin: Bin = {
  type: "order",
  reads: "sales.orders.read",
  deletes: DELETE,
  topics: ["sales.orders", "crm.customers", "insights.home"],
  restore: async (ctx, ids) => {
    const restored = await markRestored(ctx.db, ids as OrderId[]);
    await rollUpCustomers(ctx, ...restored.map(({ customerId }) => customerId));
    for (const { id, number } of restored)
      await ctx.audit(
        { type: "order", id, name: number },
        { before: { isInTrash: true }, after: { isInTrash: false } },
      );
    return null;
  },
  purge: (ctx, ids) => purge(ctx, ids as OrderId[]),
};

async function purge(ctx: CommandCtx, ids: readonly OrderId[]): Promise<void> {
  const refunds = await selectRefundIds(ctx.db, ids);
  const gone = await deleteTrashed(ctx.db, ids, ctx.now);
  const customers = [...new Set(gone.map(({ customerId }) => customerId))].filter(
    (id) => id !== null,
  );
  await forgetTimelines(ctx, "order", ids);
  await forgetTold(ctx, "customer", customers, [...ids, ...refunds.map(({ id }) => id)]);
}

/** What was sold goes with whoever comes back, and stays when they go for good. */
export const salesOfTrashed: TrashFollower = {
  follows: "customer",
  restored: async (ctx, { merged, phones }) => {
    await followCustomers(ctx, { merged: merged as Joined["merged"], phones });
  },
  purging: async (ctx, ids) => {
    await markNobodys(ctx.db, ids as CustomerId[]);
    await leaveSubscriptions(ctx, ids as CustomerId[]);
  },
};
