import type { Day } from "#kernel/day.ts";
import { type DayOrder, dayReader } from "./days.rules.ts";
import {
  type BankLine,
  type BankStatement,
  joined,
  looseMinor,
  Unreadable,
} from "./statement.rules.ts";

/** Which column tells what, by the names in its head: said once for a bank, and kept. */
export type CsvMapping = {
  readonly currency: string;
  readonly on: string;
  readonly valueOn: string | null;
  /** One column with a sign, or one for each side. */
  readonly amount: { readonly signed: string } | { readonly in: string; readonly out: string };
  /** Where the sign stands the other way round, as on credit cards. */
  readonly isTurned: boolean;
  readonly counterparty: string | null;
  readonly reference: string | null;
  readonly text: readonly string[];
  readonly bankId: string | null;
  readonly balance: string | null;
  readonly dayOrder: DayOrder | null;
  readonly decimal: "." | "," | null;
};

export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

/** The rows of a bank's table as a statement. Rows without a day and without an amount (sums, notes of the bank) are passed over. */
export function statementOfRows(
  header: readonly string[],
  rows: readonly CsvRow[],
  mapping: CsvMapping,
): BankStatement {
  const at = (name: string | null, { cells }: CsvRow): string =>
    name === null ? "" : (cells[header.indexOf(name)] ?? "").trim();
  const read = rows.filter(
    (row) => at(mapping.on, row) !== "" && amountCellsOf(mapping, row, at) !== "",
  );
  const days = dayReader(
    read.map((row) => at(mapping.on, row)),
    mapping.dayOrder,
  );
  const lines = read.map((row) => lineOf(row, mapping, at, days));
  const closing = closingOf(read, lines, mapping, at);
  return {
    format: "csv",
    id: null,
    account: { number: null, name: null },
    currency: mapping.currency,
    opening: null,
    closing,
    lines,
  };
}

type Cell = (name: string | null, row: CsvRow) => string;

const amountCellsOf = ({ amount }: CsvMapping, row: CsvRow, at: Cell): string =>
  "signed" in amount ? at(amount.signed, row) : at(amount.in, row) + at(amount.out, row);

function lineOf(
  row: CsvRow,
  mapping: CsvMapping,
  at: Cell,
  readDay: (text: string) => Day | null,
): BankLine {
  const dayAt = (column: string): Day => {
    const day = readDay(at(column, row));
    if (day === null) throw new Unreadable(column, at(column, row), row.line);
    return day;
  };
  const name = at(mapping.counterparty, row) || null;
  return {
    bankId: at(mapping.bankId, row) || null,
    on: dayAt(mapping.on),
    valueOn:
      mapping.valueOn === null || at(mapping.valueOn, row) === "" ? null : dayAt(mapping.valueOn),
    minor: minorOf(row, mapping, at),
    currency: mapping.currency,
    isPending: false,
    counterparty: name === null ? null : { name, account: null },
    reference: at(mapping.reference, row) || null,
    text: joined(mapping.text.map((column) => at(column, row))),
    parts: [],
  };
}

function minorOf(
  row: CsvRow,
  { amount, currency, decimal, isTurned }: CsvMapping,
  at: Cell,
): number {
  const read = (column: string): number => {
    const text = at(column, row);
    if (text === "") return 0;
    const minor = looseMinor(text, currency, decimal);
    if (minor === null) throw new Unreadable(column, text, row.line);
    return minor;
  };
  const minor =
    "signed" in amount
      ? read(amount.signed)
      : // A bank writes what goes out with a minus or without: the column says it already.
        Math.abs(read(amount.in)) - Math.abs(read(amount.out));
  return isTurned && minor !== 0 ? -minor : minor;
}

/** The balance beside the newest row: tables run either way. */
function closingOf(
  rows: readonly CsvRow[],
  lines: readonly BankLine[],
  { balance, currency, decimal }: CsvMapping,
  at: Cell,
): BankStatement["closing"] {
  const [first, last] = [lines[0], lines.at(-1)];
  if (balance === null || first === undefined || last === undefined) return null;
  const isDown = first.on > last.on;
  const row = (isDown ? rows[0] : rows.at(-1)) as CsvRow;
  const minor = looseMinor(at(balance, row), currency, decimal);
  return minor === null ? null : { minor, currency, on: isDown ? first.on : last.on };
}
