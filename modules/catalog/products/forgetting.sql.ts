import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export const deleteStoreProducts = (db: Db, connectionId: string): Promise<{ id: string }[]> =>
  db.rows(sql`delete from products where connection_id = ${connectionId} returning id`);

export const deleteStoreVariations = (db: Db, connectionId: string): Promise<number> =>
  db.run(sql`delete from product_variations where connection_id = ${connectionId}`);

export const deleteProductDeletions = (db: Db, connectionId: string): Promise<number> =>
  db.run(sql`delete from product_deletions where connection_id = ${connectionId}`);
