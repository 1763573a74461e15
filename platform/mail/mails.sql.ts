import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export type DueMail = {
  readonly id: string;
  readonly kind: string;
  readonly recipient: string;
  readonly sealed: string;
  readonly triesCount: number;
  readonly unsureCount: number;
};

export const insertMail = (
  db: Db,
  mail: { id: string; kind: string; recipient: string; sealed: string; now: Date },
): Promise<number> =>
  db.run(sql`
    insert into mails (id, kind, recipient, sealed, created_at, due_at)
    values (${mail.id}, ${mail.kind}, ${mail.recipient}, ${mail.sealed}, ${mail.now}, ${mail.now})
        on conflict (id) do nothing`);

export type MailFate = {
  readonly id: string;
  readonly sentAt: Date | null;
  readonly gaveUpAt: Date | null;
};

export const selectFates = (db: Db, ids: readonly string[]): Promise<MailFate[]> =>
  db.rows(sql`select id, sent_at, gave_up_at from mails where id = any(${ids}::uuid[])`);

/**
 * Takes what is due for this sender alone, until the lease ends. One that is still claimed then belonged to a sender that
 * died: nobody knows whether it left.
 */
export const lockDueMails = (
  db: Db,
  now: Date,
  leaseUntil: Date,
  limit: number,
): Promise<DueMail[]> =>
  db.rows(sql`
    update mails
       set tries_count = tries_count + 1,
           unsure_count = unsure_count + (claimed_at is not null)::int,
           claimed_at = ${now}, due_at = ${leaseUntil}
     where id in (select id from mails
                   where due_at <= ${now} and sent_at is null and gave_up_at is null
                   order by due_at limit ${limit}
                     for update skip locked)
    returning id, kind, recipient, sealed, tries_count, unsure_count`);

export const markMailSent = (db: Db, id: string, now: Date): Promise<number> =>
  db.run(sql`
    update mails set sent_at = ${now}, sealed = null, claimed_at = null, last_error = null
     where id = ${id} and sealed is not null`);

/** `isUnsure`: the other side may have taken it before the connection broke. */
export const markMailFailed = (
  db: Db,
  id: string,
  failure: { dueAt: Date; error: string; isUnsure: boolean },
): Promise<number> =>
  db.run(sql`
    update mails
       set due_at = ${failure.dueAt}, last_error = ${failure.error},
           claimed_at = case when ${failure.isUnsure} then claimed_at end
     where id = ${id} and sealed is not null`);

export const markMailGivenUp = (db: Db, id: string, now: Date, error: string): Promise<number> =>
  db.run(sql`
    update mails set gave_up_at = ${now}, sealed = null, claimed_at = null, last_error = ${error}
     where id = ${id} and sealed is not null`);

export const deleteOldMails = (db: Db, before: Date): Promise<number> =>
  db.run(sql`delete from mails where coalesce(sent_at, gave_up_at) < ${before}`);

/** What was sent to somebody who is no more, and what still waits for them. */
export const forgetMailsTo = (db: Db, recipient: string): Promise<number> =>
  db.run(sql`delete from mails where recipient = ${recipient}`);
