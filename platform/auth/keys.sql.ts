import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { RoleRules } from "#platform/permissions/decide.rules.ts";
import type { RoleKey } from "#platform/permissions/roles.ts";
import type { CompanyStatus } from "#platform/tenancy/companies.ts";

export type KeyRow = {
  readonly keyId: string;
  readonly keyName: string;
  readonly secretHash: Buffer;
  readonly scopes: readonly string[] | null;
  /** When this network used it last; null for one that never did. */
  readonly usedAt: Date | null;
  readonly accountId: string;
  readonly name: string;
  readonly role: RoleKey;
  readonly roleId: string | null;
  readonly roleName: string | null;
  readonly roleRules: RoleRules | null;
  readonly team: readonly string[];
  readonly companyId: string;
  readonly companyName: string;
  readonly country: string;
  readonly zone: string;
  readonly currency: string;
  readonly region: string;
  readonly status: CompanyStatus;
  readonly endsAt: Date | null;
  readonly readOnlyAt: Date | null;
};

/**
 * Everything a request with a key must know, in one read: the key stands, its maker's password is the one it was made
 * under, and its maker belongs to the company, has the role of this moment, and the second step if the company wants one.
 */
export const selectKey = (
  db: Db,
  prefix: string,
  network: string,
  now: Date,
): Promise<KeyRow | null> =>
  db.maybe(sql`
    select k.id as key_id, k.name as key_name, k.secret_hash, k.scopes, u.last_at as used_at,
           a.id as account_id, a.name, m.role, m.role_id, r.name as role_name, r.rules as role_rules,
           array(select t.account_id from members t where t.company_id = m.company_id and t.team = m.team) as team,
           c.id as company_id, c.name as company_name, c.country, c.zone, c.currency, c.region, c.status, c.ends_at, c.read_only_at
      from api_keys k
      join accounts a on a.id = k.account_id and a.epoch = k.epoch and a.verified_at is not null and a.closes_at is null
      join members m on m.company_id = k.company_id and m.account_id = k.account_id and m.disabled_at is null
      join companies c on c.id = k.company_id and c.is_open
      left join factors f on f.account_id = a.id
      left join roles r on r.company_id = m.company_id and r.id = m.role_id
      left join key_uses u on u.key_id = k.id and u.network = ${network}
     where k.prefix = ${prefix} and k.ended_at is null and (k.expires_at is null or k.expires_at > ${now})
       and (f.account_id is not null or not exists (
         select from factor_rules q
          where q.company_id = m.company_id and q.role = coalesce(m.role_id::text, m.role)))`);

/** Says whether the network is a new one of a key that others have used. */
export const upsertKeyUse = (
  db: Db,
  keyId: string,
  network: string,
  now: Date,
): Promise<{ isNew: boolean } | null> =>
  db.maybe(sql`
    insert into key_uses (key_id, network, first_at, last_at)
    values (${keyId}, ${network}, ${now}, ${now})
        on conflict (key_id, network) do update set last_at = excluded.last_at
    returning xmax = 0 and exists (
      select from key_uses o where o.key_id = ${keyId} and o.network <> ${network}) as is_new`);

/** Networks that a key was long not used from are new ones when they come again. */
export const deleteOldKeyUses = (db: Db, before: Date): Promise<number> =>
  db.run(sql`delete from key_uses where last_at < ${before}`);
