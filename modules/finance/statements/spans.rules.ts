import { addDays, type Day, daysBetween, endOfMonth, monthAfter, monthOf } from "#kernel/day.ts";

export type Span = { readonly from: Day; readonly to: Day };

/** A time as whole months, which are kept added up, and the days at its ends, which are not. */
export type Pieces = {
  /** First and last month, by their first days. */
  readonly months: { readonly first: Day; readonly last: Day } | null;
  readonly days: readonly Span[];
};

/** Null: from the beginning. */
export function piecesOf(from: Day | null, to: Day): Pieces {
  if (from !== null && from > to) return { months: null, days: [] };
  const startsWhole = from === null || from === monthOf(from);
  const first = from === null ? FIRST : startsWhole ? from : monthAfter(monthOf(from));
  const endsWhole = to === endOfMonth(monthOf(to));
  const last = endsWhole ? monthOf(to) : monthAfter(monthOf(to), -1);
  if (first > last) {
    // Within one month, or two halves that meet.
    const begin = from ?? monthOf(to);
    return { months: null, days: [{ from: begin, to }] };
  }
  const days: Span[] = [];
  if (from !== null && !startsWhole) days.push({ from, to: addDays(first, -1) });
  if (!endsWhole) days.push({ from: monthOf(to), to });
  return { months: { first, last }, days };
}
const FIRST = "0001-01-01";

export type Comparing = "none" | "before" | "year";

export function comparedSpan({ from, to }: Span, compare: Comparing): Span | null {
  if (compare === "none") return null;
  if (compare === "year") return { from: yearAgo(from), to: yearAgo(to) };
  const isWholeMonths = from === monthOf(from) && to === endOfMonth(monthOf(to));
  if (isWholeMonths) {
    let count = 1;
    while (monthAfter(from, count) <= to) count += 1;
    return { from: monthAfter(from, -count), to: addDays(from, -1) };
  }
  return { from: addDays(from, -daysBetween(from, to) - 1), to: addDays(from, -1) };
}

export function comparedDay(on: Day, compare: Comparing): Day | null {
  if (compare === "none") return null;
  return compare === "year" ? yearAgo(on) : addDays(monthOf(on), -1);
}

/** The end of a month stays one: 29 February was the 28th. */
function yearAgo(day: Day): Day {
  const month = monthOf(day);
  const before = monthAfter(month, -12);
  const last = endOfMonth(before);
  const same = `${before.slice(0, 8)}${day.slice(8)}`;
  return day === endOfMonth(month) || same > last ? last : same;
}
