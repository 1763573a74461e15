import { newId } from "#kernel/ids.ts";
import type { Keyring } from "#platform/crypto/keyring.ts";
import type { Db } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { Mail } from "./mail.ts";
import { insertMail } from "./mails.sql.ts";

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

export function openMail(
  keys: Keyring,
  id: string,
  sealed: string,
): Pick<Mail, "subject" | "text"> {
  return JSON.parse(keys.openForHouse(PURPOSE, placeOf(id), sealed).toString());
}

const placeOf = (id: string): string => `mails.sealed:${id}`;
