import type { Day } from "#kernel/day.ts";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { PeriodState } from "./periods.rules.ts";

export type PeriodRow = PeriodState & { readonly entriesCount: number };

export const selectPeriods = (db: Db): Promise<PeriodRow[]> =>
  db.rows(sql`
    select p.starts_on, p.soft_locked_at, p.filed_at, p.hard_locked_at,
           (select count(*)::int from journal_entries e where e.period_on = p.starts_on) as entries_count
      from periods p order by p.starts_on`);

/** Waits for whoever is posting, and lets nobody post until this has ended. */
export const holdBooksAlone = (db: Db): Promise<unknown> => db.rows(sql`select hold_books(true)`);

export const insertMonths = (db: Db, months: readonly Day[]): Promise<number> =>
  db.run(sql`
    insert into periods (starts_on) select unnest(${months}::date[]) on conflict do nothing`);

export const markSoft = (db: Db, month: Day, at: Date | null): Promise<number> =>
  db.run(sql`
    update periods set soft_locked_at = ${at}, version = version + 1 where starts_on = ${month}`);

export const markFiled = (db: Db, month: Day, at: Date | null): Promise<number> =>
  db.run(
    sql`update periods set filed_at = ${at}, version = version + 1 where starts_on = ${month}`,
  );

/** Of those up to this month that are not yet. */
export const markHard = (db: Db, upTo: Day, at: Date): Promise<{ startsOn: Day }[]> =>
  db.rows(sql`
    update periods set hard_locked_at = ${at}, version = version + 1
     where starts_on <= ${upTo} and hard_locked_at is null returning starts_on`);
