import type { CommandCtx } from "#platform/actions/context.ts";
import { forgetAttachments } from "../attachments/attachments.ts";
import { forgetNotes } from "../notes/notes.ts";
import { forgetTasks } from "../tasks/tasks.ts";
import { deleteEntriesAbout, deleteTimelines } from "./forgetting.sql.ts";
import { bindTimeline } from "./timeline.ts";

/** Takes back all that was told of these records, which are about to go, and what people hung on them. */
export async function forgetTimelines(
  ctx: CommandCtx,
  subjectType: string,
  subjectIds: readonly string[],
): Promise<void> {
  await bindTimeline(ctx);
  if (subjectIds.length === 0) return;
  await deleteTimelines(ctx.db, subjectType, subjectIds);
  await forgetAttachments(ctx, subjectType, subjectIds);
  await forgetNotes(ctx, subjectType, subjectIds);
  await forgetTasks(ctx, subjectType, subjectIds);
}

/** Takes back what was told to these records about others that are about to go. */
export async function forgetTold(
  ctx: CommandCtx,
  subjectType: string,
  subjectIds: readonly string[],
  about: readonly string[],
): Promise<void> {
  await bindTimeline(ctx);
  if (subjectIds.length > 0 && about.length > 0)
    await deleteEntriesAbout(ctx.db, subjectType, subjectIds, about);
}
