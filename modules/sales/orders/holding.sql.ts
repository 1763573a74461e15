import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

/** Those of these customers who have an order or a subscription, whatever became of it. */
export const selectBuyers = (db: Db, ids: readonly string[]): Promise<{ id: string }[]> =>
  db.rows(sql`
    select c.id from unnest(${ids}::uuid[]) as c(id)
     where exists (select from orders o where o.customer_id = c.id)
        or exists (select from subscriptions s where s.customer_id = c.id)`);

/** Those of these products that are on a line. */
export const selectSold = (db: Db, ids: readonly string[]): Promise<{ id: string }[]> =>
  db.rows(sql`
    select p.id from unnest(${ids}::uuid[]) as p(id)
     where exists (select from order_lines l where l.product_id = p.id)`);
