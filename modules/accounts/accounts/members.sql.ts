import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

/** A role is one of the five by its name, or one of the company's own by its id. */
export type MemberRole = { readonly role: string; readonly roleId: string | null };

/** Only over the role that was seen. */
export const markMemberRole = (
  db: Db,
  member: { companyId: string; accountId: string; was: MemberRole; is: MemberRole },
): Promise<number> =>
  db.run(sql`
    update members set role = ${member.is.role}, role_id = ${member.is.roleId}
     where company_id = ${member.companyId} and account_id = ${member.accountId}
       and role = ${member.was.role} and role_id is not distinct from ${member.was.roleId}::uuid`);

export const insertMemberAs = (
  db: Db,
  member: { companyId: string; accountId: string; is: MemberRole; now: Date },
): Promise<number> =>
  db.run(sql`
    insert into members (company_id, account_id, role, role_id, created_at)
    values (${member.companyId}, ${member.accountId}, ${member.is.role}, ${member.is.roleId}, ${member.now})`);

export const deleteMember = (db: Db, companyId: string, accountId: string): Promise<number> =>
  db.run(sql`delete from members where company_id = ${companyId} and account_id = ${accountId}`);

/** Null opens the company again. Only where that changes something. */
export const markMemberDisabled = (
  db: Db,
  member: { companyId: string; accountId: string; at: Date | null },
): Promise<number> =>
  db.run(sql`
    update members set disabled_at = ${member.at}
     where company_id = ${member.companyId} and account_id = ${member.accountId}
       and (disabled_at is null) <> (${member.at}::timestamptz is null)`);

/** Whose records they reach where a role says "team". */
export const markMemberTeam = (
  db: Db,
  member: { companyId: string; accountId: string; team: string | null },
): Promise<number> =>
  db.run(sql`
    update members set team = ${member.team}
     where company_id = ${member.companyId} and account_id = ${member.accountId}`);
