import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export type EmailChangeRow = {
  readonly accountId: string;
  readonly email: string;
  readonly oldConfirmedAt: Date | null;
  readonly newConfirmedAt: Date | null;
  readonly expiresAt: Date;
  /** Whether the token that was asked with is the one of the address there is. */
  readonly isOld: boolean;
};

const columns = sql`account_id, email, old_confirmed_at, new_confirmed_at, expires_at`;

export const selectChange = (
  db: Db,
  accountId: string,
  now: Date,
): Promise<Omit<EmailChangeRow, "isOld"> | null> =>
  db.maybe(sql`
    select ${columns} from email_changes where account_id = ${accountId} and expires_at > ${now}`);

export const selectChangeByToken = (
  db: Db,
  hash: Buffer,
  now: Date,
): Promise<EmailChangeRow | null> =>
  db.maybe(sql`
    select ${columns}, old_token_hash = ${hash} as is_old from email_changes
     where (old_token_hash = ${hash} or new_token_hash = ${hash}) and expires_at > ${now}`);

/** In place of one that waited: its links open nothing any more. */
export const upsertChange = (
  db: Db,
  change: {
    accountId: string;
    email: string;
    oldHash: Buffer;
    newHash: Buffer | null;
    now: Date;
    expiresAt: Date;
  },
): Promise<number> =>
  db.run(sql`
    insert into email_changes (account_id, email, old_token_hash, new_token_hash, created_at, expires_at)
    values (${change.accountId}, ${change.email}, ${change.oldHash}, ${change.newHash}, ${change.now}, ${change.expiresAt})
        on conflict (account_id) do update
       set email = excluded.email, old_token_hash = excluded.old_token_hash,
           new_token_hash = excluded.new_token_hash, old_confirmed_at = null, new_confirmed_at = null,
           created_at = excluded.created_at, expires_at = excluded.expires_at`);

/** Of many that open one link at once a single one passes. */
export const markOldConfirmed = (db: Db, hash: Buffer, now: Date): Promise<number> =>
  db.run(sql`
    update email_changes set old_confirmed_at = ${now}
     where old_token_hash = ${hash} and old_confirmed_at is null and expires_at > ${now}`);

export const markNewConfirmed = (db: Db, hash: Buffer, now: Date): Promise<number> =>
  db.run(sql`
    update email_changes set new_confirmed_at = ${now}
     where new_token_hash = ${hash} and new_confirmed_at is null and expires_at > ${now}`);

export const deleteChange = (db: Db, accountId: string): Promise<number> =>
  db.run(sql`delete from email_changes where account_id = ${accountId}`);

export const deleteExpiredChanges = (db: Db, now: Date): Promise<number> =>
  db.run(sql`delete from email_changes where expires_at <= ${now}`);
