import { addDays, type Day, daysBetween, endOfMonth, monthAfter } from "#kernel/day.ts";
import type { RequestKind } from "./requests.contract.ts";

/** Where the GDPR holds (EU, EEA), and the United Kingdom with its own of the same words. */
const GDPR = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK GB".split(
    " ",
  ),
);
/** Promise P48, and the 30 days of Singapore's Personal Data Protection Regulations 2021 (regulations 5 and 7). */
const DAYS_MAX = 30;
/** Personal Data Protection Act 2010 (Malaysia), section 31(1) for access and section 35(1) for correction. */
const MALAYSIA_DAYS = 21;

/**
 * Until when somebody has to be answered: what the law of the company's country gives, and 30 days at most whatever it
 * gives. Article 12(3) of the GDPR gives one month, which may be shorter. What a law lets a company take longer by
 * saying so in time is not counted on.
 */
export function dueOnFor(country: string, kind: RequestKind, receivedOn: Day): Day {
  if (country === "MY" && (kind === "access" || kind === "correction"))
    return addDays(receivedOn, MALAYSIA_DAYS);
  const last = addDays(receivedOn, DAYS_MAX);
  if (!GDPR.has(country)) return last;
  const month = sameDayAfter(receivedOn);
  return daysBetween(month, last) > 0 ? month : last;
}

/** The same day of the next month, or that month's last day where it has no such day. */
function sameDayAfter(day: Day): Day {
  const month = monthAfter(day);
  const same = `${month.slice(0, 8)}${day.slice(8)}`;
  const last = endOfMonth(month);
  return same > last ? last : same;
}

const REMIND_DAYS = 7;

/** When Admins are reminded of what nobody has answered: a week before it is due, and on the day after. */
export const remindedOn = (dueOn: Day): readonly Day[] => [
  addDays(dueOn, -REMIND_DAYS),
  addDays(dueOn, 1),
];
