import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export const deleteStorePayments = (db: Db, connectionId: string): Promise<{ id: string }[]> =>
  db.rows(sql`delete from payments where connection_id = ${connectionId} returning id`);
