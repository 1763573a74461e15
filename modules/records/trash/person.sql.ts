import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export const gatherTrashed = (
  db: Db,
  type: string,
  ids: readonly string[],
): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(t) - 'search_text' as row from trash_entries t
     where subject_type = ${type} and subject_id = any(${ids}::uuid[]) order by trashed_at`);

/** Of what hung on records: notes, tasks and files that somebody deleted. */
export const gatherHanging = (
  db: Db,
  on: string,
  ids: readonly string[],
): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(t) - 'search_text' as row
      from trash_entries t
      join (select 'note' as type, id, subject_type, subject_id from notes
            union all select 'task', id, subject_type, subject_id from tasks
            union all select 'attachment', id, subject_type, subject_id from attachments) h
        on h.type = t.subject_type and h.id = t.subject_id
     where h.subject_type = ${on} and h.subject_id = any(${ids}::uuid[]) order by t.trashed_at`);

export const markNameless = (db: Db, type: string, ids: readonly string[]): Promise<number> =>
  db.run(sql`
    update trash_entries set name = '' where subject_type = ${type} and subject_id = any(${ids}::uuid[])`);
