import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export const gatherRefundsOf = (db: Db, orders: readonly string[]): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(r) as row from refunds r where order_id = any(${orders}::uuid[]) order by refunded_at, id`);

/** The reason is free text: it may say anything of anybody. */
export const markReasonsErased = (db: Db, orders: readonly string[]): Promise<number> =>
  db.run(
    sql`update refunds set reason = '' where order_id = any(${orders}::uuid[]) and reason <> ''`,
  );
