import type { Db } from "#platform/db/db.ts";
import { deleteOldInvitations } from "./invitations.sql.ts";
import { rememberedSince } from "./members.rules.ts";
import { deleteOldDepartures } from "./memberships.sql.ts";

/** Invitations that were answered or ran out, and where somebody belonged: after a month nobody asks any more. */
export async function forgetInvitations(control: Db, now: Date): Promise<void> {
  await deleteOldInvitations(control, rememberedSince(now));
  await deleteOldDepartures(control, rememberedSince(now));
}
