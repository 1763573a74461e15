import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { Problem } from "#kernel/errors.ts";
import { readBankFile } from "./reading.ts";
import { type CsvMapping, statementOfRows } from "./reading-csv.rules.ts";
import { type BankStatement, looseMinor } from "./statement.rules.ts";

const read = (text: string, dayOrder: "dmy" | "mdy" | null = null): readonly BankStatement[] =>
  readBankFile(Buffer.from(text), { currency: "MYR", dayOrder });
const only = (statements: readonly BankStatement[]): BankStatement => {
  assert.equal(statements.length, 1);
  return statements[0] as BankStatement;
};
const refusal =
  (code: string, details: object = {}) =>
  (error: unknown) => {
    assert.ok(error instanceof Problem, String(error));
    assert.equal(error.code, code);
    for (const [key, value] of Object.entries(details))
      assert.equal((error.details as Record<string, unknown>)[key], value);
    return true;
  };

const camt = (
  entries: string,
  account = "<Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy>",
) =>
  `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Id>S1</Id><CreDtTm>2026-11-30T01:00:00+08:00</CreDtTm><Acct>${account}</Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Dt><Dt>2026-11-29</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">5.5</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><DtTm>2026-11-30T23:59:59Z</DtTm></Dt></Bal>
${entries}</Stmt></BkToCstmrStmt></Document>`;
const ENTRY = `<Ntry><Amt Ccy="EUR">15.50000</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-11-30</Dt></BookgDt><ValDt><Dt>2026-12-01</Dt></ValDt><AcctSvcrRef>B-1</AcctSvcrRef>
<NtryDtls>
<TxDtls><Amt Ccy="EUR">10</Amt><RltdPties><Dbtr><Pty><Nm>Aminah</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>INV-1</Ustrd></RmtInf></TxDtls>
<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt Ccy="EUR">5.5</Amt><RltdPties><Dbtr><Nm>Chong</Nm></Dbtr></RltdPties></TxDtls>
</NtryDtls></Ntry>`;

test("CAMT tells account, balances, and each line with the payments that make it up", () => {
  const statement = only(read(camt(ENTRY)));
  assert.deepEqual(
    { ...statement, lines: [] },
    {
      format: "camt",
      id: "S1",
      account: { number: "DE02120300000000202051", name: null },
      currency: "EUR",
      opening: { minor: -1_000, currency: "EUR", on: "2026-11-29" },
      closing: { minor: 550, currency: "EUR", on: "2026-11-30" },
      lines: [],
    },
  );
  assert.deepEqual(statement.lines, [
    {
      bankId: "B-1",
      on: "2026-11-30",
      valueOn: "2026-12-01",
      minor: 1_550,
      currency: "EUR",
      isPending: false,
      counterparty: null,
      reference: null,
      text: "",
      parts: [
        {
          counterparty: { name: "Aminah", account: null },
          reference: null,
          text: "INV-1",
          minor: 1_000,
        },
        { counterparty: { name: "Chong", account: null }, reference: null, text: "", minor: 550 },
      ],
    },
  ]);
});

test("what cannot be read in a CAMT is told with its line and what stands there", () => {
  const broken: [string, string, string][] = [
    ["15.50000", "15.505", "Amt"],
    ["15.50000", "15,50", "Amt"],
    ["CRDT</CdtDbtInd><Sts>", "CREDIT</CdtDbtInd><Sts>", "CdtDbtInd"],
    ["<BookgDt><Dt>2026-11-30", "<BookgDt><Dt>2026-02-30", "Dt"],
    ['Ccy="EUR">15.5', 'Ccy="EXX">15.5', "currency"],
  ];
  for (const [was, is, field] of broken)
    assert.throws(
      () => read(camt(ENTRY.replace(was, is))),
      refusal("platform.bankfile.unreadable", { field, line: field === "Dt" ? 6 : 5 }),
      is,
    );
});

