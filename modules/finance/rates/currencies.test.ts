/** Papers and payments in other currencies: what they stand at in the books, and what the rates made of them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "#kernel/errors.ts";
import { testHouse } from "#platform/testing/house.ts";
import { approveBill, creditBill } from "../bills/approving.actions.ts";
import { createBill, getBill } from "../bills/bills.actions.ts";
import { createAccount } from "../chart/chart.actions.ts";
import {
  applyDisbursement,
  createDisbursement,
  undoBillAllocation,
  undoDisbursement,
} from "../disbursements/disbursements.actions.ts";
import { createInvoice, getEInvoice, getInvoice } from "../invoices/invoices.actions.ts";
import { creditInvoice, issueInvoice } from "../invoices/issuing.actions.ts";
import { booksCompany, type Reply, saying } from "../journals/books.testing.ts";
import { getJournal } from "../journals/journals.actions.ts";
import { changeLetterhead, getLetterhead } from "../letterheads/letterheads.actions.ts";
import { createReceipt, undoReceipt } from "../receipts/receipts.actions.ts";
import { getReport } from "../reports/reports.actions.ts";
import { booksHealth } from "../statements/statements.actions.ts";
import { createSupplier, getSupplier } from "../suppliers/suppliers.actions.ts";
import { addReadyTaxes, listTaxes } from "../taxes/taxes.actions.ts";
import { importRates, rateOnDay, tellRate } from "./rates.actions.ts";

const ON = "2026-11-02";

async function exporter() {
  const house = await testHouse();
  const books = await booksCompany(house);
  const { asks, idOf } = books;
  await asks(addReadyTaxes, { set: "my_sst" });
  const { codes } = await asks(listTaxes, {});
  const tax = codes.find(({ code }: Reply) => code === "SA10").id;
  const usd = await asks(createAccount, {
    ...{ parentId: idOf("1010"), code: "1012", name: "Dollars", kind: "bank", currency: "USD" },
  });
  await asks(tellRate, { currency: "USD", rateOn: "2026-11-01", rate: "4.4567" });
  const issued = async (more: object = {}, price = "100.01"): Promise<Reply> => {
    const { id, version } = await asks(createInvoice, {
      ...{ buyer: { name: "Acme Inc", country: "US", city: "Austin" }, currency: "USD" },
      lines: [{ name: "Design", quantity: "1", price, taxCodeIds: [tax] }],
    });
    return asks(issueInvoice, { id, version, issuedOn: ON, ...more });
  };
  const balances = async (): Promise<Record<string, [myr: number, usd: number]>> => {
    const { rows } = await books.access.pool.query(
      `select a.code, sum(l.amount_minor)::int as myr,
              coalesce(sum(l.document_minor) filter (where l.currency = 'USD'), 0)::int as usd
         from journal_lines l join ledger_accounts a on a.id = l.account_id
        group by a.code having sum(l.amount_minor) <> 0 or sum(l.document_minor) filter (where l.currency = 'USD') <> 0`,
    );
    return Object.fromEntries(rows.map(({ code, myr, usd }) => [code, [myr, usd]]));
  };
  const isSound = async () => {
    const { checks } = await asks(booksHealth, {});
    assert.deepEqual(
      checks.filter(({ count }: Reply) => count > 0),
      [],
    );
  };
  return {
    ...{ ...books, house, usd, tax, issued, balances, isSound },
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}

test("an invoice in dollars is posted at the rate of its day, its tax to the cent, and money in either currency settles it whole", async () => {
  await using of = await exporter();
  await assert.rejects(of.issued({ issuedOn: "2026-10-30" }), saying("finance.rate.unknown"));
  const invoice = await of.issued();
  // 110.01 dollars: 100.01 and a tax of 10.00; at 4.4567.
  assert.deepEqual(
    [invoice.payableMinor, invoice.figures.taxMinor, invoice.worth],
    [
      ...[11_001, 1_000],
      {
        ...{ currency: "MYR", rate: "4.4567", rateSource: "manual", rateOn: "2026-11-01" },
        ...{ payableMinor: 49_028, carriedMinor: 49_028 },
      },
    ],
  );
  assert.deepEqual(await of.balances(), {
    "1100": [49_028, 11_001],
    "2200": [-4_457, -1_000],
    "4100": [-44_571, -10_001],
  });
  const entry = await of.asks(getJournal, { id: invoice.entryId });
  assert.deepEqual(
    entry.lines.map(({ currency, rate, rateOn }: Reply) => [currency, rate, rateOn]),
    entry.lines.map(() => ["USD", "4.4567", "2026-11-01"]),
  );
  const asked = { from: "2026-01-01", to: "2026-11-22", language: "en" };
  const taxes = await of.asks(getReport, { ...asked, report: "tax" });
  assert.deepEqual(
    taxes.rows
      .filter(({ cells }: Reply) => cells[1] === "Other entries")
      .map((r: Reply) => r.cells[3]),
    [0, 0],
  );
  const receivables = await of.asks(getReport, { ...asked, report: "receivables" });
  assert.deepEqual(receivables.rows[0].cells.slice(0, 3), ["Acme Inc", "USD 110.01", 49_028]);

  const pays = (amountMinor: number, more: object) =>
    of.asks(createReceipt, {
      ...{ receivedOn: "2026-11-10", allocations: [{ invoiceId: invoice.id, amountMinor }] },
      ...more,
    });
  await assert.rejects(pays(100, { accountId: of.idOf("1011") }), saying("moneyMinor"));
  // A third in dollars at a better rate, the rest in ringgit.
  const inDollars = await pays(3_667, { accountId: of.usd.id, rate: "4.5" });
  assert.equal(inDollars.worth.minor, 16_502);
  const inRinggit = await pays(7_334, { accountId: of.idOf("1011"), moneyMinor: 32_000 });
  assert.deepEqual(inRinggit.money, { currency: "MYR", minor: 32_000 });
  const paid = await of.asks(getInvoice, { id: invoice.id });
  assert.deepEqual([paid.standing, paid.dueMinor, paid.worth.carriedMinor], ["paid", 0, 0]);
  // Carried 49 028: of it 16 343 and 32 685; came 16 502 and 32 000.
  assert.deepEqual(
    paid.receipts.map(({ gainMinor }: Reply) => gainMinor),
    [159, -685],
  );
  assert.deepEqual(await of.balances(), {
    "1011": [32_000, 0],
    "1012": [16_502, 3_667],
    "2200": [-4_457, -1_000],
    "4100": [-44_571, -10_001],
    "6990": [526, 0],
  });
  await of.isSound();

  await of.asks(undoReceipt, { id: inDollars.id });
  await of.asks(undoReceipt, { id: inRinggit.id });
  const due = await of.asks(getInvoice, { id: invoice.id });
  assert.deepEqual([due.dueMinor, due.worth.carriedMinor], [11_001, 49_028]);
  assert.deepEqual(await of.balances(), {
    "1100": [49_028, 11_001],
    "2200": [-4_457, -1_000],
    "4100": [-44_571, -10_001],
  });
  await of.isSound();
});

test("a credit note goes by the rate of its invoice, and a yen has no cents", async () => {
  await using of = await exporter();
  const invoice = await of.issued({ rate: "4.123456789" });
  await of.asks(createReceipt, {
    ...{ receivedOn: "2026-11-10", accountId: of.usd.id, rate: "4.2" },
    allocations: [{ invoiceId: invoice.id, amountMinor: 3_333 }],
  });
  const { version } = await of.asks(getInvoice, { id: invoice.id });
  const note = await of.asks(creditInvoice, { id: invoice.id, version });
  await assert.rejects(
    of.asks(issueInvoice, { id: note.id, version: note.version }),
    saying("finance.invoice.credits_more_than_due"),
  );
  await of.isSound();
  const { id } = await of.asks(createInvoice, {
    ...{ buyer: { name: "Sato" }, currency: "JPY" },
    lines: [{ name: "Kopi", quantity: "1", price: "1000", taxCodeIds: [of.tax] }],
  });
  const yen = await of.asks(issueInvoice, { id, version: 1, issuedOn: ON, rate: "0.029857" });
  assert.deepEqual([yen.payableMinor, yen.worth.payableMinor], [1_100, 3_284]);
  const credit = await of.asks(creditInvoice, { id, version: yen.version });
  await of.asks(issueInvoice, { id: credit.id, version: credit.version });
  const after = await of.asks(getInvoice, { id });
  assert.deepEqual([after.standing, after.worth.carriedMinor], ["credited", 0]);
  await of.isSound();
});

test("its XML says in which currency the tax is accounted for, and how much that is", async () => {
  await using of = await exporter();
  const { version, ...letterhead } = await of.asks(getLetterhead, {});
  await of.asks(changeLetterhead, {
    ...letterhead.letterhead,
    ...letterhead,
    ...{ version: version ?? letterhead.letterhead?.version, legalName: "Kedai Kopi Sdn Bhd" },
    ...{ registration: "202601000001", taxNumber: "W10-1808-31012345", city: "Ipoh" },
    ...{ street: "Jalan Satu", email: "kira@kedai.example" },
  });
  const invoice = await of.issued();
  assert.deepEqual(
    invoice.lacks.filter(({ rule }: Reply) => /BR-53|BR-0?5|BR-06/.test(rule)),
    [],
  );
  const { xml } = await of.asks(getEInvoice, { id: invoice.id });
  assert.match(xml, /<cbc:DocumentCurrencyCode>USD</);
  assert.match(xml, /<cbc:TaxCurrencyCode>MYR</);
  assert.match(xml, /<cbc:TaxAmount currencyID="MYR">44\.57</);
});

test("bills in another currency: payments, what is paid ahead and credits settle them at what they are carried, undone exactly", async () => {
  await using of = await exporter();
  const supplier = await of.asks(createSupplier, { name: "Shenzhen Parts", currency: "USD" });
  const approved = async (number: string, price: string, rate: string): Promise<Reply> => {
    const draft = await of.asks(createBill, {
      ...{ kind: "bill", supplierId: supplier.id, number, billedOn: ON, currency: "USD" },
      lines: [{ accountId: of.idOf("6500"), name: "Parts", quantity: "1", price, taxCodeIds: [] }],
    });
    return of.asks(approveBill, { id: draft.id, version: draft.version, rate });
  };
  const bill = await approved("S-1", "300.00", "4.40");
  assert.deepEqual(bill.worth.carriedMinor, 132_000);
  const ahead = await of.asks(createDisbursement, {
    ...{ supplierId: supplier.id, paidOn: "2026-11-05", accountId: of.usd.id, rate: "4.30" },
    ...{ amountMinor: 20_000, allocations: [{ billId: bill.id, amountMinor: 10_000 }] },
  });
  // Carried at 440.00, gone at 430.00: 10.00 gained; 100 dollars are left at 430.00.
  assert.deepEqual([ahead.leftMinor, ahead.bills[0].gainMinor], [10_000, 1_000]);
  const before = await of.balances();
  assert.deepEqual(before["6990"], [-1_000, 0]);
  const used = await of.asks(applyDisbursement, {
    id: ahead.id,
    allocations: [{ billId: bill.id, amountMinor: 10_000 }],
  });
  assert.deepEqual((await of.balances())["6990"], [-2_000, 0]);
  await of.asks(undoBillAllocation, { id: used.bills[1].allocationId });
  assert.deepEqual(await of.balances(), before);
  const { version } = await of.asks(getBill, { id: bill.id });
  const credit = await of.asks(creditBill, { id: bill.id, version });
  await of.asks(approveBill, { id: credit.id, version: credit.version });
  const settled = await of.asks(getBill, { id: bill.id });
  assert.deepEqual([settled.standing, settled.worth.carriedMinor], ["paid", 0]);
  assert.deepEqual(await of.balances(), {
    ...{ "1012": before["1012"], "6990": before["6990"] },
    "2100": [87_000, 20_000],
  });
  await of.isSound();
  const owing = await of.asks(getReport, {
    ...{ report: "payables", from: "2026-01-01", to: "2026-11-22", language: "en" },
  });
  assert.deepEqual(owing.rows[0].cells.slice(0, 2), ["Shenzhen Parts", "USD -200.00"]);
  assert.equal(owing.rows.at(-2).cells.at(-1), 0, "nothing else stands there");
  assert.equal((await of.asks(getSupplier, { id: supplier.id })).aheadMinor, 87_000);
  await of.asks(undoDisbursement, { id: ahead.id });
  await of.isSound();

  const cash = await of.asks(createBill, {
    ...{ kind: "expense", supplierName: "Hotel", billedOn: ON, currency: "USD" },
    ...{ accountId: of.idOf("1011"), number: "" },
    lines: [{ accountId: of.idOf("6900"), name: "Night", quantity: "1", price: "99.99" }],
  });
  await of.asks(approveBill, { id: cash.id, version: cash.version });
  const after = await of.balances();
  assert.deepEqual(
    [after["1011"], after["6900"]],
    [
      [-44_563, 0],
      [44_563, 9_999],
    ],
  );
  await of.isSound();
});

test("rates come from a table: all its rows or none, and the newest by a day counts", async () => {
  await using of = await exporter();
  await assert.rejects(
    of.asks(importRates, { csv: "currency,date,rate\nSGD,2026-11-01,3.4\nEUR,1/11/2026,4.9" }),
    (error: unknown) => {
      assert.ok(error instanceof Problem);
      assert.deepEqual([error.code, error.details], ["finance.rate.no_day", { row: 3 }]);
      return true;
    },
  );
  const on = (currency: string, day: string) => of.asks(rateOnDay, { currency, on: day });
  assert.equal((await on("SGD", "2026-11-30")).rate, null);
  const csv =
    "Tarikh;Mata wang;Kadar\n2026-11-01;SGD;3.4\n2026-11-15;SGD;3.41\n2026-11-01;EUR;4.9123\n";
  const { importedCount } = await of.asks(importRates, { csv });
  assert.equal(importedCount, 3);
  assert.deepEqual((await on("SGD", "2026-11-14")).rate, {
    ...{ currency: "SGD", rateOn: "2026-11-01", rate: "3.4", source: "import" },
  });
  assert.equal((await on("SGD", "2026-11-15")).rate.rate, "3.41");
});
