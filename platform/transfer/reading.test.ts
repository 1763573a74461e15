import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { crc32, deflateRawSync } from "node:zlib";
import { Problem } from "#kernel/errors.ts";
import { openTable } from "./reading.ts";
import type { Source, TableOptions } from "./table.ts";

const sourceOf = (bytes: Buffer): Source => ({
  bytes: bytes.length,
  read: async (from, length) => bytes.subarray(from, from + length),
});

async function read(file: string | Buffer, options?: TableOptions) {
  const table = await openTable(sourceOf(Buffer.from(file as string)), options);
  const rows = [];
  for await (const batch of table.rows()) rows.push(...batch);
  const { header, encoding, delimiter, sheets } = table;
  return { header, encoding, delimiter, sheets, rows, cells: rows.map((row) => [...row.cells]) };
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "read",
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  );

const utf16 = (text: string, isBig = false): Buffer => {
  const bytes = Buffer.from(`\uFEFF${text}`, "utf16le");
  return isBig ? bytes.swap16() : bytes;
};

test("text is read in every encoding and with every delimiter that spreadsheets write", async () => {
  const plain = "Nama,Bandar\nSiti Çelik,Ipoh\n";
  const cells = [["Siti Çelik", "Ipoh"]];
  for (const [file, encoding] of [
    [Buffer.from(plain), "utf-8"],
    [Buffer.from(`\uFEFF${plain}`), "utf-8"],
    [utf16(plain), "utf-16le"],
    [utf16(plain, true), "utf-16be"],
    [Buffer.from(plain, "latin1"), "windows-1252"],
  ] as const) {
    const found = await read(file);
    assert.deepEqual(
      [found.encoding, found.cells, found.header],
      [encoding, cells, ["Nama", "Bandar"]],
    );
  }
  for (const delimiter of [",", ";", "\t", "|"]) {
    const found = await read(plain.replaceAll(",", delimiter));
    assert.deepEqual([found.delimiter, found.cells], [delimiter, cells]);
  }
  assert.deepEqual((await read(`sep=;\r\n${plain.replaceAll(",", ";")}`)).cells, cells);
});

test("quotes, breaks within cells, blank rows and torn rows are read as a spreadsheet reads them", async () => {
  const file = [
    "Nama,Nota",
    '"Tan ""Wei"" Ling","baris satu\r\nbaris dua"',
    "",
    ",",
    'Lim, 5" pipa',
    "Kavitha",
    "'+60123456789,'=1+1",
    "a,b,c",
  ].join("\r\n");
  const { rows } = await read(file);
  assert.deepEqual(
    rows.map(({ line, cells }) => [line, ...cells]),
    [
      [2, 'Tan "Wei" Ling', "baris satu\r\nbaris dua"],
      [5, "Lim", ' 5" pipa'],
      [6, "Kavitha"],
      [7, "+60123456789", "=1+1"],
      [8, "a", "b", "c"],
    ],
  );
  assert.deepEqual((await read("Nama\rAina\rBadrul")).cells, [["Aina"], ["Badrul"]]);
});

test("the big list of naughty strings comes through letter by letter", async () => {
  const list = JSON.parse(
    readFileSync("../shared/samples/reference/blns.json", "utf8"),
  ) as string[];
  const naughty = list.filter(
    (text) => text.trim() !== "" && !/^'[=+\-@\t\r\d]/.test(text) && text.isWellFormed(),
  );
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const { cells } = await read(
    ["No,Teks", ...naughty.map((text, i) => `${i},${quoted(text)}`)].join("\n"),
  );
  assert.deepEqual(
    cells.map(([, text]) => text),
    naughty,
  );
});

test("what is no table is refused in words, whatever it is called", async () => {
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 0, 1]);
  const old = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]);
  assert.equal(await codeOf(read("")), "platform.transfer.empty");
  assert.equal(await codeOf(read("\n\n ,\n")), "platform.transfer.empty");
  assert.equal(await codeOf(read(png)), "platform.transfer.no_table");
  assert.equal(await codeOf(read("%PDF-1.7 …")), "platform.transfer.no_table");
  assert.equal(await codeOf(read("<!DOCTYPE html><table>")), "platform.transfer.no_table");
  assert.equal(await codeOf(read(old)), "platform.transfer.old_excel");
  assert.equal(
    await codeOf(read(Buffer.from("PK\u0003\u0004 not a zip"))),
    "platform.transfer.damaged",
  );
  assert.equal(await codeOf(read(zip({ "a.txt": "a" }))), "platform.transfer.no_table");
  const wide = Array.from({ length: 10_000 }, (_, i) => `c${i}`).join(",");
  assert.equal(await codeOf(read(`${wide}\n`)), "platform.transfer.too_many_columns");
  const open = `a,b\n1,"never closed\n${"x,y\n".repeat(400_000)}`;
  assert.equal(await codeOf(read(open)), "platform.transfer.open_quote");
});