const OFX_SGML = `OFXHEADER:100
DATA:OFXSGML
VERSION:102

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>MYR
<BANKACCTFROM><BANKID>1<ACCTID>514012345678<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20261101<DTEND>20261130
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261130235959.000[+8:MYT]<TRNAMT>+1250.5<FITID>A1<NAME>Tan &amp; Sons<MEMO>INV-7
</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261129<TRNAMT>-0,10<FITID>A2<MEMO><NAME>Bank fee</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>-3.00<DTASOF>20261130</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;

test("OFX is read alike with its elements closed and left open", () => {
  const statement = only(read(OFX_SGML));
  assert.deepEqual(
    [statement.account.number, statement.currency, statement.closing],
    ["514012345678", "MYR", { minor: -300, currency: "MYR", on: "2026-11-30" }],
  );
  assert.deepEqual(
    statement.lines.map(({ bankId, on, minor, counterparty, text }) => ({
      bankId,
      on,
      minor,
      name: counterparty?.name,
      text,
    })),
    [
      { bankId: "A1", on: "2026-11-30", minor: 125_050, name: "Tan & Sons", text: "INV-7" },
      { bankId: "A2", on: "2026-11-29", minor: -10, name: "Bank fee", text: "Bank fee" },
    ],
  );
  const closed = OFX_SGML.replace(
    /[\s\S]*(?=<OFX>)/,
    '<?xml version="1.0"?><?OFX OFXHEADER="200"?>',
  )
    .replace(/<([A-Z]+)>([^<\n]+)\n?/g, "<$1>$2</$1>")
    .replace("<MEMO><NAME>", "<MEMO></MEMO><NAME>");
  assert.deepEqual(read(closed), [statement]);
});

test("an amount of OFX that is none is told", () => {
  assert.throws(
    () => read(OFX_SGML.replace("+1250.5", "12O.5")),
    refusal("platform.bankfile.unreadable", { field: "TRNAMT", value: "12O.5", line: 8 }),
  );
});

const MT940 = `{1:F01BANKDEFFAXXX}{2:I940BANKDEFF}{4:
:20:STARTUMSE
:25:10020030/1234567
:28C:00001/001
:60F:C261129EUR1000,00
:61:2612311230RD12,5N051NONREF//B4711
/ECHO/back
:86:166?00GUTSCHRIFT?20EREF+INV-9SVWZ+Rechnung 9?21 vom Mai?30BYLADEM1?31DE02?32Karl M?33üller
:61:2611301130D0,05NMSCFEE//B2
:86:/EREF/NOTPROVIDED/NAME/Bank NV/IBAN/NL01/REMI/USTD//Kosten/
:61:2611301130C1,NTRFCHEQUE 12
:86:plain words
over two lines
:62F:C261130EUR1013,45
:86:of the statement
-}`;

test("MT940 tells both days over the turn of a year, what is reversed, and three ways of saying who", () => {
  const { account, opening, closing, lines } = only(read(MT940));
  assert.deepEqual(
    [account.number, opening?.minor, closing?.minor, closing?.on],
    ["1234567", 100_000, 101_345, "2026-11-30"],
  );
  assert.deepEqual(
    lines.map((line) => [
      line.minor,
      line.on,
      line.valueOn,
      line.bankId,
      line.counterparty?.name ?? null,
      line.reference,
      line.text,
    ]),
    [
      [1_250, "2026-12-30", "2026-12-31", "B4711", "Karl Müller", "INV-9", "Rechnung 9 vom Mai"],
      [-5, "2026-11-30", "2026-11-30", "B2", "Bank NV", "FEE", "Kosten"],
      [100, "2026-11-30", "2026-11-30", null, null, "CHEQUE 12", "plain words over two lines"],
    ],
  );
  const turn = MT940.replace("2612311230RD", "2612310102RD");
  assert.equal(read(turn)[0]?.lines[0]?.on, "2027-01-02");
  assert.throws(
    () => read(MT940.replace("N051NONREF", "X")),
    refusal("platform.bankfile.unreadable", { field: ":61:", line: 6 }),
  );
});

const qif = (first: string, second: string) =>
  `!Type:Bank\nD${first}\nT1,250.50\nPTan\nMINV-7\nN12\nSFood\n$5.00\n^\nD${second}\nT-3\nPFee\n^\n`;

test("QIF is read in the one order its days allow, and asks where several do", () => {
  const lines = only(read(qif("30/11'26", "1/12'26"))).lines;
  assert.deepEqual(
    lines.map(({ on, minor, reference, text }) => [on, minor, reference, text]),
    [
      ["2026-11-30", 125_050, "12", "INV-7"],
      ["2026-12-01", -300, null, "Fee"],
    ],
  );
  assert.equal(only(read(qif("11/30/2026", "12/1/2026"))).lines[1]?.on, "2026-12-01");
  assert.throws(
    () => read(qif("1/2/2026", "3/4/2026")),
    refusal("platform.bankfile.day_order_unclear"),
  );
  assert.equal(only(read(qif("1/2/2026", "3/4/2026"), "dmy")).lines[0]?.on, "2026-02-01");
  assert.equal(only(read(qif("2/2/2026", "3/3/2026"))).lines[1]?.on, "2026-03-03");
});

const MAPPING: CsvMapping = {
  currency: "MYR",
  on: "Tarikh",
  valueOn: null,
  amount: { in: "Masuk", out: "Keluar" },
  isTurned: false,
  counterparty: "Penerima",
  reference: null,
  text: ["Butiran", "Nota"],
  bankId: "No.",
  balance: "Baki",
  dayOrder: null,
  decimal: null,
};
const HEADER = ["No.", "Tarikh", "Butiran", "Nota", "Penerima", "Keluar", "Masuk", "Baki"];

test("a table is read by its mapping: either side, either way round, sums passed over", () => {
  const rows = [
    ["7", "30 Nov 2026", "Bayaran", "INV-7", "Aminah", "", "1,250.50", "2,000.00"],
    ["6", "29/11/2026", "Caj", "", "", "-3.00", "", "749.50"],
    ["", "", "Jumlah", "", "", "3.00", "1,250.50", ""],
  ].map((cells, at) => ({ line: at + 2, cells }));
  const statement = statementOfRows(HEADER, rows, MAPPING);
  assert.deepEqual(
    statement.lines.map(({ bankId, on, minor, text }) => [bankId, on, minor, text]),
    [
      ["7", "2026-11-30", 125_050, "Bayaran · INV-7"],
      ["6", "2026-11-29", -300, "Caj"],
    ],
  );
  assert.deepEqual(statement.closing, { minor: 200_000, currency: "MYR", on: "2026-11-30" });
  const card = statementOfRows(["on", "amount"], [{ line: 2, cells: ["2026-11-30", "12.00"] }], {
    ...MAPPING,
    on: "on",
    amount: { signed: "amount" },
    isTurned: true,
    text: [],
    balance: null,
  });
  assert.equal(card.lines[0]?.minor, -1_200);
});

test("amounts are understood as people write them, and never guessed", () => {
  const said: [string, number | null][] = [
    ["1,234.50", 123_450],
    ["1.234,50", 123_450],
    ["1,234", 123_400],
    ["(12.00)", -1_200],
    ["12.00-", -1_200],
    ["RM 12.00 DR", -1_200],
    ["-RM12", -1_200],
    ["12.00 CR", 1_200],
    ["1'234.5", 123_450],
    ["12.345.678,9", 1_234_567_890],
    ["1.234.567", 123_456_700],
    ["12.005", 1_200_500],
    ["12.0051", null],
    ["twelve", null],
    ["", null],
  ];
  for (const [text, minor] of said) assert.equal(looseMinor(text, "MYR", null), minor, text);
  assert.equal(looseMinor("1,234", "KWD", null), null);
  assert.equal(looseMinor("1,234", "KWD", ","), 1_234);
});

test("hostile files are refused before they grow", () => {
  const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at} "${`&l${at - 1};`.repeat(10)}">`).join("")}]>`;
  const refusals: [string | Buffer, string][] = [
    [`<?xml version="1.0"?>${laughs}<Document>&l8;</Document>`, "platform.xml.declares_types"],
    [`${laughs}<OFX></OFX>`, "platform.xml.declares_types"],
    [Buffer.alloc(100 * 1024 * 1024, 60), "platform.bankfile.too_large"],
    ["<a>".repeat(1_000_000), "platform.xml.too_large"],
    [`<OFX>${"<A>".repeat(1_000)}`, "platform.xml.too_large"],
    [`:20:A\n:86:${"x\n".repeat(100_000)}`, "platform.bankfile.unreadable"],
    ["<html><body>Sign in</body></html>", "platform.bankfile.unknown"],
    ["Date,Amount\n", "platform.bankfile.unknown"],
    ["", "platform.bankfile.unknown"],
    ["%PDF-1.7", "platform.bankfile.unknown"],
  ];
  for (const [file, code] of refusals)
    assert.throws(
      () => readBankFile(Buffer.isBuffer(file) ? file : Buffer.from(file), { currency: "MYR" }),
      refusal(code),
    );
});

test("whatever is wrong with a file, it is refused in words or read", () => {
  const whole = [camt(ENTRY), OFX_SGML, MT940, qif("30/11'26", "1/12'26")];
  fc.assert(
    fc.property(
      fc.constantFrom(...whole),
      fc.array(fc.tuple(fc.nat(), fc.string({ maxLength: 6, unit: "binary" })), { maxLength: 4 }),
      (file, edits) => {
        let text = file;
        for (const [where, what] of edits) {
          const at = where % text.length;
          text = text.slice(0, at) + what + text.slice(at + what.length);
        }
        try {
          read(text);
        } catch (error) {
          assert.ok(error instanceof Problem, String(error));
        }
      },
    ),
    { numRuns: 3_000 },
  );
});

const SAMPLES = new URL("../../../shared/samples/camt", import.meta.url).pathname;

test("every sample of a bank is read", {
  skip: existsSync(SAMPLES) ? false : "the samples are not beside the project",
}, () => {
  const files = globSync(`${SAMPLES}/*.xml`);
  assert.ok(files.length >= 20);
  const counts = Object.fromEntries(
    files.map((file) => {
      const statements = readBankFile(readFileSync(file), { currency: "EUR" });
      return [
        basename(file),
        statements.map(({ account, lines }) => `${account.number} ${lines.length}`).join(", "),
      ];
    }),
  );
  assert.equal(
    counts["camt053.v2.multi.statement.xml"],
    "NL26VAYB8060476890 1, NL26VAYB8060476890 1",
  );
  assert.equal(counts["camt53.only-Dt-with-DtTm.xml"], "GB33BUKB20201555555555 0");
  for (const [file, told] of Object.entries(counts)) assert.match(told, /^\w+ [01]/, file);
});
