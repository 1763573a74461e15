import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export const deleteTimelines = (
  db: Db,
  subjectType: string,
  subjectIds: readonly string[],
): Promise<number> =>
  db.run(sql`
    delete from timeline_entries
     where subject_type = ${subjectType} and subject_id = any(${subjectIds}::uuid[])`);

/** A key ends in the id of what it is about: `sales.order.paid:<order id>`. */
export const deleteEntriesAbout = (
  db: Db,
  subjectType: string,
  subjectIds: readonly string[],
  about: readonly string[],
): Promise<number> =>
  db.run(sql`
    delete from timeline_entries
     where subject_type = ${subjectType} and subject_id = any(${subjectIds}::uuid[])
       and split_part(key, ':', 2) = any(${about}::text[])`);
