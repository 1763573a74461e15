import type { Db } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { Mail } from "#platform/mail/mail.ts";
import { postMail } from "#platform/mail/outbox.ts";
import { type Reader, selectAdmins } from "./told.sql.ts";

export type { Reader } from "./told.sql.ts";

/** Writes to the Admins of these companies, and once to the operator, in the transaction of what they are told of. */
export async function tellAdmins(
  house: House,
  db: Db,
  companyIds: readonly string[],
  mailFor: (reader: Reader) => Mail,
): Promise<void> {
  const admins = companyIds.length === 0 ? [] : await selectAdmins(db, companyIds);
  for (const admin of admins)
    await postMail(house, db, mailFor({ ...admin, isOperator: false }), house.now());
  const { operatorEmail } = house.config;
  if (operatorEmail === null) return;
  const [first] = admins;
  const companyName = companyIds.length === 1 ? (first?.companyName ?? null) : null;
  const operator: Reader = {
    email: operatorEmail,
    name: "",
    locale: "en",
    companyName,
    isOperator: true,
  };
  await postMail(house, db, mailFor(operator), house.now());
}
