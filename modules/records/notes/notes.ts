import type { CommandCtx } from "#platform/actions/context.ts";
import { returnNotes as bringBack, deleteNotesOf, moveNotes as move } from "./notes.sql.ts";

/** The job that writes to whom a note names. */
export const TELL = "records.notes.tell_mentioned";
export const TOPICS = ["records.notes", "records.timeline"];

type Moved = { readonly subjectType: string; readonly from: string; readonly into: string };

/** After two records turned out to be one. */
export async function moveNotes(ctx: CommandCtx, moved: Moved): Promise<void> {
  if ((await move(ctx.db, moved)) > 0) ctx.tell(...TOPICS);
}

/** They part again: what was written on `writtenOn` (the record that left, and what was part of it) goes along. */
export async function returnNotes(
  ctx: CommandCtx,
  back: Moved & { readonly writtenOn: readonly string[] },
): Promise<void> {
  if ((await bringBack(ctx.db, back)) > 0) ctx.tell(...TOPICS);
}

/** Leaves nothing of what was written on records that are about to go. */
export async function forgetNotes(
  ctx: CommandCtx,
  subjectType: string,
  subjectIds: readonly string[],
): Promise<void> {
  if ((await deleteNotesOf(ctx.db, subjectType, subjectIds)) > 0) ctx.tell(...TOPICS);
}
