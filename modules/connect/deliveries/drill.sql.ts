import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { DeliveryId } from "./deliveries.contract.ts";

export const selectPacked = (db: Db, id: DeliveryId): Promise<{ body: Buffer } | null> =>
  db.maybe(sql`select body from deliveries where id = ${id}`);
