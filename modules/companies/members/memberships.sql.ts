import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

/** On the control database: where a person belongs, by name. */
export const selectMemberships = (
  control: Db,
  accountId: string,
): Promise<
  {
    id: string;
    name: string;
    role: string;
    roleName: string | null;
    disabledAt: Date | null;
    adminCount: number;
  }[]
> =>
  control.rows(sql`
    select c.id, c.name, coalesce(m.role_id::text, m.role) as role, r.name as role_name, m.disabled_at,
           (select count(*)::int from members o
             where o.company_id = c.id and o.role = 'admin' and o.disabled_at is null) as admin_count
      from members m join companies c on c.id = m.company_id and c.is_open
      left join roles r on r.company_id = m.company_id and r.id = m.role_id
     where m.account_id = ${accountId}
     order by lower(c.name), c.id limit 200`);

export const selectMembership = (
  control: Db,
  accountId: string,
  companyId: string,
): Promise<{ id: string; name: string; role: string; disabledAt: Date | null }> =>
  control.one(
    sql`
    select c.id, c.name, coalesce(m.role_id::text, m.role) as role, m.disabled_at
      from members m join companies c on c.id = m.company_id and c.is_open
     where m.account_id = ${accountId} and m.company_id = ${companyId}`,
    "companies.membership",
  );

export const selectDepartures = (
  control: Db,
  accountId: string,
  since: Date,
): Promise<{ name: string; how: "left" | "removed"; at: Date }[]> =>
  control.rows(sql`
    select c.name, d.how, d.at
      from departures d join companies c on c.id = d.company_id and c.is_open
     where d.account_id = ${accountId} and d.at > ${since}
     order by d.at desc limit 20`);

export const insertDeparture = (
  control: Db,
  departure: { companyId: string; accountId: string; how: "left" | "removed"; at: Date },
): Promise<number> =>
  control.run(sql`
    insert into departures (company_id, account_id, how, at)
    values (${departure.companyId}, ${departure.accountId}, ${departure.how}, ${departure.at})
        on conflict (company_id, account_id) do update set how = excluded.how, at = excluded.at`);

/** They are back. */
export const deleteDeparture = (
  control: Db,
  companyId: string,
  accountId: string,
): Promise<number> =>
  control.run(
    sql`delete from departures where company_id = ${companyId} and account_id = ${accountId}`,
  );

export const deleteOldDepartures = (control: Db, before: Date): Promise<number> =>
  control.run(sql`delete from departures where at < ${before}`);
