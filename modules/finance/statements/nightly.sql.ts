import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

/** Adds the balances up anew where any differs from its lines; answers how many did. */
export const rebuildBalances = async (db: Db): Promise<number> =>
  (await db.one<{ count: number }>(sql`select rebuild_balances() as count`, "finance.statement"))
    .count;

export const selectHasBooks = async (db: Db): Promise<boolean> =>
  (await db.maybe(sql`select true as is_on from books`)) !== null;

export const insertCheck = (
  db: Db,
  check: {
    readonly at: Date;
    readonly differingCount: number;
    readonly unsound: readonly string[];
  },
): Promise<number> =>
  db.run(sql`
    insert into books_checks (checked_at, differing_count, unsound)
    values (${check.at}, ${check.differingCount}, ${check.unsound}::text[]) on conflict do nothing`);

export const selectLastCheck = (db: Db): Promise<{ checkedAt: Date } | null> =>
  db.maybe(sql`select checked_at from books_checks order by checked_at desc limit 1`);
