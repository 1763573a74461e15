import { addDays, type Day } from "#kernel/day.ts";
import type { Condition, Span } from "#kernel/where.ts";

/** Days from and to, both included; null is open. */
export type Days = { readonly from: Day | null; readonly to: Day | null };

/** Which days a condition on a day or a moment means, on the day it is asked. */
export function daysOf({ is, value }: Condition, today: Day): Days {
  const count = Number(value);
  const day = String(value);
  switch (is) {
    case "on":
      return { from: day, to: day };
    case "before":
      return { from: null, to: addDays(day, -1) };
    case "after":
      return { from: addDays(day, 1), to: null };
    case "between":
      return { from: String((value as string[])[0]), to: String((value as string[])[1]) };
    case "in_last_days":
      return { from: addDays(today, 1 - count), to: today };
    case "in_next_days":
      return { from: today, to: addDays(today, count - 1) };
    case "over_days_ago":
      return { from: null, to: addDays(today, -count - 1) };
    case "this":
      return spanAround(value as Span, today);
    case "previous":
      return spanAround(value as Span, addDays(spanAround(value as Span, today).from, -1));
    default:
      throw new Error(`${is} means no days`);
  }
}

/** The week begins on Monday. */
export function spanAround(span: Span, day: Day): { readonly from: Day; readonly to: Day } {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  switch (span) {
    case "day":
      return { from: day, to: day };
    case "week": {
      const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
      return { from: addDays(day, -weekday), to: addDays(day, 6 - weekday) };
    }
    case "month":
      return months(year, month, 1);
    case "quarter":
      return months(year, month - ((month - 1) % 3), 3);
    case "year":
      return months(year, 1, 12);
  }
}

function months(year: number, month: number, count: number) {
  const next = month + count;
  const after = next > 12 ? firstOf(year + 1, next - 12) : firstOf(year, next);
  return { from: firstOf(year, month), to: addDays(after, -1) };
}

const firstOf = (year: number, month: number): Day =>
  `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-01`;
