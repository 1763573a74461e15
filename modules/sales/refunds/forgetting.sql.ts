import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export const deleteStoreRefunds = (db: Db, connectionId: string): Promise<{ id: string }[]> =>
  db.rows(sql`
    with deletions as (delete from refund_deletions where connection_id = ${connectionId})
    delete from refunds where connection_id = ${connectionId} returning id`);
