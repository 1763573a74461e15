import { isUtf8 } from "node:buffer";
import { Readable } from "node:stream";
import { parse } from "csv-parse";
import { parse as parseWhole } from "csv-parse/sync";
import { refused } from "#kernel/errors.ts";
import {
  COLUMNS_MAX,
  type Encoding,
  headerOf,
  isBlank,
  type Source,
  type Table,
  type TableOptions,
  type TableRow,
} from "./table.ts";
import { unguarded } from "./writing.rules.ts";

const PIECE_BYTES = 256 * 1024;
/** What is looked at to tell how a file was written. */
const SAMPLE_BYTES = 256 * 1024;
const SAMPLE_ROWS = 30;
/** One row of text. A quote that is never closed would otherwise swallow the rest of the file. */
const ROW_CHARS_MAX = 1024 * 1024;
const BATCH_ROWS = 500;
const DELIMITERS = [",", ";", "\t", "|"] as const;

const READ_AS = {
  // The double quote that begins in the middle of a cell is one of its letters, as spreadsheets read it.
  relax_quotes: true,
  relax_column_count: true,
  record_delimiter: ["\r\n", "\n", "\r"],
  max_record_size: ROW_CHARS_MAX,
};

/** Text with a delimiter, in whatever encoding and quoting a spreadsheet writes it. */
export async function openCsv(source: Source, options: TableOptions): Promise<Table> {
  const sample = await source.read(0, SAMPLE_BYTES);
  const isWhole = sample.length === source.bytes;
  const encoding = options.encoding ?? encodingOf(sample, isWhole);
  const text = withoutMark(decoderFor(encoding).decode(sample, { stream: !isWhole }));
  refuseUnlessText(text);
  const named = delimiterNamed(text);
  const delimiter = named?.delimiter ?? delimiterOf(text, isWhole);
  const skips = named === null ? 0 : 1;
  const records = () => recordsOf(source, encoding, delimiter, skips);

  return {
    format: "csv",
    encoding,
    delimiter,
    sheets: [],
    sheet: null,
    isTyped: false,
    header: await headerIn(records()),
    rows: () => rowsOf(records(), skips),
  };
}

async function headerIn(records: AsyncIterable<string[]>): Promise<string[]> {
  for await (const record of records) if (!isBlank(record)) return headerOf(record);
  throw refused("platform.transfer.empty");
}

