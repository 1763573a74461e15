import type { Day } from "#kernel/day.ts";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { Chart } from "../chart/charts.rules.ts";

export type BooksRow = {
  readonly currency: string;
  readonly chart: Chart;
  readonly startsOn: Day;
  readonly yearBeginsMonth: number;
};

export const selectBooks = (db: Db): Promise<BooksRow | null> =>
  db.maybe(sql`select currency, chart, starts_on, year_begins_month from books`);

export const holdBooksAlone = (db: Db): Promise<unknown> => db.rows(sql`select hold_books(true)`);

export const insertBooks = (db: Db, books: BooksRow, now: Date): Promise<number> =>
  db.run(sql`
    insert into books (currency, chart, starts_on, year_begins_month, switched_on_at)
    values (${books.currency}, ${books.chart}, ${books.startsOn}, ${books.yearBeginsMonth}, ${now})`);

/** The sales stand above this module and are only looked at. */
export const selectFirstSale = (
  db: Db,
  zone: string,
): Promise<{ firstOn: Day | null; count: number }> =>
  db.one(
    sql`
    select (min(placed_at) at time zone ${zone})::date as first_on, count(*)::int as count
      from orders where is_sale and deleted_at is null`,
    "finance.books",
  );
