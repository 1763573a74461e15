import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

/** On the control database. */
export const selectIsMember = async (
  control: Db,
  companyId: string,
  accountId: string,
): Promise<boolean> =>
  (await control.maybe(
    sql`select 1 as one from members where company_id = ${companyId} and account_id = ${accountId}`,
  )) !== null;

export const selectMembersAmong = (
  control: Db,
  companyId: string,
  accountIds: readonly string[],
): Promise<{ accountId: string }[]> =>
  control.rows(sql`
    select account_id from members
     where company_id = ${companyId} and account_id = any(${accountIds}::uuid[])`);

/** Of everybody who works in the company now. */
export const selectMemberNames = (
  control: Db,
  companyId: string,
): Promise<{ accountId: string; name: string }[]> =>
  control.rows(sql`
    select m.account_id, a.name from members m join accounts a on a.id = m.account_id
     where m.company_id = ${companyId}`);
