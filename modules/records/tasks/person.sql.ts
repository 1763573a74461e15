import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

type Ids = readonly string[];

const about = (type: string, ids: Ids) => sql`
  subject_type = ${type} and (subject_id = any(${ids}::uuid[]) or written_subject_id = any(${ids}::uuid[]))`;

export const gatherTasks = (db: Db, type: string, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(
    sql`select to_jsonb(t) as row from tasks t where ${about(type, ids)} order by created_at, id`,
  );

export const deleteTasksAbout = (db: Db, type: string, ids: Ids): Promise<{ id: string }[]> =>
  db.rows(sql`delete from tasks where ${about(type, ids)} returning id`);
