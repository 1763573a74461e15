import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readXlsx } from "hucre/xlsx";
import { type TestHouse, testHouse } from "#platform/testing/house.ts";
import { createInvoice } from "../invoices/invoices.actions.ts";
import { issueInvoice } from "../invoices/issuing.actions.ts";
import { type BooksCompany, booksCompany, type Reply } from "../journals/books.testing.ts";
import { postManualJournal } from "../journals/journals.actions.ts";
import { createReceipt, undoReceipt } from "../receipts/receipts.actions.ts";
import { getDimensions } from "../statements/statements.actions.ts";
import { addReadyTaxes, listTaxes } from "../taxes/taxes.actions.ts";
import { getReport, getReportFile } from "./reports.actions.ts";
import { ReportFormat, ReportName, type Sheet } from "./reports.contract.ts";

let house: TestHouse;
let books: BooksCompany;
const YEAR = { from: "2026-01-01", to: "2026-11-20" };

before(async () => {
  house = await testHouse();
  books = await booksCompany(house);
  const { posts, asks, entry } = books;
  await asks(postManualJournal, {
    ...entry("2026-01-01", ["1011", 500_00], ["3100", -500_00]),
    isOpening: true,
  });
  await posts("2026-01-05", ["1510", 120_00], ["1011", -120_00]);
  await posts("2026-02-10", ["1011", 80_00], ["4100", -80_00]);
  await posts("2026-03-31", ["6800", 10_00], ["1590", -10_00]);
  await posts("2026-04-01", ["6300", 30_00], ["2400", -30_00]);
  await posts("2026-04-02", ["1011", 200_00], ["2910", -200_00]);
});

after(() => house[Symbol.asyncDispose]());

const sheet = (report: string, more: object = {}): Promise<Sheet> =>
  books.asks(getReport, { report, ...YEAR, ...more });
/** The figures of the row of that name. */
const figures = (of: Sheet, label: string) =>
  of.rows
    .find(({ cells }) => cells.includes(label))
    ?.cells.filter((one) => typeof one === "number");

test("cash flow ends at the cash that is there, with what was written off and what was told at the opening apart", async () => {
  const flow = await sheet("cash_flow");
  assert.deepEqual(figures(flow, "Net profit"), [40_00]);
  assert.deepEqual(figures(flow, "Written off without money moving"), [10_00]);
  assert.deepEqual(figures(flow, "Accrued expenses"), [30_00]);
  assert.deepEqual(figures(flow, "Equipment"), [-120_00]);
  assert.equal(figures(flow, "Accumulated depreciation"), undefined);
  assert.deepEqual(figures(flow, "Loans"), [200_00]);
  assert.deepEqual(figures(flow, "Change of cash and bank"), [160_00]);
  assert.deepEqual(figures(flow, "Cash and bank at the beginning"), [500_00]);
  assert.deepEqual(figures(flow, "Cash and bank at the end"), [660_00]);
  const bank = figures(await sheet("trial_balance"), "Bank account");
  assert.equal(bank?.at(-1), 660_00);
  const compared = await sheet("cash_flow", {
    ...{ from: "2026-04-01", to: "2026-04-30", compare: "before" },
  });
  assert.deepEqual(figures(compared, "Change of cash and bank"), [200_00, 0]);
  assert.deepEqual(figures(compared, "Cash and bank at the beginning"), [460_00, 460_00]);
});

test("the direct cash flow tells what money was for, and ends at the same cash", async () => {
  const flow = await sheet("cash_flow_direct");
  assert.deepEqual(figures(flow, "Sales"), [80_00]);
  assert.deepEqual(figures(flow, "Equipment"), [-120_00]);
  assert.deepEqual(figures(flow, "Loans"), [200_00]);
  for (const unpaid of ["Rent", "Accrued expenses", "Depreciation", "Owner’s capital"])
    assert.equal(figures(flow, unpaid), undefined, unpaid);
  const indirect = await sheet("cash_flow");
  for (const label of [
    "Change of cash and bank",
    "Cash and bank at the beginning",
    "Cash and bank at the end",
  ])
    assert.deepEqual(figures(flow, label), figures(indirect, label), label);
});

