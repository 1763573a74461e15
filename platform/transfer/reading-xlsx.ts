import { SaxesParser, type SaxesTagPlain } from "saxes";
import { refused } from "#kernel/errors.ts";
import { openZip, type Packed } from "./reading-zip.ts";
import { readTexts, type Texts } from "./shared-texts.ts";
import {
  CELL_CHARS_MAX,
  COLUMNS_MAX,
  headerOf,
  isBlank,
  type Source,
  type Table,
  type TableOptions,
  type TableRow,
} from "./table.ts";

const BATCH_ROWS = 500;
const DAY_MS = 86_400_000;
/** What Excel calls day 0; the day it invented in February 1900 lies before every date anybody enters. */
const EPOCH_MS = Date.UTC(1899, 11, 30);
const EPOCH_1904_MS = Date.UTC(1904, 0, 1);

type Sheet = { readonly name: string; readonly path: string };
type Styles = { readonly isDay: readonly boolean[] };

/** A workbook: one sheet of it, read as it unpacks. Numbers and days are what the cells hold, not what they show. */
export async function openXlsx(source: Source, options: TableOptions): Promise<Table> {
  const zip = await openZip(source);
  if (!zip.has("xl/workbook.xml")) throw refused("platform.transfer.no_table");
  const { sheets, is1904 } = await sheetsOf(zip);
  const sheet = sheets.find(({ name }) => name === options.sheet) ?? sheets[0];
  if (sheet === undefined) throw refused("platform.transfer.empty");
  const styles = await stylesOf(zip);
  let texts: Promise<Texts> | null = null;
  const textsOnce = () => (texts ??= readTexts(zip, "xl/sharedStrings.xml"));
  const rows = () => rowsOf(zip, sheet, { styles, is1904, texts: textsOnce });

  let header: string[] | null = null;
  for await (const [first] of rows()) {
    header = headerOf(first?.cells ?? []);
    break;
  }
  if (header === null) throw refused("platform.transfer.empty");
  return {
    format: "xlsx",
    encoding: null,
    delimiter: null,
    sheets: sheets.map(({ name }) => name),
    sheet: sheet.name,
    isTyped: true,
    header,
    rows: () => withoutFirst(rows()),
  };
}

async function* withoutFirst(
  batches: AsyncIterable<TableRow[]>,
): AsyncGenerator<readonly TableRow[]> {
  let isFirst = true;
  for await (const batch of batches) {
    yield isFirst ? batch.slice(1) : batch;
    isFirst = false;
  }
}

async function sheetsOf(zip: Packed): Promise<{ sheets: Sheet[]; is1904: boolean }> {
  const targets = new Map<string, string>();
  if (zip.has("xl/_rels/workbook.xml.rels"))
    await eachTag(await zip.text("xl/_rels/workbook.xml.rels"), ({ name, attributes: of }) => {
      if (name === "Relationship") targets.set(of["Id"] ?? "", of["Target"] ?? "");
    });
  const sheets: Sheet[] = [];
  let is1904 = false;
  await eachTag(await zip.text("xl/workbook.xml"), ({ name, attributes: of }) => {
    if (name === "workbookPr") is1904 = ["1", "true"].includes(of["date1904"] ?? "");
    if (name !== "sheet") return;
    const target = targets.get(of["r:id"] ?? "") ?? `worksheets/sheet${sheets.length + 1}.xml`;
    const path = target.startsWith("/") ? target.slice(1) : `xl/${target}`;
    if (zip.has(path)) sheets.push({ name: of["name"] ?? `${sheets.length + 1}`, path });
  });
  return { sheets, is1904 };
}

/** Which styles show a number as a day or an hour. */
async function stylesOf(zip: Packed): Promise<Styles> {
  if (!zip.has("xl/styles.xml")) return { isDay: [] };
  const formats = new Map<number, boolean>();
  const isDay: boolean[] = [];
  let isInCells = false;
  await eachTag(
    await zip.text("xl/styles.xml"),
    ({ name, attributes: of }) => {
      if (name === "numFmt") formats.set(Number(of["numFmtId"]), showsDay(of["formatCode"] ?? ""));
      if (name === "cellXfs") isInCells = true;
      if (name !== "xf" || !isInCells) return;
      const id = Number(of["numFmtId"] ?? 0);
      isDay.push(formats.get(id) ?? isBuiltInDay(id));
    },
    (name) => {
      if (name === "cellXfs") isInCells = false;
    },
  );
  return { isDay };
}

const isBuiltInDay = (id: number): boolean =>
  (id >= 14 && id <= 22) ||
  (id >= 27 && id <= 36) ||
  (id >= 45 && id <= 47) ||
  (id >= 50 && id <= 58);

/** A format of years, months, days, hours: outside of what it quotes and of its colours. */
const showsDay = (format: string): boolean =>
  /[dmyhs]/i.test(format.replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|general/gi, ""));

type Meaning = {
  readonly styles: Styles;
  readonly is1904: boolean;
  readonly texts: () => Promise<Texts>;
};

type Cell = {
  at: number;
  type: string;
  style: number;
  value: string;
  text: string;
  hasFormula: boolean;
};

