import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

/** Only over the role that was seen. */
export const markMemberRole = (
  db: Db,
  member: { companyId: string; accountId: string; was: string; role: string },
): Promise<number> =>
  db.run(sql`
    update members set role = ${member.role}
     where company_id = ${member.companyId} and account_id = ${member.accountId} and role = ${member.was}`);

export const deleteMember = (db: Db, companyId: string, accountId: string): Promise<number> =>
  db.run(
    sql`delete from members where company_id = ${companyId} and account_id = ${accountId}`,
  );
