import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

/** Every field that there is. */
export const selectColumns = (db: Db): Promise<{ name: string }[]> =>
  db.rows(sql`
    select attname as name from pg_attribute
     where attrelid = 'customers'::regclass and attnum > 0 and not attisdropped order by attnum`);
