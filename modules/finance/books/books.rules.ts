import type { Day } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Chart } from "../chart/charts.rules.ts";

export const whyNotSwitchOn = (isOn: boolean): Reason | null =>
  isOn ? "finance.books.on_already" : null;

export function whyNotStart(startsOn: Day, today: Day): Reason | null {
  if (!startsOn.endsWith("-01")) return "finance.books.not_first_of_month";
  if (startsOn > today) return "finance.books.starts_in_future";
  if (startsOn < EARLIEST) return "finance.books.starts_too_early";
  return null;
}

/** So that nobody's slip of the pen makes a thousand empty months. */
const EARLIEST = "1990-01-01";

/** The ready chart of where the company is. */
export function chartFor(country: string): Chart {
  if (country === "MY") return "online_my";
  if (country === "SG") return "online_sg";
  return EU.includes(country) ? "online_eu" : "general";
}
const EU = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split(
  " ",
);

/** From the year of the first sale, or this one. */
export const suggestedStart = (firstSaleOn: Day | null, today: Day): Day =>
  `${(firstSaleOn ?? today).slice(0, 4)}-01-01`;
