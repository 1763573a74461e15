import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

type Told = { readonly email: string; readonly name: string; readonly locale: "en" | "ms" };

/** To whom a mail is written, and about which company; the operator's may be about none. */
export type Reader = Told & { readonly companyName: string | null; readonly isOperator: boolean };

/** Who answers for companies: their Admins whose address is proved. */
export const selectAdmins = (
  db: Db,
  companyIds: readonly string[],
): Promise<(Told & { companyId: string; companyName: string })[]> =>
  db.rows(sql`
    select a.email, a.name, a.locale, m.company_id, c.name as company_name
      from members m
      join accounts a on a.id = m.account_id and a.verified_at is not null
      join companies c on c.id = m.company_id and c.is_open
     where m.role = 'admin' and m.disabled_at is null and m.company_id = any(${companyIds}::uuid[])
     order by m.company_id, a.email`);
