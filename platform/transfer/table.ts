import { refused } from "#kernel/errors.ts";

/** Bytes of a file, wherever they are kept: asked for in pieces, so that none of it is ever held whole. */
export type Source = {
  readonly bytes: number;
  /** Fewer than asked for only at the end. */
  read(from: number, length: number): Promise<Buffer>;
};

/** One row of a table, every cell as text: a number plain (`1204.5`), a day `2025-11-03`, nothing as "". */
export type TableRow = {
  /** As a spreadsheet counts: the header is 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Which of the cells hold a formula; left out where none does. */
  readonly formulas?: readonly number[];
};

export type Table = {
  readonly format: "csv" | "xlsx";
  /** Of text: how it was written. */
  readonly encoding: Encoding | null;
  readonly delimiter: string | null;
  /** Of a workbook: the sheets there are, and which one is read. */
  readonly sheets: readonly string[];
  readonly sheet: string | null;
  /** Numbers and days are the file's own and need no guessing. */
  readonly isTyped: boolean;
  readonly header: readonly string[];
  /** What follows the header, some hundred rows at a time. Rows of nothing are passed over. */
  rows(): AsyncIterable<readonly TableRow[]>;
};

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export type TableOptions = {
  readonly sheet?: string | null;
  /** Where it is known already, or the guess was wrong. */
  readonly encoding?: Encoding | null;
};

export const COLUMNS_MAX = 500;
/** As much as a spreadsheet's cell can hold. */
export const CELL_CHARS_MAX = 32_767;

/** A header that can name columns: the last ones that say nothing are no columns. */
export function headerOf(cells: readonly string[]): string[] {
  const header = cells.map((cell) => cell.trim());
  while (header.at(-1) === "") header.pop();
  if (header.length === 0) throw refused("platform.transfer.empty");
  if (header.length > COLUMNS_MAX) throw refused("platform.transfer.too_many_columns");
  return header;
}

export const isBlank = (cells: readonly string[]): boolean =>
  cells.every((cell) => cell.trim() === "");
