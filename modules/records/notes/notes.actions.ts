import { refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId, showId } from "#kernel/ids.ts";
import { colleaguesAmong, mentionsSeenAt } from "#modules/companies/companies.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { cursorOf, pageOf, readCursor } from "#platform/db/cursor.ts";
import { sql } from "#platform/db/sql.ts";
import {
  hangsOnSeen,
  holdRecord,
  namedBy,
  type RecordSubject,
  requireRecord,
} from "../timeline/subjects.ts";
import { forgetTrashed, putInTrash } from "../trash/trash.ts";
import { type Mention, type Note, type NoteId, notes } from "./notes.contract.ts";
import {
  mentionedIn,
  whyNotChange,
  whyNotRestore,
  whyNotTouch,
  whyNotWrite,
} from "./notes.rules.ts";
import {
  type After,
  countDeleted,
  countMentions,
  insertNote,
  lockNote,
  markDeleted,
  markEdited,
  markPinned,
  type NoteRow,
  selectMentions,
  selectNote,
  selectNotes,
  selectVersions,
  writeMentions,
} from "./notes.sql.ts";
import { TELL, TOPICS } from "./notes.ts";

const READ = "records.notes.read";
const WRITE = "records.notes.write";
const VERSIONS_MAX = 200;

export const listNotes = query({
  does: notes.list,
  needs: READ,
  async run(ctx, { subject, deleted, after, limit }) {
    const record = await requireRecord(ctx, namedBy(subject));
    ctx.concerns(subjectOf(record));
    const asked = { isDeleted: deleted, after: afterOf(after), limit: limit + 1 };
    const page = pageOf(await selectNotes(ctx.db, record, asked), limit, (row) => [
      Number(row.isPinned),
      row.createdAtText,
      row.id,
    ]);
    return {
      rows: page.rows.map((row) => shownOf(ctx, row, record)),
      next: page.next,
      deletedCount: await countDeleted(ctx.db, record),
      blocked: { write: whyNotMayWrite(ctx) ?? whyNotWrite(record) },
    };
  },
});

export const writeNote = command({
  does: notes.write,
  needs: WRITE,
  async run(ctx, { subject, text, mentions: named }) {
    const record = await holdRecord(ctx, namedBy(subject));
    refuseIf(whyNotWrite(record));

    const mentions = mentionedIn(text, await colleaguesAmong(ctx, named));

    const id = newId<"note">();
    await insertNote(ctx.db, { id, on: record, text, author: ctx.actor, mentions, now: ctx.now });
    await tellMentioned(ctx, id, mentions);

    await ctx.audit(subjectOf(record), { note: showId("note", id) });
    ctx.tell(...TOPICS);
    return readNote(ctx, id, record);
  },
});

export const changeNote = command({
  does: notes.change,
  needs: WRITE,
  async run(ctx, { id, version, text, mentions: named }) {
    const { note, record } = await lockWithRecord(ctx, id);
    refuseIfStale(note, version);
    refuseIf(whyNotChange(note, record, ctx.actor.id));

    const mentions = mentionedIn(text, await colleaguesAmong(ctx, named));

    if (text !== note.text) await markEdited(ctx.db, note, { text, mentions, now: ctx.now });
    await tellMentioned(ctx, id, mentions);

    await ctx.audit(subjectOf(record), { note: showId("note", id), edited: text !== note.text });
    ctx.tell(...TOPICS);
    return readNote(ctx, id, record);
  },
});

export const pinNote = command({
  does: notes.pin,
  needs: WRITE,
  async run(ctx, { id, version, isPinned }) {
    const { note, record } = await lockWithRecord(ctx, id);
    refuseIfStale(note, version);
    refuseIf(whyNotTouch(note, record));

    await markPinned(ctx.db, id, isPinned ? ctx.now : null);

    await ctx.audit(subjectOf(record), { note: showId("note", id), isPinned });
    ctx.tell(...TOPICS);
    return readNote(ctx, id, record);
  },
});

/** Whoever may write may take away: it can come back for 30 days. */
export const removeNote = command({
  does: notes.remove,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const { note, record } = await lockWithRecord(ctx, id);
    refuseIfStale(note, version);
    refuseIf(whyNotTouch(note, record));

    await markDeleted(ctx.db, id, ctx.now);
    await putInTrash(ctx, "note", [{ id, name: record.name }]);

    await ctx.audit(subjectOf(record), { note: showId("note", id), deleted: true });
    ctx.tell(...TOPICS);
    return readNote(ctx, id, record);
  },
});

