import type { CommandCtx } from "#platform/actions/context.ts";
import { deleteEntries, moveEntries, type TimelineTold, upsertEntries } from "./timeline.sql.ts";

export type { TimelineTold };

const TOPIC = "records.timeline";

/** Tells what happened. An entry told before under the same key is told anew. */
export async function tellTimeline(
  ctx: CommandCtx,
  entries: readonly TimelineTold[],
): Promise<void> {
  if (entries.length === 0) return;
  await upsertEntries(ctx.db, entries);
  ctx.tell(TOPIC);
}

/** Takes back what no longer holds. */
export async function forgetTimeline(
  ctx: CommandCtx,
  gone: {
    readonly subjectType: string;
    readonly subjectId: string;
    readonly keys: readonly string[];
  },
): Promise<void> {
  if (gone.keys.length === 0) return;
  await deleteEntries(ctx.db, gone);
  ctx.tell(TOPIC);
}

/** After two records turned out to be one. Where both tell of the same, the earlier stays. */
export async function moveTimeline(
  ctx: CommandCtx,
  moved: { readonly subjectType: string; readonly from: string; readonly into: string },
): Promise<void> {
  await moveEntries(ctx.db, moved);
  ctx.tell(TOPIC);
}
