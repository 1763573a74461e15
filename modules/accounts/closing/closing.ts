import { eachAlone, transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { forgetMailsTo } from "#platform/mail/mails.sql.ts";
import { postMail } from "#platform/mail/outbox.ts";
import { noteClosingTold, removeClosedAccount } from "../accounts/accounts.ts";
import { closedMail, deletedMail } from "./closing.mails.ts";
import { dayToTell } from "./closing.rules.ts";
import { type ClosingRow, selectClosed } from "./closing.sql.ts";

/** Tells those who closed their account on the days meant for it, and deletes the accounts whose 30 days are over. */
export async function endClosedAccounts(house: House): Promise<void> {
  for (const closed of await selectClosed(eachAlone(house.control)))
    try {
      await (closed.closesAt <= house.now() ? remove(house, closed) : tell(house, closed));
    } catch (error) {
      // A company became theirs alone meanwhile: it is given over or cancelled first.
      house.log.error({ err: error, accountId: closed.id }, "an account could not be deleted");
    }
}

async function tell(house: House, closed: ClosingRow): Promise<void> {
  const now = house.now();
  const day = dayToTell(closed, now);
  if (day === null) return;
  await transaction(house.control, "read write", async (db) => {
    if ((await noteClosingTold(db, closed.id, day)) === 0) return;
    await postMail(
      house,
      db,
      closedMail(closed, closed.closesAt, house.config.publicUrl, day),
      now,
    );
  });
}

/** With all that hangs on it. The last mail is what stays of the address, until it has left. */
async function remove(house: House, closed: ClosingRow): Promise<void> {
  const now = house.now();
  await transaction(house.control, "read write", async (db) => {
    if ((await removeClosedAccount(db, closed.id, now)) === 0) return;
    await forgetMailsTo(db, closed.email);
    await postMail(house, db, deletedMail(closed), now);
  });
}