export const restoreNote = command({
  does: notes.restore,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const { note, record } = await lockWithRecord(ctx, id);
    refuseIfStale(note, version);
    refuseIf(whyNotRestore(note, record, ctx.now));

    await markDeleted(ctx.db, id, null);
    await forgetTrashed(ctx, "note", [id]);

    await ctx.audit(subjectOf(record), { note: showId("note", id), deleted: false });
    ctx.tell(...TOPICS);
    return readNote(ctx, id, record);
  },
});

export const noteHistory = query({
  does: notes.history,
  needs: READ,
  async run(ctx, { id }) {
    const note = await selectNote(ctx.db, id);
    ctx.concerns(subjectOf(await requireRecord(ctx, onOf(note))));
    return { rows: await selectVersions(ctx.db, id, VERSIONS_MAX) };
  },
});

export const listMentions = query({
  does: notes.mentions,
  needs: READ,
  async run(ctx, { after, limit }) {
    if (ctx.actor.id === null) return { rows: [], next: null };
    const [at, id] = after === undefined ? [] : readCursor(after, 2);
    const from = after === undefined ? null : { at: String(at), id: String(id) };
    const to = { accountId: ctx.actor.id, seen: hangsOnSeen(ctx, sql`n`) };
    const rows = await selectMentions(ctx.db, to, from, limit + 1);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    const seenAt = await mentionsSeenAt(ctx);
    return {
      rows: rows.slice(0, limit).map(({ subjectType, subjectId, atText: _, ...row }) => ({
        ...row,
        subject: showId(subjectType, subjectId),
        isNew: seenAt === null || row.at > seenAt,
      })),
      next: last === undefined ? null : cursorOf([last.atText, last.note]),
    };
  },
});

/** Those that came after they last looked at where they are named. */
export const countNewMentions = query({
  does: notes.mentionsCount,
  needs: READ,
  async run(ctx) {
    if (ctx.actor.id === null) return { count: 0 };
    const to = { accountId: ctx.actor.id, seen: hangsOnSeen(ctx, sql`n`) };
    return { count: await countMentions(ctx.db, to, await mentionsSeenAt(ctx)) };
  },
});

function afterOf(cursor: string | undefined): After | null {
  if (cursor === undefined) return null;
  const [isPinned, at, id] = readCursor(cursor, 3);
  return { isPinned: isPinned === 1, at: String(at), id: String(id) };
}

/** Nobody writes where they are not shown what was written. */
const whyNotMayWrite = (ctx: Ctx): string | null =>
  ctx.whyNotMay(WRITE) ?? (ctx.seesPlain("sensitive") ? null : "platform.field.masked");

const onOf = ({ subjectType, subjectId }: NoteRow) => ({ type: subjectType, id: subjectId });

const subjectOf = ({ type, id, name }: RecordSubject) => ({ type, id, name });

/** The record first, as everybody who changes it does; then its note, which may have moved meanwhile. */
async function lockWithRecord(
  ctx: CommandCtx,
  id: NoteId,
): Promise<{ note: NoteRow; record: RecordSubject }> {
  const record = await holdRecord(ctx, onOf(await selectNote(ctx.db, id)));
  return { note: await lockNote(ctx.db, id), record };
}

/** Colleagues are told after the commit; nobody tells themselves. */
async function tellMentioned(
  ctx: CommandCtx,
  id: NoteId,
  mentions: readonly Mention[],
): Promise<void> {
  const told = mentions.map((mention) => mention.id).filter((one) => one !== ctx.actor.id);
  await writeMentions(ctx.db, id, told, ctx.now);
  if (told.length > 0) await ctx.later(TELL, { id }, { key: `${TELL}:${id}` });
}

const readNote = async (ctx: Ctx, id: NoteId, record: RecordSubject): Promise<Note> =>
  shownOf(ctx, await selectNote(ctx.db, id), record);

function shownOf(ctx: Ctx, note: NoteRow, record: RecordSubject): Note {
  const closed = whyNotMayWrite(ctx);
  const { id, text, authorName, isPinned, createdAt, editedAt, deletedAt, version } = note;
  return {
    id,
    subject: showId(note.subjectType, note.subjectId),
    text,
    mentions: [...note.mentions],
    authorName,
    isPinned,
    createdAt,
    editedAt,
    deletedAt,
    version,
    blocked: {
      change: closed ?? whyNotChange(note, record, ctx.actor.id),
      pin: closed ?? whyNotTouch(note, record),
      remove: closed ?? whyNotTouch(note, record),
      restore: closed ?? whyNotRestore(note, record, ctx.now),
    },
  };
}
