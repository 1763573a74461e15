/** A day on the calendar, as "2026-11-22". It has no hour and no zone: an invoice is due on a day. */
export type Day = string;

/** The day it is in a zone at a moment. */
export function dayIn(zone: string, moment: Date): Day {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
    formats.set(zone, format);
  }
  return format.format(moment);
}
const formats = new Map<string, Intl.DateTimeFormat>();

export function addDays(day: Day, count: number): Day {
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + count);
  return moment.toISOString().slice(0, 10);
}

export const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** The first day of its month, which a month is called by. */
export const monthOf = (day: Day): Day => `${day.slice(0, 8)}01`;

export function monthAfter(month: Day, by = 1): Day {
  const [year = 0, number = 0] = month.split("-").map(Number);
  const at = year * 12 + number - 1 + by;
  return `${String(Math.floor(at / 12)).padStart(4, "0")}-${String((at % 12) + 1).padStart(2, "0")}-01`;
}

export const endOfMonth = (month: Day): Day => addDays(monthAfter(month), -1);

/** A day of the calendar out of its parts, as files tell them; null where there is none, or none that a shop has. */
export function dayFrom(year: number, month: number, day: number): Day | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal =
    year >= 1900 &&
    year <= 2200 &&
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : null;
}

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
