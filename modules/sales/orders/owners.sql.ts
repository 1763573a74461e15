import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { OrderId } from "./orders.contract.ts";

export type Owned = { readonly id: OrderId; readonly ownerId: string | null };

export const selectOwners = (db: Db, ids: readonly OrderId[]): Promise<Owned[]> =>
  db.rows(sql`select id, owner_id from orders where id = any(${ids})`);

/** Given to somebody else: a change that people see. */
export const markGiven = (
  db: Db,
  id: OrderId,
  ownerId: string | null,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update orders set owner_id = ${ownerId}, updated_at = ${now}, version = version + 1 where id = ${id}`);
