import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { switchOnBooks } from "#modules/finance/books/books.actions.ts";
import { listAccounts } from "#modules/finance/chart/chart.actions.ts";
import { testShop } from "#modules/sales/fixtures/shop.ts";
import { order, payment, refund } from "#modules/sales/fixtures/telling.ts";
import { testHouse } from "#platform/testing/house.ts";
import { approveBill } from "../bills/approving.actions.ts";
import { createBill, getBill } from "../bills/bills.actions.ts";
import { createInvoice, getInvoice } from "../invoices/invoices.actions.ts";
import { issueInvoice } from "../invoices/issuing.actions.ts";
import { booksCompany, type Reply } from "../journals/books.testing.ts";
import { reverseJournal } from "../journals/journals.actions.ts";
import { undoReceipt } from "../receipts/receipts.actions.ts";
import { createSupplier } from "../suppliers/suppliers.actions.ts";
import { importBankFile, listBankAccounts, listBankLines, undoBankImport } from "./bank.actions.ts";
import { matchAllSure, matchBankLine, suggestMatches, undoBankMatch } from "./matching.actions.ts";
import { getReconciliation, reconcileBank, undoReconciliation } from "./reconciling.actions.ts";

type Row = readonly [on: string, text: string, amount: string, balance?: string];
const csvOf = (...rows: Row[]): string =>
  Buffer.from(
    [
      "Date,Description,Amount,Balance",
      ...rows.map((row) => [...row, ""].slice(0, 4).join(",")),
    ].join("\n"),
  ).toString("base64");
const MAPPING = {
  dayOrder: "dmy",

  on: "Date",
  amount: { signed: "Amount" },
  text: ["Description"],
  balance: "Balance",
};

async function atTheBank() {
  const house = await testHouse();
  const books = await booksCompany(house);
  const account = books.idOf("1011");
  const { asks } = books;
  const reads = (base64: string, more: object = {}): Promise<Reply> =>
    asks(importBankFile, { account, name: "bank.csv", base64, mapping: MAPPING, ...more });
  const lines = async (standing = "open"): Promise<Reply[]> =>
    (await asks(listBankLines, { account, standing })).rows;
  const suggested = async (id: string): Promise<Reply[]> =>
    (await asks(suggestMatches, { id })).suggestions;
  const invoiced = async (name: string, price: string): Promise<Reply> => {
    const { id, version } = await asks(createInvoice, {
      ...{ buyer: { name }, currency: "MYR" },
      lines: [{ name: "Kopi", quantity: "1", price }],
    });
    return asks(issueInvoice, { id, version, issuedOn: "2026-11-01" });
  };
  const standing = async (code: string): Promise<number> =>
    (await asks(listAccounts, {})).accounts.find((one: Reply) => one.code === code).balanceMinor;
  return { ...books, house, account, reads, lines, suggested, invoiced, standing };
}

test("a table's columns are told once; a line that was read already is not read again, and two of the like are two", async () => {
  const { asks, house, account, reads, lines } = await atTheBank();
  await using _ = house;
  const november = csvOf(
    ["02/11/2026", "Kopi stall", "12.50"],
    ["02/11/2026", "Kopi stall", "12.50"],
    ["13/11/2026", "TNB", "-80.00", "945.00"],
  );
  const asked = await asks(importBankFile, { account, name: "bank.csv", base64: november });
  assert.equal(asked.outcome, "columns");
  assert.deepEqual(
    [asked.guess.on, asked.guess.amount, asked.guess.text, asked.guess.balance],
    ["Date", { signed: "Amount" }, ["Description"], "Balance"],
  );
  const first = await reads(november);
  assert.deepEqual([first.addedCount, first.knownCount], [3, 0]);
  // The columns are known now, and what overlaps is known too.
  const more = csvOf(
    ["02/11/2026", "Kopi stall", "12.50"],
    ["02/11/2026", "Kopi stall", "12.50"],
    ["14/11/2026", "Bank charges", "-2.00"],
  );
  const second = await asks(importBankFile, { account, name: "more.csv", base64: more });
  assert.deepEqual([second.addedCount, second.knownCount], [1, 2]);
  assert.deepEqual(
    (await lines()).map(({ bookedOn, amountMinor }) => [bookedOn, amountMinor]),
    [
      ["2026-11-14", -200],
      ["2026-11-13", -8000],
      ["2026-11-02", 1250],
      ["2026-11-02", 1250],
    ],
  );
  const [of] = (await asks(listBankAccounts, {})).accounts;
  assert.deepEqual(of.closing, { on: "2026-11-13", minor: 94_500 });
  await assert.rejects(asks(undoBankImport, { id: first.importId }), {
    code: "finance.bank.not_newest",
  });
  assert.equal((await asks(undoBankImport, { id: second.importId })).removedCount, 1);
  await assert.rejects(reads(more, { mapping: { ...MAPPING, on: "Tarikh" } }), {
    details: [{ path: ["mapping"], code: "finance.bank.columns_missing" }],
  });
});

