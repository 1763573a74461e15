import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { NoteId } from "../notes/notes.contract.ts";
import type { FiledType } from "../timeline/timeline.rules.ts";
import type { AttachmentId } from "./attachments.contract.ts";

export type AttachmentRow = {
  readonly id: AttachmentId;
  readonly subjectType: FiledType;
  readonly subjectId: string;
  readonly note: NoteId | null;
  readonly fileName: string;
  readonly bytes: number;
  readonly type: string;
  readonly authorName: string;
  readonly createdAt: Date;
  readonly readyAt: Date | null;
  readonly deletedAt: Date | null;
};
const columns = sql`
  a.id, a.subject_type, a.subject_id, a.note_id as note, a.name as file_name, a.bytes, a.type, a.author_name, a.created_at, a.ready_at,
  a.deleted_at`;
const WHAT = "records.attachment";

type On = { readonly type: string; readonly id: string };
/** Whole ones of a record; what hangs on a note that was deleted rests with it. */
const of = ({ type, id }: On) => sql`
  from attachments a left join notes n on n.id = a.note_id
 where a.subject_type = ${type} and a.subject_id = ${id} and a.ready_at is not null and n.deleted_at is null`;

export const selectAttachments = (
  db: Db,
  on: On,
  isDeleted: boolean,
  limit: number,
): Promise<AttachmentRow[]> =>
  db.rows(sql`
    select ${columns} ${of(on)} and (a.deleted_at is not null) = ${isDeleted}
     order by a.created_at desc, a.id desc limit ${limit}`);

export const countDeleted = async (db: Db, on: On): Promise<number> =>
  (
    await db.one<{ count: number }>(
      sql`select count(*)::int as count ${of(on)} and a.deleted_at is not null`,
      WHAT,
    )
  ).count;

/** What all of a company's come to, begun ones and deleted ones included. */
export const selectUsedBytes = async (db: Db): Promise<number> =>
  (
    await db.one<{ bytes: number }>(
      sql`select coalesce(sum(bytes), 0)::bigint as bytes from attachments`,
      WHAT,
    )
  ).bytes;

/** Two who begin at once are counted one after the other. */
export const lockQuota = (db: Db): Promise<number> =>
  db.run(sql`select pg_advisory_xact_lock(hashtextextended('records.attachments', 0))`);

export const selectAttachment = (db: Db, id: AttachmentId): Promise<AttachmentRow> =>
  db.one(sql`select ${columns} from attachments a where a.id = ${id}`, WHAT);

export const lockAttachment = (db: Db, id: AttachmentId): Promise<AttachmentRow> =>
  db.one(sql`select ${columns} from attachments a where a.id = ${id} for update`, WHAT);

/** A note of the record that is there to hang something on. */
export const selectOpenNote = (db: Db, note: NoteId, { type, id }: On): Promise<object | null> =>
  db.maybe(sql`
    select from notes where id = ${note} and subject_type = ${type} and subject_id = ${id} and deleted_at is null`);

export const insertAttachment = (
  db: Db,
  one: {
    readonly id: AttachmentId;
    readonly on: On;
    readonly note: NoteId | null;
    readonly fileName: string;
    readonly bytes: number;
    readonly uploadHash: Buffer;
    readonly author: { readonly id: string | null; readonly name: string };
    readonly now: Date;
  },
): Promise<number> =>
  db.run(sql`
    insert into attachments (id, subject_type, subject_id, written_subject_id, note_id, name, bytes, upload_hash, author_id,
                             author_name, created_at)
    values (${one.id}, ${one.on.type}, ${one.on.id}, ${one.on.id}, ${one.note}, ${one.fileName}, ${one.bytes},
            ${one.uploadHash}, ${one.author.id}, ${one.author.name}, ${one.now})`);

export const selectUpload = (
  db: Db,
  hash: Buffer,
): Promise<{ readonly id: AttachmentId; readonly bytes: number } | null> =>
  db.maybe(sql`select id, bytes from attachments where upload_hash = ${hash}`);

/** Sent again, a piece takes the place of what came before. */
export const insertPart = (
  db: Db,
  part: {
    readonly id: string;
    readonly attachmentId: AttachmentId;
    readonly position: number;
    readonly bytes: number;
    readonly sealed: Buffer;
  },
): Promise<number> =>
  db.run(sql`
    insert into attachment_parts as known (id, attachment_id, position, bytes, sealed)
    select ${part.id}::uuid, a.id, ${part.position}::int, ${part.bytes}::int, ${part.sealed}::bytea
      from attachments a where a.id = ${part.attachmentId} and a.ready_at is null for share of a
    on conflict (attachment_id, position) do update
       set id = excluded.id, bytes = excluded.bytes, sealed = excluded.sealed`);

