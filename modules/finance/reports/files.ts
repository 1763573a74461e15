import { decimalOf, digitsOf, type Minor } from "#kernel/money.ts";
import type { Language } from "#kernel/said.ts";
import { type Cell, guarded } from "#platform/transfer/writing.rules.ts";
import { csvFile, xlsxFile } from "#platform/transfer/writing.ts";
import { printSheet } from "./printing.ts";
import type { ReportFormat, Sheet } from "./reports.contract.ts";

/** The company as statements name it, and the last day they speak of. */
export type Issuer = { readonly name: string; readonly on: string; readonly language: Language };

/** A statement as a file. The same table is the same bytes, whenever it is written. */
export async function fileOf(
  sheet: Sheet,
  format: ReportFormat,
  issuer: Issuer,
): Promise<{ name: string; bytes: Buffer }> {
  const name = `${sheet.title} ${sheet.period}.${format}`.replace(/[/\\:]/g, "-");
  if (format === "pdf") return { name, bytes: await printSheet(sheet, issuer) };
  const pieces = format === "csv" ? csvOf(sheet) : xlsxOf(sheet);
  const chunks: Buffer[] = [];
  for await (const piece of pieces) chunks.push(piece);
  return { name, bytes: Buffer.concat(chunks) };
}

function csvOf({ heads, rows, currency }: Sheet): AsyncGenerator<Buffer> {
  const text = (cell: string | Minor | null): string => {
    if (cell === null) return "";
    return typeof cell === "number" ? decimalOf(cell, currency) : guarded(cell);
  };
  const columns = heads.map(({ label, as }) => ({
    label: as === "money" ? `${label} (${currency})` : label,
    as: as === "code" ? ("text" as const) : as,
  }));
  return csvFile(columns, once(rows.map(({ cells }) => cells.map(text))));
}

function xlsxOf({ heads, rows, currency, title }: Sheet): AsyncGenerator<Buffer> {
  const unit = 10 ** digitsOf(currency);
  const shown = (cell: string | Minor | null, at: number): Cell => {
    if (typeof cell === "number") return cell / unit;
    return heads[at]?.as === "day" && cell !== null ? { day: cell } : cell;
  };
  const columns = heads.map(({ label, as }) => ({
    label: as === "money" ? `${label} (${currency})` : label,
    as: as === "code" ? ("text" as const) : as,
  }));
  const lines = rows.map(({ cells }) => cells.map(shown));
  return xlsxFile(title.slice(0, 31), columns, once(lines), "UTC");
}

async function* once<T>(batch: readonly T[]): AsyncGenerator<readonly T[]> {
  yield batch;
}
