import { dayFrom } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";
import { isCurrency } from "#kernel/money.ts";

export type ReadRate = {
  readonly currency: string;
  readonly rateOn: string;
  readonly rate: string;
};
export type Reading =
  | { readonly rates: readonly ReadRate[]; readonly wrong: null }
  /** The row that cannot be read, counted from 1 as a spreadsheet does. */
  | { readonly rates: null; readonly wrong: { readonly row: number; readonly code: Reason } };

const NAMES = {
  currency: ["currency", "code", "matawang", "mata wang", "kod"],
  rateOn: ["date", "day", "on", "tarikh", "hari"],
  rate: ["rate", "kadar", "value", "nilai"],
} as const;
type Column = keyof typeof NAMES;

/**
 * Rates as a table that a spreadsheet or a central bank's page gives: three columns, named by the first row or else in the order
 * currency, day, rate. What cannot be read is named, and then nothing is taken.
 */
export function readRates(csv: string, booksCurrency: string): Reading {
  const rows = csv.split(/\r?\n/).map(cellsOf);
  const first = rows[0] ?? [];
  const named = namedBy(first);
  const columns = named ?? { currency: 0, rateOn: 1, rate: 2 };
  const rates: ReadRate[] = [];
  for (const [at, cells] of rows.entries()) {
    if ((at === 0 && named !== null) || cells.every((cell) => cell === "")) continue;
    const cell = (column: Column): string => cells[columns[column]] ?? "";
    const one = {
      currency: cell("currency").toUpperCase(),
      rateOn: cell("rateOn"),
      rate: plainRate(cell("rate")),
    };
    const code = whyNot(one, booksCurrency);
    if (code !== null) return { rates: null, wrong: { row: at + 1, code } };
    rates.push({ ...one, rate: one.rate ?? "0" });
  }
  return rates.length === 0
    ? { rates: null, wrong: { row: 1, code: "finance.rate.no_rows" } }
    : { rates: lastOfEach(rates), wrong: null };
}

function whyNot(
  { currency, rateOn, rate }: { currency: string; rateOn: string; rate: string | null },
  booksCurrency: string,
): Reason | null {
  if (!isCurrency(currency) || currency === booksCurrency) return "finance.rate.no_currency";
  if (!isDay(rateOn)) return "finance.rate.no_day";
  return rate === null || Number(rate) === 0 ? "finance.journal.no_rate" : null;
}

function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  return dayFrom(Number(year), Number(month), Number(day)) !== null;
}

/** Told twice for a day, the later row counts. */
const lastOfEach = (rates: readonly ReadRate[]): ReadRate[] => [
  ...new Map(rates.map((one) => [`${one.currency} ${one.rateOn}`, one])).values(),
];

const plainRate = (text: string): string | null => {
  const plain = text.replaceAll(",", "");
  return /^\d{1,9}(\.\d{1,12})?$/.test(plain) ? plain : null;
};

function namedBy(cells: readonly string[]): Record<Column, number> | null {
  const places = (Object.keys(NAMES) as Column[]).map((column) => {
    const names: readonly string[] = NAMES[column];
    return [column, cells.findIndex((cell) => names.includes(cell.toLowerCase()))] as const;
  });
  return places.every(([, place]) => place >= 0)
    ? (Object.fromEntries(places) as Record<Column, number>)
    : null;
}

/** Commas, semicolons and tabs part cells; one in quotes may hold a comma. */
function cellsOf(row: string): string[] {
  const parted = row.includes("\t")
    ? /\t/
    : row.includes(";")
      ? /;/
      : /,(?=(?:[^"]*"[^"]*")*[^"]*$)/;
  return row.split(parted).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, "$1")
      .trim(),
  );
}
