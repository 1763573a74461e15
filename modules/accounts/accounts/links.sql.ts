import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { AccountId } from "./accounts.contract.ts";

export type LinkRow = { readonly accountId: AccountId; readonly signUpId: string | null };
type Purpose = "verify" | "reset";

export const insertLink = (
  db: Db,
  link: {
    hash: Buffer;
    accountId: string;
    purpose: Purpose;
    signUpId: string | null;
    now: Date;
    expiresAt: Date;
  },
): Promise<number> =>
  db.run(sql`
    insert into account_links (token_hash, account_id, purpose, sign_up_id, created_at, expires_at)
    values (${link.hash}, ${link.accountId}, ${link.purpose}, ${link.signUpId}, ${link.now}, ${link.expiresAt})`);

export const selectLink = (
  db: Db,
  hash: Buffer,
  purpose: Purpose,
  now: Date,
): Promise<LinkRow | null> =>
  db.maybe(sql`
    select account_id, sign_up_id from account_links
     where token_hash = ${hash} and purpose = ${purpose} and expires_at > ${now}`);

/** Opens nothing from now on; until it would have ended it is known as used. */
export const markLinkUsed = (
  db: Db,
  hash: Buffer,
  purpose: Purpose,
  now: Date,
): Promise<LinkRow | null> =>
  db.maybe(sql`
    with gone as (
      delete from account_links where token_hash = ${hash} and purpose = ${purpose} and expires_at > ${now}
      returning token_hash, account_id, purpose, sign_up_id, expires_at),
    used as (
      insert into used_account_links (token_hash, account_id, purpose, ends_at)
      select token_hash, account_id, purpose, expires_at from gone)
    select account_id, sign_up_id from gone`);

/** Whose link it was, when it was used already. */
export const selectUsedLink = (
  db: Db,
  hash: Buffer,
  purpose: Purpose,
): Promise<{ accountId: string } | null> =>
  db.maybe(sql`
    select account_id from used_account_links where token_hash = ${hash} and purpose = ${purpose}`);

export const deleteLinksOf = (db: Db, accountId: string, purpose: Purpose): Promise<number> =>
  db.run(sql`delete from account_links where account_id = ${accountId} and purpose = ${purpose}`);

export const deleteExpiredLinks = (db: Db, now: Date): Promise<number> =>
  db.run(sql`
    with used as (delete from used_account_links where ends_at <= ${now})
    delete from account_links where expires_at <= ${now}`);
