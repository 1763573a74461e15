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

export const deleteLink = (
  db: Db,
  hash: Buffer,
  purpose: Purpose,
  now: Date,
): Promise<LinkRow | null> =>
  db.maybe(sql`
    delete from account_links
     where token_hash = ${hash} and purpose = ${purpose} and expires_at > ${now}
    returning account_id, sign_up_id`);

export const deleteLinksOf = (db: Db, accountId: string, purpose: Purpose): Promise<number> =>
  db.run(sql`delete from account_links where account_id = ${accountId} and purpose = ${purpose}`);

export const deleteExpiredLinks = (db: Db, now: Date): Promise<number> =>
  db.run(sql`delete from account_links where expires_at <= ${now}`);
