import type { Reason } from "#kernel/errors.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export const KEPT_DAYS_MAX = 90;
const DAILY = 7;
const WEEKLY = 4;
const MONTHLY = 3;

/** Between two backups of the schedule, and before the first of a new company. */
export const EVERY_MS = DAY_MS;
export const FIRST_AFTER_MS = HOUR_MS;
/** After one that failed. */
export const AGAIN_AFTER_MS = HOUR_MS;

export type Taken = { readonly id: string; readonly takenAt: Date };

/**
 * Which backups stay: all of the last 24 hours, and the newest of each of the last 7 days, 4 weeks (from Monday) and 3 months that have one; none is
 * older than 90 days, whatever else there is. Days are UTC's.
 */
export function keptAmong<T extends Taken>(taken: readonly T[], now: Date): Set<T> {
  const newestFirst = taken
    .filter(({ takenAt }) => now.getTime() - takenAt.getTime() < KEPT_DAYS_MAX * DAY_MS)
    .toSorted((a, b) => b.takenAt.getTime() - a.takenAt.getTime());
  const kept = new Set(
    newestFirst.filter(({ takenAt }) => now.getTime() - takenAt.getTime() < DAY_MS),
  );
  for (const [periodOf, count] of [
    [dayOf, DAILY],
    [weekOf, WEEKLY],
    [monthOf, MONTHLY],
  ] as const) {
    const periods = new Set<string | number>();
    for (const one of newestFirst) {
      const period = periodOf(one.takenAt);
      if (periods.has(period) || periods.size === count) continue;
      periods.add(period);
      kept.add(one);
    }
  }
  return kept;
}

const dayOf = (at: Date): number => Math.floor(at.getTime() / DAY_MS);
/** The first of January 1970 was a Thursday. */
const weekOf = (at: Date): number => Math.floor((dayOf(at) + 3) / 7);
const monthOf = (at: Date): string => at.toISOString().slice(0, 7);

/** When it is past the 90 days that nothing outlives. */
export const goesAtOf = (takenAt: Date): Date =>
  new Date(takenAt.getTime() + KEPT_DAYS_MAX * DAY_MS);

export type Last = { readonly state: string; readonly askedAt: Date };

/** When the schedule makes the next one, from the last that was begun. */
export function nextAtOf(last: Last | null, companySince: Date): Date {
  if (last === null) return new Date(companySince.getTime() + FIRST_AFTER_MS);
  return new Date(last.askedAt.getTime() + (last.state === "failed" ? AGAIN_AFTER_MS : EVERY_MS));
}

/** What a return put aside can be had back for so long. */
export const FORMER_KEPT_MS = 7 * DAY_MS;

export type Returned = {
  readonly state: "asked" | "restoring" | "switching" | "done" | "failed";
  readonly keptUntil: Date | null;
  readonly isTakenBack: boolean;
};

export const isUnderWay = ({ state }: Pick<Returned, "state">): boolean =>
  state !== "done" && state !== "failed";

export function whyNotReturn(
  backup: { readonly state: string; readonly verifiedAs: string | null },
  last: Returned | null,
): Reason | null {
  if (backup.state !== "kept") return "companies.backup.not_there";
  if (backup.verifiedAs === null) return "companies.backup.not_proven_yet";
  if (backup.verifiedAs !== "equal") return "companies.backup.not_equal";
  return last !== null && isUnderWay(last) ? "companies.return.under_way" : null;
}

/** Only of the last return: earlier ones were overtaken by it. */
export function whyNotTakeBack(last: Returned, now: Date): Reason | null {
  if (isUnderWay(last)) return "companies.return.under_way";
  if (last.state === "failed" || last.keptUntil === null) return "companies.return.nothing_kept";
  if (last.isTakenBack) return "companies.return.taken_back";
  return last.keptUntil <= now ? "companies.return.too_late" : null;
}

export const whyNotMake = (isOneWaiting: boolean): Reason | null =>
  isOneWaiting ? "companies.backup.already_asked" : null;

/** So long a backup stays open beside today. */
export const OPEN_MS = 2 * HOUR_MS;

export function whyNotOpen({ state }: { readonly state: string }): Reason | null {
  return state === "kept" ? null : "companies.backup.not_there";
}
