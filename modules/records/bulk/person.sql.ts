import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export const gatherBulk = (db: Db, ids: readonly string[]): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(b) as row from bulk_records b where record_id = any(${ids}::uuid[]) order by run_id, position`);

export const deleteBulk = (db: Db, ids: readonly string[]): Promise<number> =>
  db.run(sql`delete from bulk_records where record_id = any(${ids}::uuid[])`);
