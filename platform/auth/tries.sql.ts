import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export type TriesRow = {
  readonly mark: string;
  readonly endsAt: Date;
  readonly triesCount: number;
};

/**
 * Adds a try under each mark and says how many there are: one statement, so that of many at once each gets its own number.
 * In the order of the marks, so that two which share some never wait for each other in a ring.
 */
export const upsertTries = (
  db: Db,
  marks: readonly string[],
  endsAt: readonly Date[],
  now: Date,
): Promise<TriesRow[]> =>
  db.rows(sql`
    insert into tries as t (mark, ends_at, tries_count)
    select mark, ends_at, 1
      from unnest(${marks}::text[], ${endsAt}::timestamptz[]) as wanted(mark, ends_at)
     order by mark
        on conflict (mark) do update
       set tries_count = case when t.ends_at <= ${now} then 1 else t.tries_count + 1 end,
           ends_at = case when t.ends_at <= ${now} then excluded.ends_at else t.ends_at end
    returning mark, ends_at, tries_count`);

export const markTriesForgiven = (db: Db, marks: readonly string[], now: Date): Promise<number> =>
  db.run(sql`
    update tries set tries_count = tries_count - 1
     where mark in (select mark from tries where mark = any(${marks}) order by mark for update)
       and ends_at > ${now} and tries_count > 0`);

export const deleteOverTries = (db: Db, now: Date): Promise<number> =>
  db.run(sql`delete from tries where ends_at <= ${now}`);
