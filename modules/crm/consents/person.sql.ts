import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export const gatherConsents = (db: Db, customers: readonly string[]): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(e) as row from consent_entries e where customer_id = any(${customers}::uuid[]) order by id`);
