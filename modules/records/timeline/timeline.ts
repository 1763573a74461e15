import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { moveAttachments, returnAttachments } from "../attachments/attachments.ts";
import { moveNotes, returnNotes } from "../notes/notes.ts";
import { moveTasks, returnTasks } from "../tasks/tasks.ts";
import {
  deleteEntries,
  moveEntries,
  moveEntriesAbout,
  selectUnder,
  type TimelineTold,
  upsertEntries,
} from "./timeline.sql.ts";

export type { TimelineTold };

const TOPIC = "records.timeline";

/** Tells what happened. An entry told before under the same key is told anew. */
export async function tellTimeline(
  ctx: CommandCtx,
  entries: readonly TimelineTold[],
): Promise<void> {
  if (entries.length === 0) return;
  const waiting = gathered.get(ctx.db);
  if (waiting === undefined) await upsertEntries(ctx.db, entries);
  else for (const entry of entries) waiting.set(nameOf(entry, entry.key), entry);
  ctx.tell(TOPIC);
}

/**
 * For a transaction of many deeds: from now on what is told waits, to be written by one statement. It must be bound before
 * the transaction ends, or nothing of it is kept.
 */
export const gatherTimeline = ({ db }: CommandCtx): void => {
  gathered.set(db, new Map());
};

/** Writes what waits. Whoever changes entries that may be among them does so first. */
export async function bindTimeline({ db }: CommandCtx): Promise<void> {
  const waiting = gathered.get(db);
  if (waiting === undefined || waiting.size === 0) return;
  await upsertEntries(db, [...waiting.values()]);
  waiting.clear();
}

/** What was told last under each name, in the transactions that gather. */
const gathered = new WeakMap<Db, Map<string, TimelineTold>>();

const nameOf = (of: { subjectType: string; subjectId: string }, key: string): string =>
  `${of.subjectType} ${of.subjectId} ${key}`;

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
  for (const key of gone.keys) gathered.get(ctx.db)?.delete(nameOf(gone, key));
  await deleteEntries(ctx.db, gone);
  ctx.tell(TOPIC);
}

/** After two records turned out to be one: what hangs on it goes along. Where both tell of the same, the earlier stays. */
export async function moveTimeline(
  ctx: CommandCtx,
  moved: { readonly subjectType: string; readonly from: string; readonly into: string },
): Promise<void> {
  await bindTimeline(ctx);
  await moveEntries(ctx.db, moved);
  await moveNotes(ctx, moved);
  await moveAttachments(ctx, moved);
  await moveTasks(ctx, moved);
  ctx.tell(TOPIC);
}

/**
 * Two records that were one part again: what people hung on `writtenOn` (the record that leaves, and what was part of it
 * before) goes back from `from` to `into`.
 */
export async function returnHung(
  ctx: CommandCtx,
  back: {
    readonly subjectType: string;
    readonly from: string;
    readonly into: string;
    readonly writtenOn: readonly string[];
  },
): Promise<void> {
  await returnNotes(ctx, back);
  await returnAttachments(ctx, back);
  await returnTasks(ctx, back);
}

/** After a record turned out to be two: what it was told about these goes with the other. */
export async function moveTold(
  ctx: CommandCtx,
  moved: { readonly subjectType: string; readonly from: string; readonly into: string },
  about: readonly string[],
): Promise<void> {
  await bindTimeline(ctx);
  if (about.length > 0) await moveEntriesAbout(ctx.db, moved, about);
  ctx.tell(TOPIC);
}

/** What was told of each of these records under one key. */
export async function toldUnder(
  ctx: CommandCtx,
  subjectType: string,
  subjectIds: readonly string[],
  key: string,
): Promise<{ subjectId: string; detail: Readonly<Record<string, unknown>> }[]> {
  await bindTimeline(ctx);
  return selectUnder(ctx.db, subjectType, subjectIds, key);
}
