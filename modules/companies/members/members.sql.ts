import type { Db } from "#platform/db/db.ts";
import { likeText, sql, when } from "#platform/db/sql.ts";
import type { RoleRules } from "#platform/permissions/decide.rules.ts";

/** All on the control database. */
export type MemberRow = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly roleName: string | null;
  readonly isTwoStepOn: boolean;
  readonly joinedAt: Date;
  readonly disabledAt: Date | null;
  readonly lastSeenAt: Date | null;
};

/** What a role is called here: one of the five by its name, a company's own by its id. */
const role = sql`coalesce(m.role_id::text, m.role) as role`;

const columns = sql`m.account_id as id, a.name, a.email, ${role}, r.name as role_name,
  f.account_id is not null as is_two_step_on, m.created_at as joined_at, m.disabled_at,
  (select max(coalesce(s.last_used_at, s.created_at)) from sessions s
    where s.account_id = m.account_id and s.company_id = m.company_id) as last_seen_at`;

const from = sql`members m join accounts a on a.id = m.account_id
  left join roles r on r.company_id = m.company_id and r.id = m.role_id
  left join factors f on f.account_id = m.account_id`;

export const selectMembers = (
  control: Db,
  companyId: string,
  asked: { search: string | undefined; after: { at: string; id: string } | null; limit: number },
): Promise<MemberRow[]> =>
  control.rows(sql`
    select ${columns}
      from ${from}
     where m.company_id = ${companyId}
       ${when(asked.search, sql`and (a.name ilike ${like(asked.search)} or a.email ilike ${like(asked.search)})`)}
       ${when(asked.after, sql`and (m.created_at, m.account_id) > (${asked.after?.at}::timestamptz, ${asked.after?.id}::uuid)`)}
     order by m.created_at, m.account_id
     limit ${asked.limit}`);

const like = (search: string | undefined): string => `%${likeText(search ?? "")}%`;

export const selectMember = (
  control: Db,
  companyId: string,
  accountId: string,
): Promise<MemberRow> =>
  control.one(
    sql`
    select ${columns}
      from ${from}
     where m.company_id = ${companyId} and m.account_id = ${accountId}`,
    "companies.member",
  );

export const selectMemberCounts = (
  control: Db,
  companyId: string,
): Promise<{ count: number; adminCount: number }> =>
  control.one(
    sql`
    select count(*)::int as count, count(*) filter (where role = 'admin' and disabled_at is null)::int as admin_count
      from members where company_id = ${companyId}`,
    "companies.company",
  );

/** Who takes an Admin away waits here for whoever else does, and then counts anew. */
export const lockCompany = (control: Db, companyId: string): Promise<{ id: string }> =>
  control.one(
    sql`select id from companies where id = ${companyId} for no key update`,
    "companies.company",
  );

/** Addresses that belong to members already. */
export const selectEmailsOfMembers = (
  control: Db,
  companyId: string,
  emails: readonly string[],
): Promise<{ email: string }[]> =>
  control.rows(sql`
    select a.email from members m join accounts a on a.id = m.account_id
     where m.company_id = ${companyId} and a.email = any(${emails}) and a.verified_at is not null`);

/** Which language an address reads, where it has an account. */
export const selectAccountByAddress = (
  control: Db,
  email: string,
): Promise<{ id: string; locale: "en" | "ms"; isVerified: boolean } | null> =>
  control.maybe(sql`
    select id, locale, verified_at is not null as is_verified from accounts where email = ${email}`);

export const selectLocale = (
  control: Db,
  accountId: string | null,
): Promise<{ email: string; name: string; locale: "en" | "ms" } | null> =>
  control.maybe(sql`select email, name, locale from accounts where id = ${accountId}`);

/** What a role says that a company made; null when it is gone. */
export const selectOwnRole = (
  control: Db,
  companyId: string,
  id: string,
): Promise<{ rules: RoleRules } | null> =>
  control.maybe(sql`select rules from roles where company_id = ${companyId} and id = ${id}`);

/** Those who can sign in to it. */
export const selectMembersCount = (control: Db, companyId: string): Promise<{ count: number }> =>
  control.one(
    sql`
      select count(*)::int as count from members where company_id = ${companyId} and disabled_at is null`,
    "companies.member",
  );
