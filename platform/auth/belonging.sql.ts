import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

/** A session works for another company from its next request on, with the person's own role there. */
export const markSessionCompany = (
  db: Db,
  id: string,
  companyId: string,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update sessions set company_id = ${companyId}, last_used_at = ${now}, view_role = null, view_role_id = null
     where id = ${id} and ended_at is null`);