async function* rowsOf(
  records: AsyncIterable<string[]>,
  skipped: number,
): AsyncGenerator<readonly TableRow[]> {
  let line = skipped;
  let hasHeader = false;
  let batch: TableRow[] = [];
  for await (const record of records) {
    line += 1;
    if (isBlank(record)) continue;
    if (hasHeader) batch.push({ line, cells: record.map(unguarded) });
    hasHeader = true;
    if (batch.length < BATCH_ROWS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* recordsOf(
  source: Source,
  encoding: Encoding,
  delimiter: string,
  skips: number,
): AsyncGenerator<string[]> {
  const parser = parse({ ...READ_AS, delimiter });
  const text = Readable.from(textOf(source, encoding), { objectMode: false });
  text.on("error", (error) => parser.destroy(error));
  text.pipe(parser);
  let left = skips;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      if (record.length > COLUMNS_MAX * 4) throw refused("platform.transfer.too_many_columns");
      if (left > 0) left -= 1;
      else yield record;
    }
  } catch (error) {
    throw asRefusal(error);
  } finally {
    text.destroy();
    parser.destroy();
  }
}

function asRefusal(error: unknown): unknown {
  const { code, lines } = error as { code?: string; lines?: number };
  if (code === "CSV_QUOTE_NOT_CLOSED" || code === "CSV_MAX_RECORD_SIZE")
    return refused("platform.transfer.open_quote", { line: lines ?? null });
  return error;
}

async function* textOf(source: Source, encoding: Encoding): AsyncGenerator<Buffer> {
  const decoder = encoding === "utf-8" ? null : decoderFor(encoding);
  for (let from = 0; from < source.bytes; from += PIECE_BYTES) {
    const piece = await source.read(from, PIECE_BYTES);
    const rest = from === 0 ? piece.subarray(markBytes(piece)) : piece;
    if (rest.length === 0) continue;
    yield decoder === null ? rest : Buffer.from(decoder.decode(rest, { stream: true }));
  }
}

const decoderFor = (encoding: Encoding): TextDecoder =>
  new TextDecoder(encoding, { ignoreBOM: true });

const withoutMark = (text: string): string => text.replace(/^\uFEFF/, "");

function markBytes(piece: Buffer): number {
  if (piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf) return 3;
  const isUtf16 =
    (piece[0] === 0xff && piece[1] === 0xfe) || (piece[0] === 0xfe && piece[1] === 0xff);
  return isUtf16 ? 2 : 0;
}

/** By its mark; else by what it can be: UTF-16 has a zero beside each plain letter, and little but UTF-8 reads as UTF-8. */
function encodingOf(sample: Buffer, isWhole: boolean): Encoding {
  if (sample[0] === 0xff && sample[1] === 0xfe) return "utf-16le";
  if (sample[0] === 0xfe && sample[1] === 0xff) return "utf-16be";
  const pairs = Math.min(sample.length, 2000) >> 1;
  let zerosFirst = 0;
  let zerosSecond = 0;
  for (let i = 0; i < pairs; i += 1) {
    if (sample[2 * i] === 0) zerosFirst += 1;
    if (sample[2 * i + 1] === 0) zerosSecond += 1;
  }
  if (pairs > 0 && zerosSecond > pairs * 0.4 && zerosFirst === 0) return "utf-16le";
  if (pairs > 0 && zerosFirst > pairs * 0.4 && zerosSecond === 0) return "utf-16be";
  return isUtf8(isWhole ? sample : upToWholeLetter(sample)) ? "utf-8" : "windows-1252";
}

/** Without the letter that the sample's end cuts in two. */
function upToWholeLetter(sample: Buffer): Buffer {
  let end = sample.length;
  while (end > 0 && sample.length - end < 4 && ((sample[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end > 0 && (sample[end - 1] ?? 0) >= 0xc0 ? sample.subarray(0, end - 1) : sample;
}

/** Pictures, programs and pages of the web are no tables, whatever they are called. */
function refuseUnlessText(text: string): void {
  const start = text.slice(0, 4000);
  if (start.includes("\0") || /^\s*(?:<(?:!doctype|html|\?xml)|%PDF-|\{\\rtf)/i.test(start))
    throw refused("platform.transfer.no_table");
  if (start.trim() === "") throw refused("platform.transfer.empty");
}

/** `sep=;`: what Excel itself writes and reads as the first line. */
function delimiterNamed(text: string): { delimiter: string } | null {
  const delimiter = /^"?sep=([^\r\n"])"?\r?\n/i.exec(text)?.[1];
  return delimiter === undefined ? null : { delimiter };
}

/** The one under which the rows come apart into the most cells, as many in each. */
function delimiterOf(text: string, isWhole: boolean): string {
  let best: { delimiter: string; score: number } = { delimiter: ",", score: 0 };
  for (const delimiter of DELIMITERS) {
    const score = evennessOf(text, delimiter, isWhole);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function evennessOf(text: string, delimiter: string, isWhole: boolean): number {
  try {
    const records: string[][] = parseWhole(text, { ...READ_AS, delimiter, to: SAMPLE_ROWS });
    const rows = (isWhole ? records : records.slice(0, -1)).filter((cells) => !isBlank(cells));
    const width = rows[0]?.length ?? records[0]?.length ?? 0;
    if (width < 2) return 0;
    const even = rows.filter(({ length }) => length === width).length;
    return (even / Math.max(rows.length, 1)) * Math.min(width, 50);
  } catch {
    return 0;
  }
}
