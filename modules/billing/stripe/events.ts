import type { Db } from "#platform/db/db.ts";
import { deleteOldEvents, markSettled, selectWaiting, selectWaitingIds } from "./events.sql.ts";

/** Companies of which Stripe told something since it was last asked about them, who waits longest first. */
export const companiesWaiting = async (control: Db, now: Date, limit: number) =>
  selectWaiting(control, now, limit);

/** What Stripe told of a company and was not asked about yet. */
export const waitingEvents = async (control: Db, companyId: string): Promise<string[]> =>
  (await selectWaitingIds(control, companyId)).map(({ id }) => id);

/** Stripe was asked after these had come. */
export const settleEvents = (control: Db, ids: readonly string[], now: Date): Promise<number> =>
  markSettled(control, ids, now);

export const forgetEvents = (control: Db, before: Date): Promise<number> =>
  deleteOldEvents(control, before);