async function* rowsOf(zip: Packed, sheet: Sheet, meaning: Meaning): AsyncGenerator<TableRow[]> {
  const texts = await meaning.texts();
  const decoder = new TextDecoder();
  let done: TableRow[] = [];
  const parser = sheetParser({ ...meaning, known: texts }, (row) => done.push(row));
  for await (const piece of await zip.open(sheet.path)) {
    parser.write(decoder.decode(piece, { stream: true }));
    if (done.length < BATCH_ROWS) continue;
    const batch = done;
    done = [];
    yield batch;
  }
  parser.close();
  if (done.length > 0) yield done;
}

/** Reads a sheet's cells as they come by. */
function sheetParser(
  { styles, is1904, known }: Meaning & { readonly known: Texts },
  keep: (row: TableRow) => void,
): SaxesParser {
  const parser = new SaxesParser();
  let line = 0;
  let cells: string[] = [];
  let formulas: number[] = [];
  let cell: Cell | null = null;
  let reading: "value" | "text" | null = null;
  const isDay = (style: number) => styles.isDay[style] === true;

  parser.on("error", () => {
    throw refused("platform.transfer.damaged");
  });
  parser.on("opentag", ({ name: tag, attributes: of }: SaxesTagPlain) => {
    const name = localOf(tag);
    if (name === "row") {
      line = of["r"] === undefined ? line + 1 : Number(of["r"]);
      cells = [];
      formulas = [];
    } else if (name === "c") {
      const at = of["r"] === undefined ? cells.length : columnOf(of["r"]);
      if (at >= COLUMNS_MAX) throw refused("platform.transfer.too_many_columns");
      const style = Number(of["s"] ?? 0);
      cell = { at, type: of["t"] ?? "n", style, value: "", text: "", hasFormula: false };
    } else if (cell !== null) {
      if (name === "f") cell.hasFormula = true;
      else if (name === "v") reading = "value";
      else if (name === "t") reading = "text";
    }
  });
  parser.on("text", (text) => {
    if (cell === null || reading === null) return;
    cell[reading] += text;
    if (cell[reading].length > CELL_CHARS_MAX * 2) throw refused("platform.transfer.damaged");
  });
  parser.on("closetag", ({ name: tag }) => {
    const name = localOf(tag);
    if (name === "v" || name === "t") reading = null;
    else if (name === "c" && cell !== null) {
      while (cells.length < cell.at) cells.push("");
      cells[cell.at] = meantBy(cell, isDay(cell.style), is1904, known);
      if (cell.hasFormula) formulas.push(cell.at);
      cell = null;
    } else if (name === "row" && !isBlank(cells))
      keep({ line, cells, ...(formulas.length > 0 ? { formulas } : {}) });
  });
  return parser;
}

function meantBy(cell: Cell, isDay: boolean, is1904: boolean, texts: Texts): string {
  const { type, value } = cell;
  if (type === "s") return texts.at(Number(value));
  if (type === "inlineStr") return cell.text;
  if (type === "b") return value === "1" ? "true" : "false";
  if (type === "str" || type === "d") return value;
  // `#N/A`, `#REF!`: nothing that means anything.
  if (type === "e") return value;
  if (value === "") return "";
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  return isDay ? dayText(number, is1904) : plainText(number);
}

/** As many digits as a spreadsheet keeps, never with an exponent: `60123456789`, `0.3`. */
function plainText(number: number): string {
  const exact = Number(number.toPrecision(15));
  const text = String(exact);
  return text.includes("e") ? exact.toLocaleString("en", NO_EXPONENT) : text;
}
const NO_EXPONENT = { useGrouping: false, maximumFractionDigits: 20 } as const;

/** `2025-11-03`, `2025-11-03T14:06:00`, with its milliseconds where it has any, or `14:06:00` of an hour without a day. */
function dayText(serial: number, is1904: boolean): string {
  const ms = Math.round(serial * DAY_MS);
  const moment = new Date((is1904 ? EPOCH_1904_MS : EPOCH_MS) + ms);
  if (Number.isNaN(moment.getTime())) return plainText(serial);
  const text = moment.toISOString().replace(/(?:\.000)?Z$/, "");
  if (serial < 1 && serial >= 0) return text.slice(11);
  return ms % DAY_MS === 0 ? text.slice(0, 10) : text;
}

/** `AB12`: 27. */
function columnOf(place: string): number {
  let column = 0;
  for (let i = 0; i < place.length; i += 1) {
    const letter = place.charCodeAt(i) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}

async function eachTag(
  xml: string,
  open: (tag: SaxesTagPlain) => void,
  close: (name: string) => void = () => undefined,
): Promise<void> {
  const parser = new SaxesParser();
  parser.on("error", () => {
    throw refused("platform.transfer.damaged");
  });
  parser.on("opentag", (tag) => open({ ...tag, name: localOf(tag.name) }));
  parser.on("closetag", ({ name }) => close(localOf(name)));
  parser.write(xml).close();
}

/** Some programs write every tag with a prefix. */
const localOf = (name: string): string => name.slice(name.indexOf(":") + 1);
