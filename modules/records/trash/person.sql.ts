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
