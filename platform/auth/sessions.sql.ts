import type { Id } from "#kernel/ids.ts";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { RoleRules } from "#platform/permissions/decide.rules.ts";
import type { RoleKey } from "#platform/permissions/roles.ts";
import type { CompanyStatus } from "#platform/tenancy/companies.ts";

export type SessionRow = {
  readonly accountId: string;
  readonly expiresAt: Date;
  readonly provedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly name: string;
  readonly email: string;
  readonly verifiedAt: Date | null;
  readonly closesAt: Date | null;
  readonly hasFactor: boolean;
  readonly needsFactor: boolean;
  readonly role: RoleKey | null;
  readonly roleId: string | null;
  readonly roleName: string | null;
  readonly roleRules: RoleRules | null;
  readonly team: readonly string[];
  readonly viewRole: RoleKey | null;
  readonly viewRoleId: string | null;
  readonly viewRoleName: string | null;
  readonly viewRoleRules: RoleRules | null;
  readonly companyId: string | null;
  readonly companyName: string;
  readonly country: string;
  readonly zone: string;
  readonly currency: string;
  readonly region: string;
  readonly status: CompanyStatus | null;
  readonly isOpen: boolean;
  readonly endsAt: Date | null;
  readonly readOnlyAt: Date | null;
};

/**
 * Everything a request must know of who asks, in one read by primary keys: the session still stands, the account's
 * epoch is the one it began in, and the person still belongs to the company.
 */
export const selectSession = (db: Db, id: string, now: Date): Promise<SessionRow | null> =>
  db.maybe(sql`
    select s.account_id, s.expires_at, s.proved_at, s.last_used_at, a.name, a.email, a.verified_at, a.closes_at,
           f.account_id is not null as has_factor,
           exists (select from factor_rules q
                    where q.company_id = m.company_id and q.role = coalesce(m.role_id::text, m.role)) as needs_factor,
           m.role, m.role_id, r.name as role_name, r.rules as role_rules,
           array(select t.account_id from members t where t.company_id = m.company_id and t.team = m.team) as team,
           s.view_role, v.id as view_role_id, v.name as view_role_name, v.rules as view_role_rules,
           c.id as company_id, c.name as company_name, c.country, c.zone, c.currency, c.region, c.status,
           coalesce(c.is_open, false) as is_open, c.ends_at, c.read_only_at
      from sessions s
      join accounts a on a.id = s.account_id and a.epoch = s.epoch
      left join members m on m.company_id = s.company_id and m.account_id = s.account_id and m.disabled_at is null
      left join factors f on f.account_id = a.id
      left join companies c on c.id = m.company_id
      left join roles r on r.company_id = m.company_id and r.id = m.role_id
      left join roles v on v.company_id = m.company_id and v.id = s.view_role_id
     where s.id = ${id} and s.ended_at is null and s.expires_at > ${now}`);

/** For the company the person worked in last, else joined first; null company as long as there is none. */
export const insertSession = (
  db: Db,
  session: {
    id: string;
    accountId: string;
    now: Date;
    expiresAt: Date;
    ip: string | null;
    userAgent: string | null;
  },
): Promise<number> =>
  db.run(sql`
    insert into sessions (id, account_id, company_id, epoch, created_at, expires_at, proved_at,
                          last_used_at, ip, user_agent)
    select ${session.id}, a.id,
           (select m.company_id from members m
             where m.account_id = a.id and m.disabled_at is null
             order by (select max(coalesce(l.last_used_at, l.created_at)) from sessions l
                        where l.account_id = a.id and l.company_id = m.company_id) desc nulls last,
                      m.created_at, m.company_id
             limit 1),
           a.epoch, ${session.now}, ${session.expiresAt}, ${session.now}, ${session.now},
           ${session.ip}, ${session.userAgent}
      from accounts a
     where a.id = ${session.accountId}`);

