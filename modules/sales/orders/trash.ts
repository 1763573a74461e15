import type { CustomerId, Joined } from "#modules/crm/crm.public.ts";
import {
  type Bin,
  forgetTimelines,
  forgetTold,
  forgetTrashed,
  putInTrash,
  type TrashFollower,
} from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { postOrders } from "../postings/postings.ts";
import { leaveSubscriptions } from "../subscriptions/moving.ts";
import type { OrderId } from "./orders.contract.ts";
import type { KeptOrder } from "./orders.rules.ts";
import { lockOrder } from "./orders.sql.ts";
import { followCustomers } from "./orders.ts";
import { rollUpCustomers } from "./roll-ups.ts";
import { tellOrderStory } from "./story.ts";
import { deleteTrashed, markNobodys, markRestored, selectRefundIds } from "./trash.sql.ts";

/** What one needs to delete orders and to bring them back. */
export const DELETE = "sales.orders.delete";

const UNTOUCHED = { all: [], changed: [] };

/** Orders that a person or their store deleted. They count nowhere; what their store tells meanwhile is kept for the day they come back. */
export const orderBin: Bin = {
  type: "order",
  reads: "sales.orders.read",
  deletes: DELETE,
  topics: ["sales.orders", "crm.customers", "insights.home"],
  restore: async (ctx, ids) => {
    const restored = await markRestored(ctx.db, ids as OrderId[], ctx.now);
    await rollUpCustomers(ctx, ...restored.map(({ customerId }) => customerId));
    await postOrders(
      ctx,
      restored.map(({ id }) => id),
    );
    for (const { id, number, deletedAt, trashedAt } of restored) {
      const after = await lockOrder(ctx.db, id);
      await tellOrderStory(ctx, { ...after, deletedAt, trashedAt }, after, UNTOUCHED);
      await ctx.audit(
        { type: "order", id, name: number },
        { before: { isInTrash: true }, after: { isInTrash: false } },
      );
    }
    return null;
  },
  purge: (ctx, ids) => purge(ctx, ids as OrderId[]),
};

/** A store that deletes an order puts it in the trash, and takes it out when it tells of it again. */
export async function followDeletion(
  ctx: CommandCtx,
  before: KeptOrder | null,
  { id, number, deletedAt }: KeptOrder,
): Promise<void> {
  const was = before !== null && before.deletedAt !== null;
  const is = deletedAt !== null;
  if (is && !was) await putInTrash(ctx, "order", [{ id, name: number }]);
  if (was && !is) await forgetTrashed(ctx, "order", [id]);
}

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
  restored: async (ctx, { merged, recasts = [], phones }) => {
    await followCustomers(ctx, { merged: merged as Joined["merged"], phones: [] });
    for (const recast of recasts as NonNullable<Joined["recast"]>[])
      await followCustomers(ctx, { merged: [], recast, phones: [] });
    await followCustomers(ctx, { merged: [], phones });
  },
  carried: (ctx, ids) => rollUpCustomers(ctx, ...(ids as CustomerId[])),
  purging: async (ctx, ids) => {
    await markNobodys(ctx.db, ids as CustomerId[]);
    await leaveSubscriptions(ctx, ids as CustomerId[]);
  },
};
