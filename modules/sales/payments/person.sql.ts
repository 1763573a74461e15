import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export const gatherPaymentsOf = (db: Db, orders: readonly string[]): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(p) as row from payments p where order_id = any(${orders}::uuid[]) order by paid_at, id`);
