import type { Db } from "#platform/db/db.ts";
import { empty, json, type Sql, sql, when } from "#platform/db/sql.ts";
import type { Mention, NoteId } from "./notes.contract.ts";

export type SubjectType = "customer" | "order" | "product";
export type On = { readonly type: SubjectType; readonly id: string };

export type NoteRow = {
  readonly id: NoteId;
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly text: string;
  readonly authorId: string | null;
  readonly authorName: string;
  readonly mentions: readonly Mention[];
  readonly isPinned: boolean;
  readonly createdAt: Date;
  readonly createdAtText: string;
  readonly editedAt: Date | null;
  readonly deletedAt: Date | null;
  readonly version: number;
};

const columns = sql`
  n.id, n.subject_type, n.subject_id, n.text, n.author_id, n.author_name, n.mentions, n.pinned_at is not null as is_pinned,
  n.created_at, n.created_at::text as created_at_text, n.edited_at, n.deleted_at, n.version`;

const on = ({ type, id }: On): Sql => sql`n.subject_type = ${type} and n.subject_id = ${id}`;

export type After = { readonly isPinned: boolean; readonly at: string; readonly id: string };

export const selectNotes = (
  db: Db,
  subject: On,
  asked: { readonly isDeleted: boolean; readonly after: After | null; readonly limit: number },
): Promise<NoteRow[]> =>
  db.rows(sql`
    select ${columns} from notes n
     where ${on(subject)} and (n.deleted_at is not null) = ${asked.isDeleted}
       ${
         asked.after === null
           ? empty
           : sql`and ((n.pinned_at is not null), n.created_at, n.id) <
                     (${asked.after.isPinned}::bool, ${asked.after.at}::timestamptz, ${asked.after.id}::uuid)`
       }
     order by (n.pinned_at is not null) desc, n.created_at desc, n.id desc
     limit ${asked.limit}`);

export const countDeleted = async (db: Db, subject: On): Promise<number> =>
  (
    await db.one<{ count: number }>(
      sql`select count(*)::int as count from notes n where ${on(subject)} and n.deleted_at is not null`,
      "records.note",
    )
  ).count;

export const selectNote = (db: Db, id: NoteId): Promise<NoteRow> =>
  db.one(sql`select ${columns} from notes n where n.id = ${id}`, "records.note");

/** Those of them that are still there. */
export const selectNotesOf = (db: Db, ids: readonly NoteId[]): Promise<NoteRow[]> =>
  db.rows(sql`select ${columns} from notes n where n.id = any(${ids}::uuid[])`);

export const lockNote = (db: Db, id: NoteId): Promise<NoteRow> =>
  db.one(sql`select ${columns} from notes n where n.id = ${id} for no key update`, "records.note");

export const insertNote = (
  db: Db,
  note: {
    readonly id: NoteId;
    readonly on: On;
    readonly text: string;
    readonly author: { readonly id: string | null; readonly name: string };
    readonly mentions: readonly Mention[];
    readonly now: Date;
  },
): Promise<number> =>
  db.run(sql`
    insert into notes (id, subject_type, subject_id, written_subject_id, text, author_id, author_name, mentions, created_at)
    values (${note.id}, ${note.on.type}, ${note.on.id}, ${note.on.id}, ${note.text}, ${note.author.id},
            ${note.author.name}, ${json(note.mentions)}, ${note.now})`);

/** Keeps how it read until now, and whose words those were. */
export const markEdited = (
  db: Db,
  note: Pick<NoteRow, "id" | "version" | "text" | "authorName" | "createdAt" | "editedAt">,
  edited: { readonly text: string; readonly mentions: readonly Mention[]; readonly now: Date },
): Promise<number> =>
  db.run(sql`
    with kept as (
      insert into note_versions (note_id, version, text, editor_name, written_at)
      values (${note.id}, ${note.version}, ${note.text}, ${note.authorName}, ${note.editedAt ?? note.createdAt}))
    update notes
       set text = ${edited.text}, mentions = ${json(edited.mentions)}, edited_at = ${edited.now}, version = version + 1
     where id = ${note.id}`);

export const selectVersions = (
  db: Db,
  id: NoteId,
  limit: number,
): Promise<{ version: number; text: string; editorName: string; writtenAt: Date }[]> =>
  db.rows(sql`
    select version, text, editor_name, written_at from note_versions
     where note_id = ${id} order by version desc limit ${limit}`);

export const markPinned = (db: Db, id: NoteId, at: Date | null): Promise<number> =>
  db.run(sql`update notes set pinned_at = ${at}, version = version + 1 where id = ${id}`);

