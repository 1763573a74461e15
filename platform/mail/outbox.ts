import { newId } from "#kernel/ids.ts";
import type { Keyring } from "#platform/crypto/keyring.ts";
import type { Db } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { Letter, Mail } from "./mail.ts";
import { insertMail, type MailFate, selectFates } from "./mails.sql.ts";

const PURPOSE = "mails";

/** Writes a mail where the deed is written. It leaves when both are committed. */
export async function postMail(house: House, db: Db, mail: Mail, now: Date): Promise<void> {
  await postMailNoted(house, db, mail, now);
}

/** The same, for who wants to know what became of it: returns the mail's id. */
export async function postMailNoted(house: House, db: Db, mail: Mail, now: Date): Promise<string> {
  const id = newId<"mail">();
  const { kind, to: recipient, subject, text } = mail;
  const sealed = house.keys.sealForHouse(PURPOSE, placeOf(id), JSON.stringify({ subject, text }));
  await insertMail(db, { id, kind, recipient, sealed, now });
  return id;
}

/** Posts a letter, once however often it is asked. */
export async function postLetter(house: House, db: Db, letter: Letter, now: Date): Promise<void> {
  const { id, kind, ...said } = letter;
  const sealed = house.keys.sealForHouse(PURPOSE, placeOf(id), JSON.stringify(said));
  await insertMail(db, { id, kind, recipient: "", sealed, now });
}

/** What became of mails, of those that are still known: for a month after they left. */
export const fatesOf = (db: Db, ids: readonly string[]): Promise<MailFate[]> =>
  selectFates(db, ids);

type Opened = Pick<Mail, "subject" | "text"> &
  Partial<Pick<Letter, "to" | "fromName" | "replyTo" | "files">>;

export const openMail = (keys: Keyring, id: string, sealed: string): Opened =>
  JSON.parse(keys.openForHouse(PURPOSE, placeOf(id), sealed).toString());

const placeOf = (id: string): string => `mails.sealed:${id}`;
