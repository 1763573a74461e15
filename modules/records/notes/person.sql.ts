import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

type Ids = readonly string[];

export const gatherNotes = (db: Db, type: string, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(n) as row from notes n
     where subject_type = ${type} and (subject_id = any(${ids}::uuid[]) or written_subject_id = any(${ids}::uuid[]))
     order by created_at, id`);

export const gatherVersions = (db: Db, type: string, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(v) as row from note_versions v join notes n on n.id = v.note_id
     where n.subject_type = ${type}
       and (n.subject_id = any(${ids}::uuid[]) or n.written_subject_id = any(${ids}::uuid[]))
     order by v.note_id, v.version`);

export const deleteNotesAbout = async (
  db: Db,
  type: string,
  ids: Ids,
): Promise<{ notes: number; versions: number; mentions: number }> =>
  db.one(
    sql`
    with about as (
      select id from notes
       where subject_type = ${type}
         and (subject_id = any(${ids}::uuid[]) or written_subject_id = any(${ids}::uuid[]))),
    gone as (delete from notes where id in (select id from about))
    select (select count(*)::int from about) as notes,
           (select count(*)::int from note_versions where note_id in (select id from about)) as versions,
           (select count(*)::int from note_mentions where note_id in (select id from about)) as mentions`,
    "records.note",
  );