const SHEET = `<worksheet><sheetData>
  <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Lahir</t></is></c><c r="C1" t="str"><v>Belanja</v></c><c r="D1" t="str"><v>Setuju</v></c></row>
  <row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" s="1"><v>45964</v></c><c r="C3"><v>1204.5</v></c><c r="D3" t="b"><v>1</v></c></row>
  <row r="4"><c r="B4" s="2"><v>45964.5875</v></c><c r="C4"><v>6.0123456789E10</v></c></row>
  <row r="5"><c r="A5" t="str"><f>A3&amp;"!"</f><v>Aina!</v></c><c r="C5"><v>0.30000000000000004</v></c></row>
</sheetData></worksheet>`;
const BOOK = {
  "xl/workbook.xml": `<workbook><sheets><sheet name="Pelanggan" r:id="r1"/><sheet name="Lain" r:id="r2"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="worksheets/sheet2.xml"/></Relationships>`,
  "xl/sharedStrings.xml": `<sst><si><t>Nama</t></si><si><r><t>Ai</t></r><r><t>na</t></r><rPh><t>x</t></rPh></si></sst>`,
  "xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
  "xl/worksheets/sheet1.xml": SHEET,
  "xl/worksheets/sheet2.xml": `<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>Lain</v></c></row></sheetData></worksheet>`,
};

test("a workbook's cells are what they hold: days, moments, numbers, texts, and formulas marked", async () => {
  const { header, rows, sheets } = await read(zip(BOOK));
  assert.deepEqual(sheets, ["Pelanggan", "Lain"]);
  assert.deepEqual(header, ["Nama", "Lahir", "Belanja", "Setuju"]);
  assert.deepEqual(rows, [
    { line: 3, cells: ["Aina", "2025-11-03", "1204.5", "true"] },
    { line: 4, cells: ["", "2025-11-03T14:06:00", "60123456789"] },
    { line: 5, cells: ["Aina!", "", "0.3"], formulas: [0] },
  ]);
  assert.deepEqual((await read(zip(BOOK), { sheet: "Lain" })).header, ["Lain"]);
});

test("a zip bomb, a part that is not what the archive says, and broken XML are refused before they cost anything", async () => {
  const bomb = {
    ...BOOK,
    "xl/worksheets/sheet1.xml": SHEET.replace("</sheetData>", " ".repeat(64 * 1024 * 1024)),
  };
  assert.equal(await codeOf(read(zip(bomb))), "platform.transfer.zip_bomb");
  const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`a${i}`, "a"]));
  assert.equal(await codeOf(read(zip({ ...BOOK, ...many }))), "platform.transfer.zip_bomb");
  const broken = { ...BOOK, "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row></c>" };
  assert.equal(await codeOf(read(zip(broken))), "platform.transfer.damaged");
  const lying = zip(BOOK);
  lying.writeUInt32LE(7, lying.indexOf("PK\u0001\u0002") + 24);
  assert.match(await codeOf(read(lying)), /^platform\.transfer\.(damaged|no_table)$/);
});

test("a workbook that declares entities is refused: nothing is fetched and nothing grows", async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end("<x/>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const grows = Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};">`);
  const cell = (text: string) => SHEET.replace("<v>Aina!</v>", `<v>${text}</v>`);
  for (const [declared, text] of [
    [`<!ENTITY f SYSTEM "file:///etc/hostname">`, "&f;"],
    [`<!ENTITY h SYSTEM "http://127.0.0.1:${port}/h">`, "&h;"],
    [`<!ENTITY e0 "lol">${grows.join("")}`, "&e30;"],
  ]) {
    const document = `<!DOCTYPE worksheet [${declared}]>`;
    const sheet = document + cell(text ?? "");
    const strings = document + BOOK["xl/sharedStrings.xml"].replace("Nama", text ?? "");
    for (const [part, xml] of [
      ["xl/worksheets/sheet1.xml", sheet],
      ["xl/sharedStrings.xml", strings],
    ] as const)
      assert.equal(
        await codeOf(read(zip({ ...BOOK, [part]: xml }))),
        "platform.transfer.damaged",
        `${part} ${text}`,
      );
  }
  await new Promise((resolve) => server.close(resolve));
  assert.deepEqual(asked, []);
});

/** A small archive, as any program packs one. */
function zip(parts: Record<string, string>): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const plain = Buffer.from(text);
    const packed = deflateRawSync(plain);
    const head = Buffer.alloc(30);
    head.write("PK\u0003\u0004", "latin1");
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(crc32(plain), 14);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(plain.length, 22);
    head.writeUInt16LE(name.length, 26);
    locals.push(head, Buffer.from(name), packed);
    const entry = Buffer.alloc(46);
    entry.write("PK\u0001\u0002", "latin1");
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(at, 42);
    entries.push(entry, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}
