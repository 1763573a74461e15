import { addDays, type Day, monthAfter } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";

export type YearSpan = { readonly year: number; readonly from: Day; readonly to: Day };

/** The first and the last day of a financial year, called by the year in which it ends. */
export function yearSpanOf(year: number, beginsMonth: number): YearSpan {
  const begins = beginsMonth > 1 ? year - 1 : year;
  const from = `${String(begins).padStart(4, "0")}-${String(beginsMonth).padStart(2, "0")}-01`;
  return { year, from, to: addDays(monthAfter(from, 12), -1) };
}

export function whyNotClose(
  { to }: YearSpan,
  state: { readonly isClosed: boolean; readonly booksStartOn: Day; readonly today: Day },
): Reason | null {
  if (state.isClosed) return "finance.closing.closed";
  if (to < state.booksStartOn) return "finance.period.before_books";
  return to >= state.today ? "finance.closing.not_over" : null;
}
