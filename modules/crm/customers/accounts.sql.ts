import type { Db } from "#platform/db/db.ts";
import { likeText, type Sql, sql } from "#platform/db/sql.ts";

/** True when it is news. */
export const insertAccountMerge = (db: Db, kept: string, gone: string, at: Date): Promise<number> =>
  db.run(sql`
    insert into store_account_merges (kept_key, gone_key, told_at) values (${kept}, ${gone}, ${at})
    on conflict do nothing`);

/** All accounts that the store has made one with any of these, over however many steps. */
export const selectAccountMerges = (db: Db, keys: readonly string[]): Promise<{ key: string }[]> =>
  db.rows(sql`
    with recursive one(key) as (
      select unnest(${keys}::text[]) collate "C"
      union
      select case when m.kept_key = one.key then m.gone_key else m.kept_key end
        from one join store_account_merges m on one.key in (m.kept_key, m.gone_key))
    select key from one where key <> all(${keys}::text[])`);

export const selectHasAccountMerges = async (db: Db): Promise<boolean> =>
  (
    await db.one<{ has: boolean }>(
      sql`select exists (select from store_account_merges) as has`,
      "crm.customer",
    )
  ).has;

export const deleteAccountMerges = (db: Db, connectionId: string): Promise<number> =>
  db.run(
    sql`delete from store_account_merges where kept_key like ${`${likeText(connectionId)}:%`}`,
  );

const ofAccounts = (accounts: readonly string[]): Sql =>
  sql`kept_key = any(${accounts}::text[]) or gone_key = any(${accounts}::text[])`;

export const gatherAccountMerges = (
  db: Db,
  accounts: readonly string[],
): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(m) as row from store_account_merges m where ${ofAccounts(accounts)} order by told_at`);

export const deleteAccountMergesOf = (db: Db, accounts: readonly string[]): Promise<number> =>
  db.run(sql`delete from store_account_merges where ${ofAccounts(accounts)}`);
