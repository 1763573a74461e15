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
