import { addDays, type Day, daysBetween } from "#kernel/day.ts";
import type { RequestKind } from "./requests.contract.ts";

/** Where the GDPR holds (EU, EEA), and the United Kingdom with its own of the same words. */
const GDPR = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK GB".split(
    " ",
  ),
);
/** Promise P48: whatever a country allows, a first answer is never due later. */
const DAYS_MAX = 30;

/**
 * When a request is to be answered. Malaysia: 21 days for access and correction (Personal Data
 * Protection Act 2010, sections 31 and 35). GDPR Article 12(3): one month. Elsewhere 30 days.
 */
export function dueOnFor(country: string, kind: RequestKind, receivedOn: Day): Day {
  const last = addDays(receivedOn, DAYS_MAX);
  if (country === "MY" && kind !== "erasure") return addDays(receivedOn, 21);
  if (!GDPR.has(country)) return last;
  const month = addMonths(receivedOn, 1);
  return daysBetween(month, last) > 0 ? month : last;
}

/** When it is due once extended: 14 days more in Malaysia, two months under the GDPR; null where no law gives more. */
export function extendedOnFor(country: string, kind: RequestKind, receivedOn: Day): Day | null {
  if (country === "MY" && kind !== "erasure") return addDays(receivedOn, 35);
  return GDPR.has(country) ? addMonths(receivedOn, 3) : null;
}

/** The same day of a later month, or that month's last day where it has no such day. */
function addMonths(day: Day, count: number): Day {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const daysInMonth = new Date(Date.UTC(year, month - 1 + count + 1, 0)).getUTCDate();
  const moment = new Date(Date.UTC(year, month - 1 + count, Math.min(date, daysInMonth)));
  return moment.toISOString().slice(0, 10);
}
