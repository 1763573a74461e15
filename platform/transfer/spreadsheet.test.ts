/** What LibreOffice writes is read, and what we write it opens: it is started as `soffice`. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Problem } from "#kernel/errors.ts";
import { AS_CSV, AS_TEXT, cellsOf, spreadsheet } from "#platform/testing/libreoffice.ts";
import { NAUGHTY } from "#platform/testing/naughty.ts";
import { openTable } from "./reading.ts";
import type { TableOptions } from "./table.ts";
import { type Cell, guarded, type Head } from "./writing.rules.ts";
import { csvFile, xlsxFile } from "./writing.ts";

const calc = spreadsheet();
after(() => calc[Symbol.dispose]());

async function read(file: Buffer, options?: TableOptions) {
  const table = await openTable(
    { bytes: file.length, read: async (from, length) => file.subarray(from, from + length) },
    options,
  );
  const rows = [];
  for await (const batch of table.rows()) rows.push(...batch);
  const { header, encoding, delimiter, sheets } = table;
  return { header, encoding, delimiter, sheets, rows, cells: rows.map((row) => [...row.cells]) };
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const paragraphs = (text: string): string =>
  text
    .split("\n")
    .map((line) => `<text:p>${escaped(line)}</text:p>`)
    .join("");
const text = (value: string, more = ""): string =>
  `<table:table-cell office:value-type="string" ${more}>${paragraphs(value)}</table:table-cell>`;
const typed = (type: string, of: string, value: string, style = ""): string =>
  `<table:table-cell ${style === "" ? "" : `table:style-name="${style}"`} office:value-type="${type}" office:${of}="${value}"/>`;
const row = (cells: readonly string[], more = ""): string =>
  `<table:table-row ${more}>${cells.join("")}</table:table-row>`;
const EMPTY = "<table:table-cell/>";

/** A sheet as somebody keeps their customers in it: days, moments, amounts, breaks, hidden and joined cells, formulas. */
const sheet = (rows: readonly string[], name = "Pelanggan"): string =>
  `<table:table table:name="${name}">${rows.join("")}</table:table>`;

