import type { Db } from "#platform/db/db.ts";
import { forgetEmailChanges } from "../emails/emails.ts";
import { forgetEnrolments } from "../factors/factors.ts";
import { forgetDevices } from "../sessions/sessions.ts";
import { UNVERIFIED_DAYS } from "./accounts.rules.ts";
import { deleteUnverifiedAccounts } from "./accounts.sql.ts";
import { deleteExpiredLinks } from "./links.sql.ts";

/** Addresses that nobody proved in time, with all that was entered for them; and links that open nothing any more. */
export async function forgetUnproved(control: Db, now: Date): Promise<void> {
  await deleteExpiredLinks(control, now);
  await forgetEmailChanges(control, now);
  await forgetDevices(control, now);
  await forgetEnrolments(control, new Date(now.getTime() - 86_400_000));
  await deleteUnverifiedAccounts(control, new Date(now.getTime() - UNVERIFIED_DAYS * 86_400_000));
}
