import { refuseIf } from "#kernel/errors.ts";
import { type Bin, forgetTimelines } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { ConnectionId } from "./connections.contract.ts";
import { whyNotCreate } from "./connections.rules.ts";
import { insertAddress, selectLiveCount } from "./connections.sql.ts";
import { deleteRefusals, lockTrashed, markPurged, markRestored } from "./trash.sql.ts";

/** What one needs to remove connections and to bring them back. */
export const DELETE = "connect.connections.write";
/** The job that leaves nothing of what a connection sent. */
export const PURGE_DELIVERIES = "connect.deliveries.purge";

/** Connections that were removed. Brought back, they answer at the same address, with the same secret. */
export const connectionBin: Bin = {
  type: "connection",
  reads: "connect.connections.read",
  deletes: DELETE,
  topics: ["connect.connections", "connect.deliveries"],
  restore: async (ctx, ids) => {
    await restore(ctx, ids as ConnectionId[]);
    return null;
  },
  purge: async (ctx, ids) => {
    await markPurged(ctx.db, ids as ConnectionId[], ctx.now);
    await deleteRefusals(ctx.db, ids as ConnectionId[]);
    await forgetTimelines(ctx, "connection", ids);
    for (const id of ids) await ctx.later(PURGE_DELIVERIES, { connectionId: id });
  },
};

async function restore(ctx: CommandCtx, ids: readonly ConnectionId[]): Promise<void> {
  const trashed = await lockTrashed(ctx.db, ids);
  if (trashed.length > 0)
    refuseIf(whyNotCreate((await selectLiveCount(ctx.db)) + trashed.length - 1));

  await markRestored(ctx.db, ids, ctx.now);
  const change = { before: { isInTrash: true }, after: { isInTrash: false } };
  for (const { id, name } of trashed) await ctx.audit({ type: "connection", id, name }, change);

  // Last, for it commits before the company's: an address without a live connection answers nothing, and is swept.
  await ctx.inControl(async (control) => {
    for (const { id, address } of trashed)
      if (address !== null) await insertAddress(control, address, ctx.company.id, id, ctx.now);
  });
  if (trashed.some(({ isPaused }) => !isPaused))
    await ctx.later("connect.deliveries.process", {}, { key: "connect.deliveries.process" });
}
