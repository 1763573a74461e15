import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import {
  returnTasks as bringBack,
  deleteTasksOf,
  moveTasks as move,
  selectNextDue,
} from "./tasks.sql.ts";

/** The job that writes to whom a task was given. */
export const TELL = "records.tasks.tell_given";
/** The job that reminds of what is due, in the morning of the day. */
export const REMIND = "records.tasks.remind";
export const TOPICS = ["records.tasks", "records.timeline"];

type Moved = { readonly subjectType: string; readonly from: string; readonly into: string };

/** After two records turned out to be one. */
export async function moveTasks(ctx: CommandCtx, moved: Moved): Promise<void> {
  if ((await move(ctx.db, moved)) > 0) ctx.tell(...TOPICS);
}

/** They part again: what was set on `writtenOn` (the record that left, and what was part of it) goes along. */
export async function returnTasks(
  ctx: CommandCtx,
  back: Moved & { readonly writtenOn: readonly string[] },
): Promise<void> {
  if ((await bringBack(ctx.db, back)) > 0) ctx.tell(...TOPICS);
}

/** Leaves nothing of what was set on records that are about to go. */
export async function forgetTasks(
  ctx: CommandCtx,
  subjectType: string,
  subjectIds: readonly string[],
): Promise<void> {
  if ((await deleteTasksOf(ctx.db, subjectType, subjectIds)) > 0) ctx.tell(...TOPICS);
}

type Leaving = Ctx & Pick<CommandCtx, "later">;

/** One job waits for the next morning on which somebody has to be reminded. */
export async function leaveReminder(ctx: Leaving): Promise<void> {
  const next = await selectNextDue(ctx.db, ctx.company.zone);
  if (next === null) return;
  await ctx.later(REMIND, {}, { runAt: next > ctx.now ? next : ctx.now, key: REMIND });
}
