import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

type Ids = readonly string[];

const about = (type: string, ids: Ids) => sql`
  subject_type = ${type} and (subject_id = any(${ids}::uuid[]) or written_subject_id = any(${ids}::uuid[]))`;

/** What hangs on theirs, without the keys that open it. */
export const gatherAttachments = (db: Db, type: string, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(a) - 'upload_hash' as row from attachments a where ${about(type, ids)} order by created_at, id`);

export const gatherParts = (db: Db, type: string, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select jsonb_build_object('attachment_id', p.attachment_id, 'position', p.position, 'bytes', p.bytes) as row
      from attachment_parts p
     where p.attachment_id in (select id from attachments where ${about(type, ids)}) order by 1`);

export const deleteAttachmentsAbout = (
  db: Db,
  type: string,
  ids: Ids,
): Promise<{ attachments: number; parts: number; links: number }> =>
  db.one(
    sql`
    with those as (select id from attachments where ${about(type, ids)}),
    gone as (delete from attachments where id in (select id from those))
    select (select count(*)::int from those) as attachments,
           (select count(*)::int from attachment_parts where attachment_id in (select id from those)) as parts,
           (select count(*)::int from attachment_links where attachment_id in (select id from those)) as links`,
    "records.attachment",
  );
