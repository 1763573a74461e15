import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

type Ids = readonly string[];
type Kept = { readonly row: object };

/** What people said of pairs that they are in. */
export const gatherVerdicts = (db: Db, ids: Ids): Promise<Kept[]> =>
  db.rows(sql`
    select to_jsonb(v) as row from duplicate_verdicts v
     where v.one_id = any(${ids}::uuid[]) or v.other_id = any(${ids}::uuid[])
     order by v.one_id, v.other_id`);

export const deleteKeys = (db: Db, ids: Ids): Promise<number> =>
  db.run(sql`delete from duplicate_keys where customer_id = any(${ids}::uuid[])`);

export const deletePairs = (db: Db, ids: Ids): Promise<number> =>
  db.run(
    sql`delete from duplicate_pairs where one_id = any(${ids}::uuid[]) or other_id = any(${ids}::uuid[])`,
  );

export const deleteVerdicts = (db: Db, ids: Ids): Promise<number> =>
  db.run(
    sql`delete from duplicate_verdicts where one_id = any(${ids}::uuid[]) or other_id = any(${ids}::uuid[])`,
  );