test("the general ledger runs from what stood there to what stands, and one account can be asked for alone", async () => {
  const bank = await sheet("general_ledger", {
    ...{ from: "2026-02-01", to: "2026-04-30", account: books.idOf("1011") },
  });
  assert.deepEqual(
    bank.rows.map(({ as, cells }) => [as, cells.at(-1)]),
    [
      ["head", null],
      ["line", 380_00],
      ["line", 460_00],
      ["line", 660_00],
      ["sum", 660_00],
    ],
  );
  const all = await sheet("general_ledger");
  assert.equal(all.rows.filter(({ as }) => as === "head").length, 9);
  const journal = await sheet("journal");
  const last = journal.rows.at(-1)?.cells.slice(-2);
  assert.deepEqual(last, [940_00, 940_00]);
  await assert.rejects(sheet("journal", { from: "2026-03-01", to: "2026-02-01" }), {
    details: [{ path: ["to"], code: "finance.report.ends_before" }],
  });
});

test("what customers owed on a day is told as of that day, by how late it was, and meets the books", async () => {
  const { asks, idOf, posts } = books;
  const { id, version } = await asks(createInvoice, {
    ...{ buyer: { name: "Seri Kenari" }, currency: "MYR", termsDays: 30 },
    lines: [{ name: "Kopi", quantity: "1", price: "100" }],
  });
  await asks(issueInvoice, { id, version, issuedOn: "2026-06-01" });
  const receipt = await asks(createReceipt, {
    ...{ receivedOn: "2026-08-10", accountId: idOf("1011") },
    allocations: [{ invoiceId: id, amountMinor: 40_00 }],
  });
  await asks(undoReceipt, { id: receipt.id, undoneOn: "2026-09-10" });
  await posts("2026-06-02", ["1100", 7_00], ["4100", -7_00]);
  const on = async (day: string) => {
    const owed = await sheet("receivables", { from: day, to: day });
    const [books, orders] = [
      "Customers owing, in the books",
      "Orders that are still to be paid",
    ].map((label) => figures(owed, label)?.[0]);
    return [figures(owed, "Seri Kenari"), orders, books];
  };
  assert.deepEqual(await on("2026-05-31"), [undefined, 0, 0]);
  assert.deepEqual(await on("2026-07-01"), [[100_00, 0, 0, 0, 0, 100_00], 7_00, 107_00]);
  assert.deepEqual(await on("2026-07-31"), [[0, 100_00, 0, 0, 0, 100_00], 7_00, 107_00]);
  assert.deepEqual(await on("2026-08-10"), [[0, 0, 60_00, 0, 0, 60_00], 7_00, 67_00]);
  assert.deepEqual(await on("2026-11-20"), [[0, 0, 0, 0, 100_00, 100_00], 7_00, 107_00]);
});

test("the tax report adds up papers by tax and rate, and what they come to is what the books say", async () => {
  const { asks, posts } = books;
  await asks(addReadyTaxes, { set: "my_sst" });
  const { codes } = await asks(listTaxes, {});
  const [st] = codes.filter((one: Reply) => one.code === "ST");
  const { id, version } = await asks(createInvoice, {
    ...{ buyer: { name: "Pak Ali" }, currency: "MYR" },
    lines: [{ name: "Latihan", quantity: "1", price: "200", taxCodeIds: [st.id] }],
  });
  await asks(issueInvoice, { id, version, issuedOn: "2026-10-03" });
  await posts("2026-10-05", ["1011", 1_00], ["2200", -1_00]);
  await posts("2026-10-06", ["1450", 4_00], ["1011", -4_00]);
  const october = await sheet("tax", { from: "2026-10-01", to: "2026-10-31" });
  assert.deepEqual(figures(october, "ST"), [200_00, 16_00]);
  assert.deepEqual(figures(october, "On invoices and credit notes"), [200_00, 16_00]);
  assert.deepEqual(figures(october, "Other entries"), [1_00]);
  assert.deepEqual(figures(october, "Tax on sales, in the books"), [17_00]);
  assert.deepEqual(figures(october, "Due for this time"), [13_00]);
});

