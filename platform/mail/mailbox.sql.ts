import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export type MailboxRow = {
  readonly id: string;
  readonly receivedAt: Date;
  readonly sealed: string;
};

export const insertMailboxMail = (
  db: Db,
  mail: { id: string; messageId: string; sealed: string; now: Date },
): Promise<number> =>
  db.run(sql`
    insert into mailbox_mails (id, received_at, message_id, sealed)
    values (${mail.id}, ${mail.now}, ${mail.messageId}, ${mail.sealed})
        on conflict (message_id) do nothing`);

export const deleteMailboxBeyond = (db: Db, kept: number): Promise<number> =>
  db.run(sql`
    delete from mailbox_mails
     where id in (select id from mailbox_mails order by received_at desc, id desc offset ${kept})`);

/** The newest first; those that came together by when they were written, for our Message-IDs begin with a UUIDv7. */
export const selectMailbox = (db: Db): Promise<MailboxRow[]> =>
  db.rows(sql`
    select id, received_at, sealed from mailbox_mails order by received_at desc, message_id desc limit 200`);

export const selectMailboxMail = (db: Db, id: string): Promise<MailboxRow | null> =>
  db.maybe(sql`select id, received_at, sealed from mailbox_mails where id = ${id}`);