const NAMESPACES = Object.entries({
  ...{ office: "office:1.0", table: "table:1.0", text: "text:1.0", style: "style:1.0" },
  ...{ number: "datastyle:1.0", of: "of:1.2" },
})
  .map(([name, of]) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${of}"`)
  .join(" ");
const book = (...sheets: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
  <office:document ${NAMESPACES}
    office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
  <office:automatic-styles>
    <number:date-style style:name="day"><number:day number:style="long"/><number:text>/</number:text>
      <number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>
    <number:date-style style:name="moment"><number:year number:style="long"/><number:text>-</number:text>
      <number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/><number:text> </number:text>
      <number:hours number:style="long"/><number:text>:</number:text><number:minutes number:style="long"/></number:date-style>
    <style:style style:name="Day" style:family="table-cell" style:data-style-name="day"/>
    <style:style style:name="Moment" style:family="table-cell" style:data-style-name="moment"/>
  </office:automatic-styles>
  <office:body><office:spreadsheet>${sheets.join("")}</office:spreadsheet></office:body></office:document>`;

const HEADER = [
  "Nama",
  "Telefon",
  "Lahir",
  "Dikenali sejak",
  "Belanja",
  "Setuju",
  "Bahagian",
  "Nota",
];
const PEOPLE = book(
  sheet([
    row(HEADER.map((name) => text(name))),
    row([
      text('Siti "Çelik"'),
      typed("float", "value", "60123456789"),
      typed("date", "date-value", "1990-02-28", "Day"),
      typed("date", "date-value", "2025-11-03T14:06:00", "Moment"),
      typed("currency", "value", "1204.5"),
      typed("boolean", "boolean-value", "true"),
      typed("percentage", "value", "0.125"),
      text("baris satu\nbaris; dua, “tiga”"),
    ]),
    row([EMPTY, EMPTY, EMPTY]),
    row(
      [
        text("Aina", 'table:number-columns-spanned="2"'),
        "<table:covered-table-cell/>",
        EMPTY,
        EMPTY,
        typed("float", "value", "0.1"),
        typed("boolean", "boolean-value", "false"),
        EMPTY,
        `<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>`,
      ],
      'table:visibility="collapse"',
    ),
    row([text("=1+1"), text("007"), text("1/2/3"), EMPTY, EMPTY, EMPTY, EMPTY, text("'apa'")]),
  ]),
  sheet([row([text("Lain")]), row([text("satu")])], "Lain"),
);

const SITI = ['Siti "Çelik"', "60123456789"];
const NOTE = "baris satu\nbaris; dua, “tiga”";

test("a workbook as LibreOffice saves it is read cell by cell, hidden rows and joined cells too", async () => {
  const file = calc.saves("pelanggan.fods", PEOPLE, "xlsx");
  const { header, sheets, rows } = await read(file);
  assert.deepEqual([header, sheets], [HEADER, ["Pelanggan", "Lain"]]);
  assert.deepEqual(rows, [
    {
      line: 2,
      cells: [...SITI, "1990-02-28", "2025-11-03T14:06:00", "1204.5", "1", "0.125", NOTE],
    },
    { line: 4, cells: ["Aina", "", "", "", "0.1", "0", "", "2"], formulas: [7] },
    { line: 5, cells: ["=1+1", "007", "1/2/3", "", "", "", "", "'apa'"] },
  ]);
  assert.deepEqual((await read(file, { sheet: "Lain" })).cells, [["satu"]]);
});

/** LibreOffice's own words for a CSV: between cells, around text, the letters, quotes around all, as shown. */
const csvOf = (between: string, letters: number, isAllQuoted: boolean, isShown: boolean): string =>
  `csv:Text - txt - csv (StarCalc):${between.charCodeAt(0)},34,${letters},1,,0,${isAllQuoted},true,${isShown}`;
const [UTF_8, WINDOWS_1252, UTF_16] = [76, 1, 65535];

test("text as LibreOffice saves it is read in whatever letters, between whatever, quoted or not", async () => {
  for (const [delimiter, letters, encoding, isAllQuoted, isShown] of [
    [",", UTF_8, "utf-8", false, true],
    [";", UTF_8, "utf-8", true, true],
    [";", WINDOWS_1252, "windows-1252", false, true],
    ["\t", UTF_16, "utf-16le", false, true],
    ["|", UTF_8, "utf-8", true, false],
  ] as const) {
    const to = csvOf(delimiter, letters, isAllQuoted, isShown);
    const found = await read(calc.saves("pelanggan.fods", PEOPLE, to));
    assert.deepEqual(
      [found.encoding, found.delimiter, found.header],
      [encoding, delimiter, HEADER],
    );
    const days = isShown
      ? ["28/02/1990", "2025-11-03 14:06"]
      : ["02/28/1990", "2025-11-03 14:06:00"];
    assert.deepEqual(found.cells, [
      [...SITI, ...days, "1204.5", "1", "0.125", NOTE],
      ["Aina", "", "", "", "0.1", "0", "", "2"],
      ["=1+1", "007", "1/2/3", "", "", "", "", "'apa'"],
    ]);
  }
});

test("what LibreOffice saves as something else is refused in words", async () => {
  for (const [to, code] of [
    ["ods", "platform.transfer.no_table"],
    ["xls", "platform.transfer.old_excel"],
  ] as const)
    await assert.rejects(
      read(calc.saves("pelanggan.fods", PEOPLE, to)),
      (error: unknown) => error instanceof Problem && error.code === code,
    );
});

const HEADS: readonly Head[] = [
  { label: "Teks", as: "text" },
  { label: "Nombor", as: "number" },
  { label: "Wang", as: "money" },
  { label: "Hari", as: "day" },
  { label: "Masa", as: "moment" },
  { label: "Ya", as: "yes_no" },
];

test("our workbook opens in LibreOffice: every cell is what it was, and no text is run", async () => {
  const lines = NAUGHTY.map((one, i): Cell[] => [
    ...[one, i / 8, i * 10.25, { day: "2026-11-30" }],
    ...[new Date("2026-11-30T06:06:07Z"), i % 2 === 0],
  ]);
  const file = await whole(xlsxFile("Pelanggan", HEADS, batched(lines), "Asia/Kuala_Lumpur"));
  const [head, ...rows] = cellsOf(calc.saves("kita.xlsx", file, "fods"));
  assert.deepEqual(
    head?.map((cell) => cell.text),
    HEADS.map(({ label }) => label),
  );
  for (const [i, one] of NAUGHTY.entries()) {
    const [shown, number, money, day, moment, yes] = rows[i] ?? [];
    assert.deepEqual(shown, { text: one, value: null, formula: null });
    assert.deepEqual([number?.value, money?.value], [String(i / 8), String(i * 10.25)]);
    assert.deepEqual([day?.value, moment?.value], ["2026-11-30", "2026-11-30T14:06:07"]);
    // So LibreOffice keeps a yes of Excel's.
    assert.equal(yes?.formula, i % 2 === 0 ? "of:=TRUE()" : "of:=FALSE()");
    for (const cell of [number, money, day, moment]) assert.equal(cell?.formula, null);
  }
});

test("our CSV opens in LibreOffice: no cell is run, and as text every cell is what was written", async () => {
  const file = await whole(
    csvFile(HEADS.slice(0, 1), batched(NAUGHTY.map((one) => [guarded(one)]))),
  );
  const [, ...guessed] = cellsOf(calc.saves("kita.csv", file, "fods", AS_CSV));
  for (const [i, one] of NAUGHTY.entries())
    assert.equal(guessed[i]?.[0]?.formula ?? null, null, one);
  const [, ...asText] = cellsOf(calc.saves("kita.csv", file, "fods", AS_TEXT));
  assert.deepEqual(
    NAUGHTY.map((_, i) => asText[i]?.[0]?.text ?? ""),
    NAUGHTY.map(guarded),
  );
  // Without its guard it would be run.
  const [[run] = []] = cellsOf(calc.saves("lain.csv", "=1+1\n", "fods", AS_CSV));
  assert.equal(run?.formula, "of:=1+1");
});

async function* batched<Of>(lines: readonly Of[]): AsyncGenerator<readonly Of[]> {
  yield lines.slice(0, 10);
  yield lines.slice(10);
}

async function whole(file: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of file) pieces.push(piece);
  return Buffer.concat(pieces);
}
