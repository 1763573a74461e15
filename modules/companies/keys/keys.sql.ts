import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { KeyId } from "./keys.contract.ts";
import type { KeyAsKept } from "./keys.rules.ts";

/** All on the control database. What opens with a key is read in platform/auth/keys.sql.ts. */
export type KeyRow = KeyAsKept & {
  readonly id: KeyId;
  readonly name: string;
  readonly prefix: string;
  readonly makerName: string;
  readonly scopes: string[] | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly lastNetwork: string | null;
  readonly endedBy: string | null;
};

const columns = sql`k.id, k.name, k.prefix, a.name as maker_name, k.scopes, k.created_at, k.expires_at,
  k.ended_as, k.ended_by, a.epoch = k.epoch as is_of_epoch, m.disabled_at is not null as is_maker_disabled, u.last_at as last_used_at, u.network as last_network`;
const from = sql`api_keys k join accounts a on a.id = k.account_id
  left join members m on m.company_id = k.company_id and m.account_id = k.account_id
  left join lateral (
    select last_at, network from key_uses where key_id = k.id order by last_at desc limit 1) u on true`;

export const selectKeys = (
  control: Db,
  companyId: string,
  since: Date,
  limit: number,
): Promise<KeyRow[]> =>
  control.rows(sql`
    select ${columns} from ${from}
     where k.company_id = ${companyId}
       and coalesce(k.ended_at, k.expires_at, 'infinity') > ${since}
     order by k.ended_at is not null, k.created_at desc, k.id desc limit ${limit}`);

export const selectKey = (control: Db, companyId: string, id: KeyId): Promise<KeyRow> =>
  control.one(
    sql`select ${columns} from ${from} where k.company_id = ${companyId} and k.id = ${id}`,
    "companies.key",
  );

export const lockKey = (control: Db, companyId: string, id: KeyId): Promise<KeyAsKept> =>
  control.one(
    sql`
    select k.ended_as, k.expires_at, a.epoch = k.epoch as is_of_epoch,
           m.disabled_at is not null as is_maker_disabled
      from api_keys k join accounts a on a.id = k.account_id
      left join members m on m.company_id = k.company_id and m.account_id = k.account_id
     where k.company_id = ${companyId} and k.id = ${id} for update of k`,
    "companies.key",
  );

export const selectOpenCount = (
  control: Db,
  companyId: string,
  now: Date,
): Promise<{ count: number }> =>
  control.one(
    sql`
    select count(*)::int as count from api_keys
     where company_id = ${companyId} and ended_at is null and (expires_at is null or expires_at > ${now})`,
    "companies.company",
  );

/** Only for somebody who belongs to the company, under the password of this moment. */
export const insertKey = (
  control: Db,
  key: {
    id: KeyId;
    companyId: string;
    accountId: string | null;
    name: string;
    prefix: string;
    hash: Buffer;
    scopes: readonly string[] | null;
    now: Date;
    expiresAt: Date | null;
  },
): Promise<number> =>
  control.run(sql`
    insert into api_keys (id, company_id, account_id, name, prefix, secret_hash, scopes, epoch,
                          created_at, expires_at)
    select ${key.id}, m.company_id, a.id, ${key.name}, ${key.prefix}, ${key.hash},
           ${key.scopes}::text[], a.epoch, ${key.now}, ${key.expiresAt}
      from members m join accounts a on a.id = m.account_id
     where m.company_id = ${key.companyId} and m.account_id = ${key.accountId}`);

export const markKeyEnded = (
  control: Db,
  id: KeyId,
  ended: { by: string; at: Date },
): Promise<number> =>
  control.run(sql`
    update api_keys set ended_at = ${ended.at}, ended_as = 'revoked', ended_by = ${ended.by}
     where id = ${id} and ended_at is null`);

/** Those that somebody who goes had made. Coming back does not bring them back. */
export const markKeysOfGoneEnded = (
  control: Db,
  companyId: string,
  accountId: string,
  at: Date,
): Promise<number> =>
  control.run(sql`
    update api_keys set ended_at = ${at}, ended_as = 'maker_gone'
     where company_id = ${companyId} and account_id = ${accountId} and ended_at is null`);
