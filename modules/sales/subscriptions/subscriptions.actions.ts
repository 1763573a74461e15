import { putInTrash } from "#modules/records/records.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import { eyesFor, reachesAll, withinReach } from "#platform/permissions/reach.ts";
import { type Subscription, type SubscriptionId, subscriptions } from "./subscriptions.contract.ts";
import {
  countSubscriptions,
  type ShownSubscription,
  selectFigures,
  selectSubscription,
  selectSubscriptions,
} from "./subscriptions.sql.ts";
import { markTrashed, selectAnyOf, selectOwners } from "./trash.sql.ts";
import { DELETE } from "./trash.ts";

const READ = "sales.subscriptions.read";

/** A subscription is whose its customer is. */
export const listSubscriptions = query({
  does: subscriptions.list,
  needs: READ,
  isScoped: true,
  async run(ctx, { sort, after, limit, ...filter }) {
    const [key, id] = after === undefined ? [] : readCursor(after, 2);
    const from = after === undefined ? null : { key: String(key), id: String(id) };
    const asked = { sort, after: from, limit: limit + 1, now: ctx.now };
    const rows = await selectSubscriptions(ctx.db, filter, eyesFor(ctx, READ), asked);
    const page = pageOf(rows, limit, (row) => [
      sort === "next" ? row.nextKey : row.createdKey,
      row.id,
    ]);
    return { rows: page.rows.map((row) => shownOf(ctx, row)), next: page.next };
  },
});

export const countAll = query({
  does: subscriptions.count,
  needs: READ,
  isScoped: true,
  run: (ctx, filter) => countSubscriptions(ctx.db, filter, eyesFor(ctx, READ), ctx.now),
});

export const getSubscription = query({
  does: subscriptions.get,
  needs: READ,
  isScoped: true,
  run: async (ctx, { id }) =>
    shownOf(ctx, await selectSubscription(ctx.db, id, eyesFor(ctx, READ))),
});

export const subscriptionFigures = query({
  does: subscriptions.figures,
  needs: READ,
  isScoped: true,
  async run(ctx) {
    const { currency } = ctx.company;
    const place = { currency, now: ctx.now };
    const sums = await selectFigures(ctx.db, eyesFor(ctx, READ), place);
    return {
      activeCount: sums.activeCount,
      untoldCount: sums.untoldCount,
      mrrMinor: sums.mrr.find((one) => one.currency === currency)?.mrrMinor ?? 0,
      others: sums.mrr.filter((one) => one.currency !== currency),
      due7: { count: sums.due7Count, minor: sums.due7Minor },
      due30: { count: sums.due30Count, minor: sums.due30Minor },
      churn: { startCount: sums.startCount, endedCount: sums.endedCount },
    };
  },
});

const shownOf = (
  ctx: Ctx,
  { ownerId, createdKey: _, nextKey: __, ...row }: ShownSubscription,
): Subscription => ({ ...row, blocked: { trash: ctx.whyNotMay(DELETE, ownerId) } });

/** To the trash. */
export const trashSubscriptions = command({
  does: subscriptions.trash,
  needs: DELETE,
  isScoped: true,
  async run(ctx, { ids: asked }) {
    const ids = await inReach(ctx, asked);
    const trashed = await markTrashed(ctx.db, ids, ctx.now);

    const named = trashed.map(({ id, number }) => ({ id, name: number }));
    await putInTrash(ctx, "subscription", named);
    const change = { before: { isInTrash: false }, after: { isInTrash: true } };
    for (const { id, name } of named) await ctx.audit({ type: "subscription", id, name }, change);
    if (trashed.length === 0) {
      const { id, number } = await selectAnyOf(ctx.db, ids);
      await ctx.audit({ type: "subscription", id, name: number }, { before: {}, after: {} });
    }
    ctx.tell("sales.subscriptions", "crm.customers", "records.timeline");
    return { count: trashed.length, ids: trashed.map(({ id }) => id) };
  },
});

async function inReach(
  ctx: Ctx,
  ids: readonly SubscriptionId[],
): Promise<readonly SubscriptionId[]> {
  const needs = { reads: READ, changes: DELETE };
  if (reachesAll(ctx, needs)) return ids;
  return withinReach(ctx, await selectOwners(ctx.db, ids), needs, "sales.subscription");
}
