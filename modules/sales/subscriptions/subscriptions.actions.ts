import { putInTrash } from "#modules/records/records.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { pageOf } from "#platform/db/cursor.ts";
import { eyesFor, reachesAll, withinReach } from "#platform/permissions/reach.ts";
import { type SubscriptionId, subscriptions } from "./subscriptions.contract.ts";
import { PAGE_ROWS, selectSubscriptions } from "./subscriptions.sql.ts";
import { markTrashed, selectAnyOf, selectOwners } from "./trash.sql.ts";
import { DELETE } from "./trash.ts";

const READ = "sales.subscriptions.read";

/** A subscription is whose its customer is. */
export const listSubscriptions = query({
  does: subscriptions.list,
  needs: READ,
  isScoped: true,
  async run(ctx, filter) {
    const rows = await selectSubscriptions(ctx.db, filter, eyesFor(ctx, READ));
    const shown = rows.map(({ ownerId, ...row }) => ({
      ...row,
      blocked: { trash: ctx.whyNotMay(DELETE, ownerId) },
    }));
    return pageOf(shown, PAGE_ROWS, (row) => [row.createdAt, row.id]);
  },
});

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
