import { type Day, dayFrom } from "#kernel/day.ts";
import { refused } from "#kernel/errors.ts";
import { wholeYear } from "./statement.rules.ts";

export const DAY_ORDERS = ["dmy", "mdy", "ymd"] as const;
export type DayOrder = (typeof DAY_ORDERS)[number];

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** As Malay shortens them where English does not. */
const MALAY: Readonly<{ [month: string]: number }> = {
  mac: 3,
  mei: 5,
  jul: 7,
  ogo: 8,
  okt: 10,
  dis: 12,
};

/**
 * Reads the days of a file, all in the one order that all of them allow. Where several do (1/2, 3/4) nobody guesses: the order has
 * to be said.
 */
export function dayReader(
  days: readonly string[],
  said: DayOrder | null,
): (text: string) => Day | null {
  if (said !== null) return (text) => dayIn(text, said);
  const told = days.filter((day) => day.trim() !== "");
  const possible = DAY_ORDERS.filter((order) => told.every((day) => dayIn(day, order) !== null));
  const [only, other] = possible;
  const isOne =
    other === undefined || told.every((day) => dayIn(day, only ?? "dmy") === dayIn(day, other));
  if (!isOne) throw refused("platform.bankfile.day_order_unclear");
  return (text) => dayIn(text, only ?? "dmy");
}

/** `31/12/2026`, `12/31'26`, `2026-12-31`, `20261231`, `31 Dec 2026`. */
export function dayIn(text: string, order: DayOrder): Day | null {
  const trimmed = text.trim().toLowerCase();
  const [, year, month, day] = /^(\d{4})-?(\d\d)-?(\d\d)(?:[t ].*)?$/.exec(trimmed) ?? [];
  if (year !== undefined) return dayFrom(Number(year), Number(month), Number(day));
  const [, first, name = "", last] =
    /^(\d{1,2})[\s\-/.]*([a-z]{3,})[\s\-/.,]*(\d{2,4})$/.exec(trimmed) ?? [];
  if (first !== undefined) return dayFrom(wholeYear(Number(last)), monthOf(name), Number(first));
  const parts = /^(\d{1,4})[\s\-/.']+(\d{1,2})[\s\-/.']+(\d{1,4})(?: .*)?$/.exec(trimmed);
  // A year in front is told whole: 30/11/26 is no day of 1930.
  if (parts === null || (parts[1]?.length === 4) !== (order === "ymd")) return null;
  const at = (part: string) => Number(parts[order.indexOf(part) + 1]);
  return dayFrom(wholeYear(at("y")), at("m"), at("d"));
}

const monthOf = (name: string): number =>
  MALAY[name.slice(0, 3)] ?? MONTHS.indexOf(name.slice(0, 3)) + 1;
