import { notFound } from "#kernel/errors.ts";
import { removeMember } from "#modules/accounts/accounts.public.ts";
import type { Db } from "#platform/db/db.ts";
import { endKeysOf } from "../keys/keys.ts";
import { insertDeparture } from "./memberships.sql.ts";

/**
 * Somebody belongs to the company no more. Sessions and keys are asked for the membership on each request: without it a
 * session has no company, and it falls to no other by itself, so that nothing begun here is ever finished elsewhere.
 */
export async function endMembership(
  control: Db,
  ending: { companyId: string; accountId: string; how: "left" | "removed"; at: Date },
): Promise<void> {
  const gone = await removeMember(control, ending.companyId, ending.accountId);
  if (gone === 0) throw notFound("companies.member");
  await endKeysOf(control, ending.companyId, ending.accountId, ending.at);
  await insertDeparture(control, ending);
}
