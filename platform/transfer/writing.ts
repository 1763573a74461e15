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

/**
 * An XLSX of one sheet, with typed cells and a head that stays in sight; past 1,048,576 lines it goes on in a further sheet.
 * Texts are texts: nothing is a formula. Memory does not grow with the lines.
 */
export async function* xlsxFile(
  name: string,
  heads: readonly Head[],
  batches: AsyncIterable<readonly (readonly Cell[])[]>,
  zone: string,
): AsyncGenerator<Buffer> {
  async function* lines() {
    for await (const batch of batches)
      for (const cells of batch) yield cells.map((cell) => shownIn(cell, zone));
  }
  const columns = heads.map(({ label, as }) => {
    const numFmt = FORMATS[as];
    return { header: label, ...(numFmt === undefined ? {} : { numFmt }) };
  });
  const freezePane = { rows: 1 };
  // Few processes ever write one; the library is 15 MB in memory.
  const { writeXlsxStream } = await import("hucre/xlsx");
  for await (const piece of writeXlsxStream(lines(), { name, columns, freezePane, zip64: true }))
    yield Buffer.from(piece);
}

function shownIn(cell: Cell, zone: string): string | number | boolean | Date | null {
  if (cell instanceof Date) return wallClock(cell, zone);
  if (typeof cell === "string")
    return cell.length > TEXT_MAX ? `${cell.slice(0, TEXT_MAX - 1)}…` : cell;
  return typeof cell === "object" && cell !== null ? new Date(`${cell.day}T00:00:00Z`) : cell;
}