test("a bank's own file needs no columns, and one in another currency is refused", async () => {
  const { asks, house, account } = await atTheBank();
  await using _ = house;
  const ofx = `OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>MYR<BANKACCTFROM><BANKID>1<ACCTID>5140<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261105<TRNAMT>10.00<FITID>a1<NAME>Aina<MEMO>Kopi</STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>10.00<DTASOF>20261105</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;
  const base64 = Buffer.from(ofx).toString("base64");
  const read = await asks(importBankFile, { account, name: "bank.ofx", base64 });
  assert.deepEqual([read.outcome, read.addedCount], ["imported", 1]);
  assert.equal((await asks(importBankFile, { account, name: "again.ofx", base64 })).addedCount, 0);
  const camt = await readFile("../shared/samples/camt/camt053.v2.minimal.ultimate.xml");
  await assert.rejects(
    asks(importBankFile, { account, name: "x.xml", base64: camt.toString("base64") }),
    { code: "finance.bank.other_currency" },
  );
});

test("an invoice is paid by the line that names it, with why; the undo answers both, and the line is open again", async () => {
  const { asks, house, reads, lines, suggested, invoiced, standing } = await atTheBank();
  await using _ = house;
  const paid = await invoiced("Seri Kenari Sdn Bhd", "150");
  await invoiced("Warung Pak Ali", "150");
  await reads(csvOf(["05/11/2026", `SERI KENARI ${paid.number}`, "150.00"]));
  const [line] = await lines();
  const [best, next] = await suggested(line.id);
  assert.deepEqual(
    [best.kind, best.score, best.why],
    ["invoices", 100, ["amount", "number", "name"]],
  );
  assert.deepEqual([next.score, next.why], [50, ["amount"]]);
  assert.deepEqual(
    await asks(matchAllSure, { account: line.account ?? (await idOf(asks)), scoreMin: 90 }),
    {
      ...{ matchedCount: 1, openCount: 0 },
    },
  );
  const [matched] = await lines("matched");
  assert.deepEqual([matched.match.score, matched.match.entries.length], [100, 1]);
  const receipts = (await asks(getInvoice, { id: paid.id })).receipts;
  assert.equal(receipts.length, 1);
  await assert.rejects(asks(undoReceipt, { id: receipts[0].id }), {
    code: "finance.receipt.is_at_the_bank",
  });
  assert.deepEqual([await standing("1011"), await standing("1100")], [150_00, 150_00]);
  await asks(undoBankMatch, { id: line.id });
  assert.deepEqual([await standing("1011"), await standing("1100")], [0, 300_00]);
  assert.equal((await lines()).length, 1);
  assert.equal((await asks(getInvoice, { id: paid.id })).standing, "open");
});

const idOf = async (asks: (action: typeof listAccounts, input: object) => Promise<Reply>) =>
  (await asks(listAccounts, {})).accounts.find((one: Reply) => one.code === "1011").id;

test("one line pays several invoices, one entry or several of the books are one line; what does not add up is refused", async () => {
  const { asks, house, reads, lines, suggested, invoiced, posts, idOf: codeOf } = await atTheBank();
  await using _ = house;
  const [a, b] = [await invoiced("Warung Pak Ali", "40"), await invoiced("Warung Pak Ali", "60")];
  await posts("2026-11-10", ["1011", -30_00], ["6300", 30_00]);
  await posts("2026-11-10", ["1011", -12_00], ["6600", 12_00]);
  await posts("2026-11-11", ["1011", 900], ["4800", -900]);
  await reads(
    csvOf(
      ["01/11/2026", "Opening fee", "-1.00"],
      ["12/11/2026", `PAK ALI WARUNG ${a.number} ${b.number}`, "100.00"],
      ["10/11/2026", "GIRO batch", "-42.00"],
      ["11/11/2026", "Cash in", "9.00"],
    ),
  );
  const [together, cash, batch] = await lines();
  const [invoices] = await suggested(together.id);
  assert.deepEqual([invoices.why, invoices.invoices.length], [["sum", "number"], 2]);
  const [entries] = await suggested(batch.id);
  assert.deepEqual(
    [entries.kind, entries.why, entries.entries.length],
    ["entries", ["sum", "same_day"], 2],
  );
  const match = { kind: "entries", entryIds: [entries.entries[0].id] };
  await assert.rejects(asks(matchBankLine, { id: batch.id, match }), {
    code: "finance.bank.sum_differs",
  });
  const whole = { kind: "entries", entryIds: entries.entries.map(({ id }: Reply) => id) };
  const done = await asks(matchBankLine, { id: batch.id, match: whole });
  assert.equal(done.match.entries.length, 2);
  await assert.rejects(asks(reverseJournal, { id: entries.entries[0].id }), {
    code: "finance.journal.is_at_the_bank",
  });
  await assert.rejects(asks(matchBankLine, { id: cash.id, match: whole }), /input.invalid/);
  await asks(matchBankLine, {
    id: together.id,
    match: {
      kind: "invoices",
      allocations: invoices.invoices.map(({ id, amountMinor }: Reply) => ({
        invoiceId: id,
        amountMinor,
      })),
    },
  });
  assert.equal((await asks(getInvoice, { id: a.id })).standing, "paid");
  // The house remembers where lines like it went.
  const charge = (await lines()).at(-1);
  await asks(matchBankLine, {
    ...{ id: charge.id, match: { kind: "account", accountId: codeOf("6700") } },
  });
});

test("a payout is explained: gross less refunds less fee less reserve is the line, and its way of paying comes to nothing", async () => {
  await using shop = await testShop();
  await shop.asks(switchOnBooks, { chart: "online_my", language: "en", startsOn: "2026-01-01" });
  await shop.hears(
    {
      order: order({
        paymentMethod: "Stripe",
        payments: [payment({ method: "Stripe", amountMinor: 1800 })],
      }),
    },
    { refund: refund({ amountMinor: 300, refundedAt: new Date("2026-11-02T04:00:00Z") }) },
  );
  const account = await idOf(shop.asks as never);
  const base64 = csvOf(["04/11/2026", "STRIPE PAYOUT", "13.50"]);
  await shop.asks(importBankFile, { account, name: "b.csv", base64, mapping: MAPPING });
  const [line] = (await shop.asks(listBankLines, { account })).rows;
  const [best] = (await shop.asks(suggestMatches, { id: line.id })).suggestions;
  assert.deepEqual([best.kind, best.why], ["payout", ["provider", "fee"]]);
  const { grossMinor, refundsMinor, feeMinor, leftMinor, clearing } = best.payout;
  assert.deepEqual([grossMinor, refundsMinor, feeMinor, leftMinor], [1800, 300, 150, 0]);
  const asked = { kind: "payout", clearingId: clearing.id };
  await assert.rejects(
    shop.asks(matchBankLine, { id: line.id, match: { ...asked, feeMinor: 500 } }),
    { details: [{ path: ["match", "feeMinor"], code: "finance.bank.more_than_waits" }] },
  );
  await shop.asks(matchBankLine, {
    ...{ id: line.id, match: { ...asked, feeMinor: 50, reserveMinor: 100 } },
  });
  const standing = async () =>
    Object.fromEntries(
      (
        await shop.rows(
          `select a.name, sum(b.debit_minor - b.credit_minor)::int as minor from ledger_balances b
             join ledger_accounts a on a.id = b.account_id where a.type = 'asset' or a.part = 'store_fees'
            group by 1 having sum(b.debit_minor - b.credit_minor) <> 0 order by 1`,
        )
      ).map(({ name, minor }) => [name, minor]),
    );
  assert.deepEqual(await standing(), {
    "Bank account": 1350,
    "Fees of stores and payments": 50,
    "Shop, Stripe (reserve)": 100,
  });
  await shop.asks(undoBankMatch, { id: line.id });
  assert.deepEqual(await standing(), { "Shop, Stripe": 1500 });
});

test("bank and books are reconciled to the cent, what is behind that stays, and it is undone from the end", async () => {
  const { asks, house, account, reads, lines, posts, idOf: codeOf } = await atTheBank();
  await using _ = house;
  await posts("2026-10-01", ["1011", 500_00], ["3100", -500_00]);
  await posts("2026-11-20", ["1011", -7_00], ["6600", 7_00]);
  await reads(csvOf(["03/11/2026", "Rent", "-100.00"], ["05/11/2026", "Sale", "25.00", "425.00"]));
  const asked = { account, closingOn: "2026-11-20", closingMinor: 425_00 };
  await assert.rejects(asks(reconcileBank, asked), { code: "finance.bank.lines_are_open" });
  for (const { id } of await lines())
    await asks(matchBankLine, { id, match: { kind: "account", accountId: codeOf("6900") } });
  await assert.rejects(asks(reconcileBank, { ...asked, closingMinor: 426_00 }), {
    code: "finance.bank.differs",
  });
  const before = await asks(getReconciliation, { account, on: "2026-11-20" });
  assert.deepEqual(
    [before.ledgerMinor, before.onItsWayMinor, before.expectedMinor, before.onItsWay.length],
    [418_00, -7_00, 425_00, 1],
  );
  const done = await asks(reconcileBank, asked);
  assert.equal(done.done[0].closingOn, "2026-11-20");
  const [line] = await lines("matched");
  assert.equal(line.blocked.undo, "finance.bank.is_reconciled");
  await assert.rejects(asks(undoBankMatch, { id: line.id }), {
    code: "finance.bank.is_reconciled",
  });
  await assert.rejects(reads(csvOf(["06/11/2026", "Late", "1.00"])), {
    code: "finance.bank.before_reconciled",
  });
  await asks(undoReconciliation, { id: done.done[0].id });
  await asks(undoBankMatch, { id: line.id });
  assert.equal((await lines()).length, 1);
});

test("a line that went out pays bills, the payment stands behind it, and undoing the match makes them due again", async () => {
  const { asks, house, idOf, reads, lines, suggested, standing } = await atTheBank();
  await using _ = house;
  const supplier = await asks(createSupplier, { name: "Tenaga Nasional", currency: "MYR" });
  const bill = async (number: string, price: string): Promise<Reply> => {
    const { id, version } = await asks(createBill, {
      ...{ kind: "bill", supplierId: supplier.id, number, billedOn: "2026-11-01", currency: "MYR" },
      lines: [{ name: "Elektrik", quantity: "1", price, accountId: idOf("6600") }],
    });
    return asks(approveBill, { id, version });
  };
  const [one, two] = [await bill("TNB-8841", "80"), await bill("TNB-8902", "20")];
  await reads(csvOf(["13/11/2026", "TENAGA NASIONAL TNB-8841 TNB-8902", "-100.00"]));
  const [line] = await lines();
  const [best] = await suggested(line.id);
  assert.deepEqual([best.kind, best.why], ["bills", ["sum", "number"]]);
  const allocations = best.bills.map(({ id, amountMinor }: Reply) => ({ billId: id, amountMinor }));
  await asks(matchBankLine, { id: line.id, match: { kind: "bills", allocations } });
  const due = async () => [
    (await asks(getBill, { id: one.id })).dueMinor,
    (await asks(getBill, { id: two.id })).dueMinor,
    await standing("2100"),
    await standing("1011"),
  ];
  assert.deepEqual(await due(), [0, 0, 0, -10_000]);
  await asks(undoBankMatch, { id: line.id });
  assert.deepEqual(await due(), [8_000, 2_000, -10_000, 0]);
  await assert.rejects(
    asks(matchBankLine, {
      id: line.id,
      match: { kind: "bills", allocations: [{ billId: one.id, amountMinor: 8_000 }] },
    }),
    /sum_differs/,
  );
});

test("a file of several megabytes comes packed, line for line; more than may unpack is stopped", async () => {
  const { asks, house, account, reads } = await atTheBank();
  await using _ = house;
  const rows = Array.from({ length: 40_000 }, (_unused, at): Row => {
    const day = String(1 + (at % 20)).padStart(2, "0");
    return [
      `${day}/11/2026`,
      `DUITNOW PINDAHAN KE AKAUN NO ${at} RUJUKAN KEDAI KOPI SERI KENARI`,
      "1.00",
    ];
  });
  const file = Buffer.from(csvOf(...rows), "base64");
  assert.ok(file.length > 2_500_000, `${file.length}`);
  const said = await reads(gzipSync(file).toString("base64"), { packing: "gzip" });
  assert.equal(said.addedCount, 40_000);
  const bomb = gzipSync(Buffer.alloc(21 * 1024 * 1024)).toString("base64");
  await assert.rejects(reads(bomb, { packing: "gzip" }), { code: "finance.bank.too_large" });
  const torn = gzipSync(file).subarray(0, 1_000).toString("base64");
  await assert.rejects(reads(torn, { packing: "gzip" }), { code: "finance.bank.not_packed" });
  const { accounts } = await asks(listBankAccounts, {});
  const { newest } = accounts.find((one: Reply) => one.account.id === account);
  assert.deepEqual([newest.linesCount, newest.blocked.undo], [40_000, null]);
  await asks(undoBankImport, { id: newest.id });
});