export const markDeleted = (db: Db, id: NoteId, at: Date | null): Promise<number> =>
  db.run(sql`update notes set deleted_at = ${at}, version = version + 1 where id = ${id}`);

/** Who is named now. Whom it told before is not told again. */
export const writeMentions = (
  db: Db,
  id: NoteId,
  accountIds: readonly string[],
  now: Date,
): Promise<number> =>
  db.run(sql`
    with gone as (
      delete from note_mentions where note_id = ${id} and account_id <> all(${accountIds}::uuid[]))
    insert into note_mentions (note_id, account_id, at)
    select ${id}, a, ${now} from unnest(${accountIds}::uuid[]) as a
    on conflict (note_id, account_id) do nothing`);

/** Whom it has not been mailed to, held, so that nobody is written to twice. */
export const lockUnmailed = (db: Db, id: NoteId): Promise<{ accountId: string }[]> =>
  db.rows(sql`
    select account_id from note_mentions where note_id = ${id} and mailed_at is null order by account_id for update`);

export const markMailed = (db: Db, id: NoteId, now: Date): Promise<number> =>
  db.run(
    sql`update note_mentions set mailed_at = ${now} where note_id = ${id} and mailed_at is null`,
  );

export type MentionRow = {
  readonly note: NoteId;
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly subjectName: string;
  readonly text: string;
  readonly authorName: string;
  readonly at: Date;
  readonly atText: string;
};

/** The records stand above this module and are only looked at. Their addresses are no names here. */
const nameOfSubject = sql`
  coalesce((select name from customers c where n.subject_type = 'customer' and c.id = n.subject_id),
           (select number from orders o where n.subject_type = 'order' and o.id = n.subject_id),
           (select title from products p where n.subject_type = 'product' and p.id = n.subject_id), '')`;

type Told = { readonly accountId: string; readonly seen: Sql };
const told = ({ accountId, seen }: Told): Sql => sql`
  from note_mentions m join notes n on n.id = m.note_id and n.deleted_at is null
 where m.account_id = ${accountId} and ${seen}`;

export const selectMentions = (
  db: Db,
  to: Told,
  after: { readonly at: string; readonly id: string } | null,
  limit: number,
): Promise<MentionRow[]> =>
  db.rows(sql`
    select m.note_id as note, n.subject_type, n.subject_id, ${nameOfSubject} as subject_name, n.text, n.author_name,
           m.at, m.at::text as at_text
      ${told(to)}
      ${when(after, sql`and (m.at, m.note_id) < (${after?.at}::timestamptz, ${after?.id}::uuid)`)}
     order by m.at desc, m.note_id desc limit ${limit}`);

export const countMentions = async (db: Db, to: Told, since: Date | null): Promise<number> =>
  (
    await db.one<{ count: number }>(
      sql`select count(*)::int as count ${told(to)} ${when(since, sql`and m.at > ${since}`)}`,
      "records.note",
    )
  ).count;

export const moveNotes = (
  db: Db,
  { subjectType, from, into }: { subjectType: string; from: string; into: string },
): Promise<number> =>
  db.run(sql`
    update notes set subject_id = ${into} where subject_type = ${subjectType} and subject_id = ${from}`);

export const returnNotes = (
  db: Db,
  back: { subjectType: string; from: string; into: string; writtenOn: readonly string[] },
): Promise<number> =>
  db.run(sql`
    update notes set subject_id = ${back.into}
     where subject_type = ${back.subjectType} and subject_id = ${back.from}
       and written_subject_id = any(${back.writtenOn}::uuid[])`);

export const deleteNotesOf = (
  db: Db,
  subjectType: string,
  subjectIds: readonly string[],
): Promise<number> =>
  db.run(sql`
    delete from notes where subject_type = ${subjectType} and subject_id = any(${subjectIds}::uuid[])`);

/** Of those that are deleted; the trash forgets them by trigger. */
export const markReturned = (
  db: Db,
  ids: readonly NoteId[],
): Promise<Pick<NoteRow, "id" | "subjectType" | "subjectId">[]> =>
  db.rows(sql`
    update notes set deleted_at = null, version = version + 1
     where id = any(${ids}::uuid[]) and deleted_at is not null
    returning id, subject_type, subject_id`);

export const deleteNotes = (db: Db, ids: readonly NoteId[]): Promise<number> =>
  db.run(sql`delete from notes where id = any(${ids}::uuid[])`);
