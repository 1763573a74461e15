import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

type Ids = readonly string[];

export const gatherTold = (db: Db, subjectType: string, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(t) as row from timeline_entries t
     where subject_type = ${subjectType} and subject_id = any(${ids}::uuid[]) order by at, key`);

/** What was told to records that stay says what happened, and no longer in anybody's own words. */
export const markWordsForgotten = (
  db: Db,
  subjectType: string,
  ids: Ids,
  words: readonly string[],
): Promise<number> =>
  db.run(sql`
    update timeline_entries set detail = detail - ${words}::text[]
     where subject_type = ${subjectType} and subject_id = any(${ids}::uuid[]) and detail ?| ${words}::text[]`);
