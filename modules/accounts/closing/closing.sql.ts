import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

/** On the control database, of tables that accounts own. */
export type ClosingRow = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: "en" | "ms";
  readonly closedAt: Date;
  readonly closesAt: Date;
  readonly toldDay: number;
};

const columns = sql`id, email, name, locale, closed_at, closes_at, closing_told_day as told_day`;

export const selectClosing = (db: Db, id: string): Promise<{ closesAt: Date | null }> =>
  db.one(sql`select closes_at from accounts where id = ${id}`, "accounts.account");

/** Companies that go on and have no other Admin who can come in. */
export const selectLastAdminOf = (db: Db, accountId: string): Promise<{ name: string }[]> =>
  db.rows(sql`
    select c.name
      from members m join companies c on c.id = m.company_id and c.status = 'active'
     where m.account_id = ${accountId} and m.role = 'admin' and m.disabled_at is null
       and not exists (select from members o
                        where o.company_id = m.company_id and o.account_id <> m.account_id
                          and o.role = 'admin' and o.disabled_at is null)
     order by lower(c.name) limit 50`);

export const selectClosed = (db: Db): Promise<ClosingRow[]> =>
  db.rows(sql`select ${columns} from accounts where closes_at is not null order by closes_at, id`);
