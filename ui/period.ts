import { addDays, type Day } from "#kernel/day.ts";
import { readDay } from "./dates.ts";
import type { Url } from "./url-state.ts";

/** Spans that are asked for by name; each ends today, except the month before. */
export const PERIODS = ["today", "7", "30", "90", "this-month", "last-month", "this-year"] as const;
export type PeriodName = (typeof PERIODS)[number];
export type Period = { name: PeriodName | "custom"; from: Day; to: Day };

const USUAL: PeriodName = "30";

/** The period an address asks for: `?period=7`, or `?from=2026-11-01&to=2026-11-12`. */
export function periodOf(url: Url, today: Day): Period {
  const from = readDay(url["from"] ?? "", today);
  const to = readDay(url["to"] ?? "", today);
  if (from !== null && to !== null)
    return from <= to ? { name: "custom", from, to } : { name: "custom", from: to, to: from };
  const name = PERIODS.find((each) => each === url["period"]) ?? USUAL;
  return { name, ...spanOf(name, today) };
}

export function spanOf(name: PeriodName, today: Day): { from: Day; to: Day } {
  const month = `${today.slice(0, 8)}01`;
  switch (name) {
    case "today":
      return { from: today, to: today };
    case "this-month":
      return { from: month, to: today };
    case "last-month": {
      const last = addDays(month, -1);
      return { from: `${last.slice(0, 8)}01`, to: last };
    }
    case "this-year":
      return { from: `${today.slice(0, 4)}-01-01`, to: today };
    default:
      return { from: addDays(today, 1 - Number(name)), to: today };
  }
}

/** What the address says for a period; the usual one says nothing. */
export const urlOf = (name: PeriodName) => ({
  period: name === USUAL ? null : name,
  from: null,
  to: null,
});