test("every report leaves in every format: the same table is the same bytes, and figures stay figures", async () => {
  const { asks } = books;
  for (const report of ReportName.options)
    for (const format of ReportFormat.options) {
      const asked = { report, format, ...YEAR, compare: "year", language: "ms" };
      const file = await asks(getReportFile, asked);
      assert.equal((await asks(getReportFile, asked)).base64, file.base64, `${report}.${format}`);
      assert.match(file.name, new RegExp(`^[^/]+\\.${format}$`));
      const bytes = Buffer.from(file.base64, "base64");
      if (format === "pdf") assert.equal(bytes.subarray(0, 5).toString(), "%PDF-");
    }
  const asked = { report: "trial_balance", ...YEAR };
  const csv = await asks(getReportFile, { ...asked, format: "csv" });
  const lines = Buffer.from(csv.base64, "base64").toString().split("\r\n");
  assert.equal(lines[0], "\ufeffCode,Account,Opening (MYR),Debit (MYR),Credit (MYR),Closing (MYR)");
  assert.match(lines[1] ?? "", /^1011,Bank account,0\.00,\d+\.00,\d+\.00,\d+\.00$/);
  const xlsx = await asks(getReportFile, { ...asked, format: "xlsx" });
  const { sheets } = await readXlsx(Buffer.from(xlsx.base64, "base64"));
  const [head, bank] = sheets[0]?.rows ?? [];
  assert.deepEqual(head?.slice(0, 3), ["Code", "Account", "Opening (MYR)"]);
  assert.deepEqual(
    bank?.map((cell) => typeof cell),
    ["string", "string", "number", "number", "number", "number"],
  );
});

test("a channel alone is told of on screens and in every file, where a statement can be parted so", async () => {
  const at = (code: string, amountMinor: number) => ({
    ...{ accountId: books.idOf(code), amountMinor, channel: "pasar" },
  });
  const of = { from: "2026-05-01", to: "2026-05-31" };
  const entry = books.entry("2026-05-02", ["1011", 7_00], ["4100", -7_00]);
  await books.asks(postManualJournal, { ...entry, lines: [at("1011", 7_00), at("4100", -7_00)] });
  await books.posts("2026-05-03", ["1011", 11_00], ["4100", -11_00]);
  assert.deepEqual((await books.asks(getDimensions, {})).channels, ["pasar"]);
  const within = await sheet("profit_and_loss", { ...of, channel: "pasar" });
  assert.deepEqual(figures(within, "Sales"), [7_00]);
  assert.match(within.period, / · pasar$/);
  assert.deepEqual(figures(await sheet("profit_and_loss", of), "Sales"), [18_00]);
  const ofPart = await sheet("balance_sheet", { ...of, channel: "pasar", compare: "none" });
  assert.deepEqual(figures(ofPart, "Bank account"), [7_00], "a channel's balance sheet");
  assert.deepEqual(figures(ofPart, "Liabilities and equity"), [7_00]);
  assert.equal(figures(ofPart, "Owed between it and the rest of the company"), undefined);
  for (const report of ["trial_balance", "general_ledger", "journal"]) {
    const { name, base64 } = await books.asks(getReportFile, {
      ...{ report, ...of, channel: "pasar", format: "csv" },
    });
    const text = Buffer.from(base64, "base64").toString();
    assert.match(name, /pasar/);
    assert.match(text, /7\.00/);
    assert.doesNotMatch(text, /11\.00/, report);
  }
  await assert.rejects(sheet("tax", { channel: "pasar" }), {
    code: "finance.report.not_by_channel",
  });
});
