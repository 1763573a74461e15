import { addDays, type Day, endOfMonth, monthAfter, monthOf } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Does, Every, RecurringStatus } from "./recurring.contract.ts";

export type Plan = {
  readonly every: Every;
  readonly startsOn: Day;
  readonly isMonthEnd: boolean;
  readonly endsOn: Day | null;
};

const MONTHS: Readonly<Record<Exclude<Every, "week">, number>> = { month: 1, quarter: 3, year: 12 };

/**
 * The day of the n-th, counted from the first and never from the one before: after a short February the 31st is the 31st
 * again. Null past the end.
 */
export function dayOf(plan: Plan, index: number): Day | null {
  const day = plan.every === "week" ? addDays(plan.startsOn, 7 * index) : monthly(plan, index);
  return plan.endsOn !== null && day > plan.endsOn ? null : day;
}

function monthly({ every, startsOn, isMonthEnd }: Plan, index: number): Day {
  const month = monthAfter(monthOf(startsOn), MONTHS[every as keyof typeof MONTHS] * index);
  const last = endOfMonth(month);
  if (isMonthEnd) return last;
  const same = `${month.slice(0, 8)}${startsOn.slice(8)}`;
  return same > last ? last : same;
}

/** The next few from one on. */
export function daysFrom(plan: Plan, index: number, count: number): readonly Day[] {
  const days: Day[] = [];
  for (let at = index; days.length < count; at += 1) {
    const day = dayOf(plan, at);
    if (day === null) break;
    days.push(day);
  }
  return days;
}

/** Which one comes first on a day or after it, and no sooner than `from`. */
export function indexOn(plan: Plan, from: number, day: Day): number {
  let index = from;
  for (let on = dayOf(plan, index); on !== null && on < day; on = dayOf(plan, index)) index += 1;
  return index;
}

export type RecurringState = Plan & {
  readonly status: RecurringStatus;
  readonly nextIndex: number;
};

export const whyNotChange = ({ status }: Pick<RecurringState, "status">): Reason | null =>
  status === "ended" ? "finance.recurring.is_ended" : null;
export const whyNotPause = (state: Pick<RecurringState, "status">): Reason | null =>
  whyNotChange(state) ?? (state.status === "paused" ? "finance.recurring.is_paused" : null);
export const whyNotResume = (state: Pick<RecurringState, "status">): Reason | null =>
  whyNotChange(state) ?? (state.status === "active" ? "finance.recurring.is_active" : null);

/** Once one came about, its days are what was agreed. */
export function whyNotReplan(before: RecurringState, after: Plan): Reason | null {
  const isSame =
    before.every === after.every &&
    before.startsOn === after.startsOn &&
    before.isMonthEnd === after.isMonthEnd;
  return before.nextIndex > 0 && !isSame ? "finance.recurring.has_begun" : null;
}

/** No more than a year is caught up with at once. */
export const whyNotStart = (startsOn: Day, today: Day): Reason | null =>
  startsOn < addDays(today, -366) ? "finance.recurring.starts_too_early" : null;

export const whyNotEnd = ({ startsOn, endsOn }: Plan): Reason | null =>
  endsOn !== null && endsOn < startsOn ? "finance.recurring.ends_before" : null;

/** What leaves by itself needs lines, and somebody to go to. */
export function whyNotDo(
  does: Does,
  of: { readonly email: string; readonly linesCount: number; readonly payableMinor: number },
): Reason | null {
  if (of.linesCount === 0) return "finance.invoice.has_no_lines";
  if (does === "draft") return null;
  if (of.payableMinor <= 0) return "finance.invoice.is_nothing";
  return of.email === "" ? "finance.recurring.needs_email" : null;
}
