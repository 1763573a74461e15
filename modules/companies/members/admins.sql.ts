import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export type Admin = {
  readonly email: string;
  readonly name: string;
  readonly locale: "en" | "ms";
};

/** Who answers for a company: its Admins whose address is proved. */
export const selectAdmins = (control: Db, companyId: string): Promise<Admin[]> =>
  control.rows(sql`
    select a.email, a.name, a.locale
      from members m join accounts a on a.id = m.account_id and a.verified_at is not null
     where m.company_id = ${companyId} and m.role = 'admin' and m.disabled_at is null
     order by a.email`);
