import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { RecordTypeName } from "../types/types.contract.ts";

/** Those of these records that somebody wrote a note on, or has something to do with. */
export const selectWrittenOn = (
  db: Db,
  type: RecordTypeName,
  ids: readonly string[],
): Promise<{ id: string }[]> =>
  db.rows(sql`
    select r.id from unnest(${ids}::uuid[]) as r(id)
     where exists (select from notes n where n.subject_type = ${type} and n.subject_id = r.id)
        or exists (select from tasks t where t.subject_type = ${type} and t.subject_id = r.id)`);
