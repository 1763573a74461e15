import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { Problem, refused } from "#kernel/errors.ts";
import { readBankFile } from "#platform/bankfile/reading.ts";
import { type CsvRow, statementOfRows } from "#platform/bankfile/reading-csv.rules.ts";
import { type BankStatement, Unreadable } from "#platform/bankfile/statement.rules.ts";
import { openTable } from "#platform/transfer/reading.ts";
import type { Imported, Mapping } from "./bank.contract.ts";
import { columnsMissing, guessOf } from "./importing.rules.ts";

type Read =
  | { readonly outcome: "read"; readonly statements: readonly BankStatement[] }
  | Extract<Imported, { outcome: "columns" }>;

const SAMPLE_ROWS = 5;
const ROWS_MAX = 50_000;
const BYTES_MAX = 20 * 1024 * 1024;
const gunzipped = promisify(gunzip);

/** The file itself. What would unpack to more than may come is stopped on the way. */
export async function unpacked(base64: string, packing: "none" | "gzip"): Promise<Buffer> {
  const bytes = Buffer.from(base64, "base64");
  if (packing === "none") return bytes;
  try {
    return await gunzipped(bytes, { maxOutputLength: BYTES_MAX });
  } catch (error) {
    const isTooLarge = (error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE";
    throw refused(isTooLarge ? "finance.bank.too_large" : "finance.bank.not_packed");
  }
}

/** What a bank's file says: by its own format; or, where it is a table, by the columns that were told for the account. */
export async function readStatements(
  bytes: Buffer,
  { currency, mapping }: { readonly currency: string; readonly mapping: Mapping | null },
): Promise<Read> {
  try {
    return { outcome: "read", statements: readBankFile(bytes, { currency }) };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "platform.bankfile.unknown") throw error;
  }
  const table = await openTable({
    bytes: bytes.length,
    read: async (from, length) => bytes.subarray(from, from + length),
  });
  const rows: CsvRow[] = [];
  for await (const batch of table.rows()) {
    rows.push(...batch);
    if (rows.length > ROWS_MAX) throw refused("finance.bank.too_many_lines", { max: ROWS_MAX });
  }
  const header = [...table.header];
  const sample = rows.slice(0, SAMPLE_ROWS).map(({ cells }) => [...cells]);
  if (mapping === null || columnsMissing(mapping, header).length > 0)
    return { outcome: "columns", header, sample, guess: guessOf(header, sample) };
  const told = { ...mapping, currency, valueOn: null, decimal: null };
  try {
    return { outcome: "read", statements: [statementOfRows(header, rows, told)] };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { line, field, value } = error;
    throw refused("platform.bankfile.unreadable", { line, field, value });
  }
}