export type Part = { readonly id: string; readonly sealed: Buffer };

export const selectPart = (db: Db, id: AttachmentId, position: number): Promise<Part | null> =>
  db.maybe(sql`
    select id, sealed from attachment_parts where attachment_id = ${id} and position = ${position}`);

export const selectCame = async (db: Db, id: AttachmentId): Promise<number> =>
  (
    await db.one<{ bytes: number }>(
      sql`select coalesce(sum(bytes), 0)::int as bytes from attachment_parts where attachment_id = ${id}`,
      WHAT,
    )
  ).bytes;

export const markReady = (db: Db, id: AttachmentId, type: string, now: Date): Promise<number> =>
  db.run(sql`
    update attachments set ready_at = ${now}, upload_hash = null, type = ${type} where id = ${id}`);

export const markDeleted = (db: Db, id: AttachmentId, at: Date | null): Promise<number> =>
  db.run(sql`update attachments set deleted_at = ${at} where id = ${id}`);

export const insertLink = (
  db: Db,
  link: { readonly hash: Buffer; readonly id: AttachmentId; readonly expiresAt: Date },
): Promise<number> =>
  db.run(sql`
    insert into attachment_links (token_hash, attachment_id, expires_at)
    values (${link.hash}, ${link.id}, ${link.expiresAt})`);

/** What it opens, once. */
export const takeLink = (db: Db, hash: Buffer, now: Date): Promise<AttachmentRow | null> =>
  db.maybe(sql`
    with stale as (delete from attachment_links where expires_at <= ${now} and token_hash <> ${hash}),
    taken as (delete from attachment_links where token_hash = ${hash} returning attachment_id, expires_at)
    select ${columns} from attachments a
     where a.id = (select attachment_id from taken where taken.expires_at > ${now}) and a.deleted_at is null`);

export const moveAttachments = (
  db: Db,
  { subjectType, from, into }: { subjectType: string; from: string; into: string },
): Promise<number> =>
  db.run(sql`
    update attachments set subject_id = ${into} where subject_type = ${subjectType} and subject_id = ${from}`);

export const returnAttachments = (
  db: Db,
  back: { subjectType: string; from: string; into: string; writtenOn: readonly string[] },
): Promise<number> =>
  db.run(sql`
    update attachments set subject_id = ${back.into}
     where subject_type = ${back.subjectType} and subject_id = ${back.from}
       and written_subject_id = any(${back.writtenOn}::uuid[])`);

export const deleteAttachmentsOf = (
  db: Db,
  subjectType: string,
  subjectIds: readonly string[],
): Promise<number> =>
  db.run(sql`
    delete from attachments where subject_type = ${subjectType} and subject_id = any(${subjectIds}::uuid[])`);

export const markReturned = (
  db: Db,
  ids: readonly AttachmentId[],
): Promise<Pick<AttachmentRow, "id" | "subjectType" | "subjectId">[]> =>
  db.rows(sql`
    update attachments set deleted_at = null where id = any(${ids}::uuid[]) and deleted_at is not null
    returning id, subject_type, subject_id`);

/** Each with its bytes. */
export const deleteAttachments = (db: Db, ids: readonly AttachmentId[]): Promise<number> =>
  db.run(sql`delete from attachments where id = any(${ids}::uuid[]) and deleted_at is not null`);

/** What never came whole, with the bytes that came. */
export const deleteUnfinished = (
  db: Db,
  begunBefore: Date,
  limit: number,
): Promise<AttachmentRow[]> =>
  db.rows(sql`
    delete from attachments a
     where a.id in (select id from attachments where ready_at is null and created_at <= ${begunBefore}
                     order by id limit ${limit} for update)
    returning ${columns}`);

/** When the first that did not come whole was begun. */
export const selectFirstUnfinished = async (db: Db): Promise<Date | null> =>
  (
    await db.one<{ at: Date | null }>(
      sql`select min(created_at) as at from attachments where ready_at is null`,
      WHAT,
    )
  ).at;

/** All that is kept, also what rests in the trash. */
export const selectBytesKept = (db: Db): Promise<{ bytes: number }> =>
  db.one(sql`select coalesce(sum(bytes), 0)::bigint as bytes from attachments`, WHAT);
