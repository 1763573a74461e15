import type { Reason } from "#kernel/errors.ts";

const DAY_MS = 86_400_000;
/** So long an account is kept after it was closed, as the policies promise. */
const KEPT_DAYS = 30;
const TOLD_DAYS = [0, 14, 27, 29] as const;

const daysAfter = (from: Date, days: number): Date => new Date(from.getTime() + days * DAY_MS);

export const closesAtOf = (closedAt: Date): Date => daysAfter(closedAt, KEPT_DAYS);

/** The last day that has come and was not told of yet. */
export function dayToTell(
  { closedAt, closesAt, toldDay }: { closedAt: Date; closesAt: Date; toldDay: number },
  now: Date,
): number | null {
  if (now >= closesAt) return null;
  const day = TOLD_DAYS.findLast((one) => daysAfter(closedAt, one) <= now);
  return day !== undefined && day > toldDay ? day : null;
}

/** A company that goes on needs somebody who may do everything. */
export function whyNotClose(isClosed: boolean, lastAdminOf: readonly string[]): Reason | null {
  if (isClosed) return "accounts.closing.closed_already";
  return lastAdminOf.length > 0 ? "accounts.closing.last_admin" : null;
}

export function whyNotReopen(closesAt: Date | null, now: Date): Reason | null {
  if (closesAt === null) return "accounts.closing.not_closed";
  return now < closesAt ? null : "accounts.closing.too_late";
}
