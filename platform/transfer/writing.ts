import { type Cell, csvLine, type Head, wallClock } from "./writing.rules.ts";

/** The marks of UTF-8 in front: without them Excel reads a CSV in the old code page of its country. */
const BYTE_ORDER_MARK = "\ufeff";

/** A CSV (RFC 4180, UTF-8) of lines that come in batches, in pieces of text. */
export async function* csvFile(
  heads: readonly Head[],
  batches: AsyncIterable<readonly (readonly string[])[]>,
): AsyncGenerator<Buffer> {
  yield Buffer.from(BYTE_ORDER_MARK + csvLine(heads.map(({ label }) => label)));
  for await (const lines of batches) yield Buffer.from(lines.map(csvLine).join(""));
}

const FORMATS: Partial<Record<Head["as"], string>> = {
  money: "#,##0.00##",
  day: "yyyy-mm-dd",
  moment: "yyyy-mm-dd hh:mm:ss",
};
/** Excel holds no more in a cell, and calls a longer one damage: what was cut ends in dots. A CSV has all of it. */
const TEXT_MAX = 32_767;

/** As many lines as a sheet has room for. */
const SHEET_LINES_MAX = 1_048_576;
/**
 * LibreOffice opens no archive whose parts may be larger than 4 GiB (ZIP64) and come in one go, so none of ours is: a sheet
 * is at most half of that, by what its first lines take.
 */
const SHEET_BYTES = 2 ** 31;
/** What stands around a cell's text. */
const CELL_BYTES = 60;

/**
 * An XLSX of one sheet, with typed cells and a head that stays in sight; past a sheet's room it goes on in a further one.
 * Texts are texts: nothing is a formula. Memory does not grow with the lines.
 */
export async function* xlsxFile(
  name: string,
  heads: readonly Head[],
  batches: AsyncIterable<readonly (readonly Cell[])[]>,
  zone: string,
): AsyncGenerator<Buffer> {
  const [first, more] = await begun(batches);
  async function* lines() {
    for (const cells of first) yield cells.map((cell) => shownIn(cell, zone));
    for await (const batch of more)
      for (const cells of batch) yield cells.map((cell) => shownIn(cell, zone));
  }
  const columns = heads.map(({ label, as }) => {
    const numFmt = FORMATS[as];
    return { header: label, ...(numFmt === undefined ? {} : { numFmt }) };
  });
  const freezePane = { rows: 1 };
  // Few processes ever write one; the library is 15 MB in memory.
  const { writeXlsxStream } = await import("hucre/xlsx");
  const options = { name, columns, freezePane, maxRowsPerSheet: roomFor(first) };
  for await (const piece of writeXlsxStream(lines(), options)) yield Buffer.from(piece);
}

/** The first batch, and what comes after it. */
async function begun<Of>(
  batches: AsyncIterable<readonly Of[]>,
): Promise<[first: readonly Of[], more: AsyncIterable<readonly Of[]>]> {
  const iterator = batches[Symbol.asyncIterator]();
  const { value: first = [] } = await iterator.next();
  return [first, { [Symbol.asyncIterator]: () => iterator }];
}

function roomFor(lines: readonly (readonly Cell[])[]): number {
  const bytes = lines
    .flat()
    .reduce<number>(
      (sum, cell) => sum + CELL_BYTES + (typeof cell === "string" ? Buffer.byteLength(cell) : 20),
      0,
    );
  const room = Math.floor(SHEET_BYTES / (bytes / Math.max(1, lines.length) || 1));
  return Math.min(SHEET_LINES_MAX, room);
}

function shownIn(cell: Cell, zone: string): string | number | boolean | Date | null {
  if (cell instanceof Date) return wallClock(cell, zone);
  if (typeof cell === "string")
    return cell.length > TEXT_MAX ? `${cell.slice(0, TEXT_MAX - 1)}…` : cell;
  return typeof cell === "object" && cell !== null ? new Date(`${cell.day}T00:00:00Z`) : cell;
}