/** Those of one's own that stand, the last used first. */
export const selectOpenSessions = (
  db: Db,
  accountId: string,
  now: Date,
  limit: number,
): Promise<OpenSessionRow[]> =>
  db.rows(sql`
    select s.id, s.created_at, s.last_used_at, s.ip, s.user_agent
      from sessions s join accounts a on a.id = s.account_id and a.epoch = s.epoch
     where s.account_id = ${accountId} and s.ended_at is null and s.expires_at > ${now}
     order by s.last_used_at desc nulls last, s.created_at desc
     limit ${limit}`);

export type OpenSessionRow = {
  readonly id: Id<"session">;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
};

/** One that was ended before its time; what ran out by itself is nothing to wonder about. */
export const selectEndedSession = (
  db: Db,
  id: string,
  now: Date,
): Promise<{ accountId: string; companyId: string | null; ip: string | null } | null> =>
  db.maybe(sql`
    select account_id, company_id, ip from sessions where id = ${id} and expires_at > ${now}`);

/** By the statement itself at most once a minute, however many requests ask at the same time. */
export const markSessionUsed = (db: Db, id: string, now: Date, notSince: Date): Promise<number> =>
  db.run(sql`
    update sessions set last_used_at = ${now}
     where id = ${id} and (last_used_at is null or last_used_at <= ${notSince})`);

export type EndedSession = { readonly companyId: string | null; readonly userAgent: string | null };

export const markOwnSessionEnded = (
  db: Db,
  id: string,
  accountId: string,
  now: Date,
): Promise<EndedSession | null> =>
  db.maybe(sql`
    update sessions set ended_at = ${now}
     where id = ${id} and account_id = ${accountId} and ended_at is null and expires_at > ${now}
    returning company_id, user_agent`);

export const markOtherSessionsEnded = (
  db: Db,
  accountId: string,
  keptId: string,
  now: Date,
): Promise<EndedSession[]> =>
  db.rows(sql`
    update sessions set ended_at = ${now}
     where account_id = ${accountId} and id <> ${keptId} and ended_at is null and expires_at > ${now}
    returning company_id, user_agent`);

/** Those that work for this company; the person may be signed in for another one too. */
export const markMemberSessionsEnded = (
  db: Db,
  companyId: string,
  accountId: string,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update sessions set ended_at = ${now}
     where company_id = ${companyId} and account_id = ${accountId} and ended_at is null and expires_at > ${now}`);

export const markSessionEnded = (db: Db, id: string, now: Date): Promise<number> =>
  db.run(sql`update sessions set ended_at = ${now} where id = ${id} and ended_at is null`);

/** Under an id of its own, proved now; for the rest as the one it follows: as long, for the same company, with the same eyes. */
export const insertFollowingSession = (
  db: Db,
  { id, follows, now }: { id: string; follows: string; now: Date },
): Promise<number> =>
  db.run(sql`
    insert into sessions (id, account_id, company_id, epoch, created_at, expires_at, proved_at,
                          last_used_at, ip, user_agent, view_role, view_role_id)
    select ${id}, account_id, company_id, epoch, created_at, expires_at, ${now}, ${now}, ip, user_agent,
           view_role, view_role_id
      from sessions where id = ${follows}`);

/** Whose rights an Admin looks with; null: their own again. */
export const markSessionViewing = (
  db: Db,
  id: string,
  view: { readonly key: RoleKey; readonly id: string | null } | null,
): Promise<number> =>
  db.run(sql`
    update sessions set view_role = ${view?.key ?? null}, view_role_id = ${view?.id ?? null} where id = ${id}`);

/** A role that goes is looked through by nobody. */
export const markRoleUnviewed = (db: Db, roleId: string): Promise<number> =>
  db.run(sql`
    update sessions set view_role = null, view_role_id = null where view_role_id = ${roleId}`);

/** Takes one session along into the account's new epoch, which ends all others. */
export const markSessionKept = (db: Db, id: string): Promise<number> =>
  db.run(sql`
    update sessions s set epoch = a.epoch from accounts a where s.id = ${id} and a.id = s.account_id`);

/** Sign-ins are shown for a while, then forgotten. */
export const deleteOldSessions = (db: Db, before: Date): Promise<number> =>
  db.run(sql`delete from sessions where expires_at < ${before}`);
