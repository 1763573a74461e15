import { type Day, monthAfter } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Lock } from "./periods.contract.ts";

export type PeriodState = {
  readonly startsOn: Day;
  readonly softLockedAt: Date | null;
  readonly filedAt: Date | null;
  readonly hardLockedAt: Date | null;
};

/** From the first to the last, both included. */
export function monthsBetween(first: Day, last: Day): Day[] {
  const months: Day[] = [];
  for (let month = first; month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

/** A financial year is called by the year in which it ends: as `financial_year` in the database. */
export const financialYearOf = (day: Day, beginsMonth: number): number =>
  Number(day.slice(0, 4)) + (beginsMonth > 1 && Number(day.slice(5, 7)) >= beginsMonth ? 1 : 0);

/** The first day of the financial year a day is in. */
export const yearStartOf = (day: Day, beginsMonth: number): Day => {
  const year = financialYearOf(day, beginsMonth) - (beginsMonth > 1 ? 1 : 0);
  return `${String(year).padStart(4, "0")}-${String(beginsMonth).padStart(2, "0")}-01`;
};

export function whyNotLock(period: PeriodState, lock: Lock, today: Day): Reason | null {
  if (period.hardLockedAt !== null) return "finance.period.hard_locked";
  if (lock === "soft" && period.softLockedAt !== null) return "finance.period.soft_locked";
  if (lock === "filed" && period.filedAt !== null) return "finance.period.filed";
  if (lock !== "soft" && monthAfter(period.startsOn) > today) return "finance.period.not_over";
  return null;
}

export function whyNotLift(period: PeriodState, lock: Exclude<Lock, "hard">): Reason | null {
  if (period.hardLockedAt !== null) return "finance.period.hard_locked";
  const at = lock === "soft" ? period.softLockedAt : period.filedAt;
  return at === null ? "finance.period.not_locked" : null;
}
