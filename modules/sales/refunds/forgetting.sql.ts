import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export const deleteStoreRefunds = (db: Db, connectionId: string): Promise<{ id: string }[]> =>
  db.rows(sql`delete from refunds where connection_id = ${connectionId} returning id`);
