/** Money that came ahead, too much of it, and what will never come. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createCustomer } from "#modules/crm/customers/customers.actions.ts";
import { testHouse } from "#platform/testing/house.ts";
import { createAccount } from "../chart/chart.actions.ts";
import { getCustomerStatement } from "../customer-statements/customer-statements.actions.ts";
import { createInvoice, getInvoice } from "../invoices/invoices.actions.ts";
import { issueInvoice } from "../invoices/issuing.actions.ts";
import { booksCompany, type Reply, saying } from "../journals/books.testing.ts";
import { getReport } from "../reports/reports.actions.ts";
import { booksHealth } from "../statements/statements.actions.ts";
import { addReadyTaxes, listTaxes } from "../taxes/taxes.actions.ts";
import { undoWriteOff, writeOffInvoice } from "../write-offs/write-offs.actions.ts";
import {
  applyReceipt,
  createReceipt,
  listReceipts,
  undoReceipt,
  undoReceiptAllocation,
} from "./receipts.actions.ts";

async function seller() {
  const house = await testHouse();
  const books = await booksCompany(house);
  const { asks, idOf } = books;
  await asks(addReadyTaxes, { set: "my_sst" });
  const { codes } = await asks(listTaxes, {});
  const tax = codes.find(({ code }: Reply) => code === "SA10").id;
  const usd = await asks(createAccount, {
    ...{ parentId: idOf("1010"), code: "1012", name: "Dollars", kind: "bank", currency: "USD" },
  });
  const aminah = await asks(createCustomer, { name: "Aminah", email: "aminah@example.com" });
  const budi = await asks(createCustomer, { name: "Budi", email: "budi@example.com" });
  const issued = async (price: string, more: object = {}, how: object = {}): Promise<Reply> => {
    const { id } = await asks(createInvoice, {
      ...{ customerId: aminah.id, buyer: { name: "Aminah" }, currency: "MYR" },
      lines: [{ name: "Kopi", quantity: "1", price, taxCodeIds: [tax] }],
      ...more,
    });
    return asks(issueInvoice, { id, version: 1, issuedOn: "2026-11-02", ...how });
  };
  const balances = async (): Promise<Record<string, number>> => {
    const { rows } = await books.access.pool.query(
      `select a.code, sum(l.amount_minor)::int as sum from journal_lines l join ledger_accounts a on a.id = l.account_id
        group by a.code having sum(l.amount_minor) <> 0`,
    );
    return Object.fromEntries(rows.map(({ code, sum }) => [code, sum]));
  };
  const isSound = async () => {
    const { checks } = await asks(booksHealth, {});
    assert.deepEqual(
      checks.filter(({ count }: Reply) => count > 0),
      [],
    );
    const asked = { from: "2026-01-01", to: "2026-11-22", language: "en" };
    const owed = await asks(getReport, { ...asked, report: "receivables" });
    assert.equal(owed.rows.at(-2).cells.at(-1), 0, "what is owed on papers is what the books say");
    const taxes = await asks(getReport, { ...asked, report: "tax" });
    for (const { cells } of taxes.rows.filter((row: Reply) => row.cells[1] === "Other entries"))
      assert.equal(cells[3], 0);
    return owed;
  };
  return {
    ...{ ...books, house, usd, aminah, budi, issued, balances, isSound },
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}

test("a deposit waits for its customer's invoices, in part or whole, and what took it can be taken back", async () => {
  await using of = await seller();
  const { asks, aminah, budi, idOf } = of;
  const came = { receivedOn: "2026-11-01", accountId: idOf("1011"), reference: "FPX 1" };
  await assert.rejects(
    asks(createReceipt, { ...came, amountMinor: 5_000 }),
    saying("finance.receipt.whose"),
  );
  const deposit = await asks(createReceipt, {
    ...{ ...came, customerId: aminah.id, amountMinor: 50_000 },
  });
  assert.deepEqual([deposit.leftMinor, deposit.payer], [50_000, "Aminah"]);
  assert.equal((await of.isSound()).rows[0].cells.at(-1), -50_000, "we owe her");
  const invoice = await of.issued("300");
  const theirs = await of.issued("10", { customerId: budi.id, buyer: { name: "Budi" } });
  const takes = (id: string, amountMinor: number) =>
    asks(applyReceipt, { id: deposit.id, allocations: [{ invoiceId: id, amountMinor }] });
  await assert.rejects(takes(theirs.id, 100), saying("finance.receipt.other_customer"));
  await assert.rejects(takes(invoice.id, 50_000), saying("finance.receipt.more_than_due"));
  const used = await takes(invoice.id, 33_000);
  assert.deepEqual([used.leftMinor, used.invoices[0].number], [17_000, invoice.number]);
  assert.equal((await asks(getInvoice, { id: invoice.id })).standing, "paid");
  await of.isSound();
  await asks(undoReceiptAllocation, { id: used.invoices[0].allocationId });
  assert.equal((await asks(getInvoice, { id: invoice.id })).dueMinor, 33_000);
  await takes(invoice.id, 10_000);

  // More came than was asked: what is over is hers.
  const over = await asks(createReceipt, {
    ...{ ...came, receivedOn: "2026-11-03", customerId: aminah.id, amountMinor: 25_000 },
    allocations: [{ invoiceId: invoice.id, amountMinor: 23_000 }],
  });
  assert.equal(over.leftMinor, 2_000);
  await of.isSound();
  const statement = await asks(getCustomerStatement, {
    ...{ id: aminah.id, from: "2026-11-01", to: "2026-11-30" },
  });
  assert.deepEqual(
    [statement.closingMinor, statement.rows.map(({ amountMinor }: Reply) => amountMinor)],
    [33_000 - 75_000, [-50_000, 33_000, -25_000]],
  );
  const { rows } = await asks(listReceipts, { left: "only" });
  assert.deepEqual(
    rows.map(({ leftMinor }: Reply) => leftMinor),
    [2_000, 40_000],
  );
  await asks(undoReceipt, { id: deposit.id });
  assert.equal((await asks(getInvoice, { id: invoice.id })).dueMinor, 10_000);
  await of.isSound();

  // Ahead in dollars: taken at what it was worth when it came.
  const dollars = await asks(createReceipt, {
    ...{ receivedOn: "2026-11-01", accountId: of.usd.id, rate: "4.4" },
    ...{ customerId: aminah.id, amountMinor: 20_000 },
  });
  const foreign = await of.issued("100", { currency: "USD" }, { rate: "4.5" });
  const taken = await asks(applyReceipt, {
    ...{ id: dollars.id, allocations: [{ invoiceId: foreign.id, amountMinor: 11_000 }] },
  });
  assert.deepEqual([taken.leftMinor, taken.invoices[0].gainMinor], [9_000, 48_400 - 49_500]);
  await of.isSound();
});

test("what will never come is written off, with the tax in it where that comes back, and undone when it comes after all", async () => {
  await using of = await seller();
  const { asks } = of;
  const invoice = await of.issued("1000");
  const before = await of.balances();
  const gives = (more: object) =>
    asks(writeOffInvoice, { invoiceId: invoice.id, writtenOffOn: "2026-11-20", ...more });
  await assert.rejects(gives({ amountMinor: 110_001 }), saying("finance.write_off.more_than_due"));
  await assert.rejects(
    gives({ writtenOffOn: "2026-11-01" }),
    saying("finance.write_off.before_its_day"),
  );
  const part = await gives({ amountMinor: 33_000, reason: "Moved away" });
  assert.deepEqual([part.taxMinor, (await of.balances())["6950"]], [0, 33_000]);
  const rest = await gives({ reclaimsTax: true });
  assert.deepEqual([rest.amountMinor, rest.taxMinor], [77_000, 7_000]);
  assert.deepEqual(await of.balances(), { "2200": -3_000, "4100": -100_000, "6950": 103_000 });
  const lost = await asks(getInvoice, { id: invoice.id });
  assert.deepEqual([lost.standing, lost.dueMinor, lost.writeOffs.length], ["written_off", 0, 2]);
  await of.isSound();
  for (const { id } of [part, rest]) await asks(undoWriteOff, { id });
  assert.deepEqual(await of.balances(), before);
  await assert.rejects(asks(undoWriteOff, { id: part.id }), saying("finance.write_off.is_undone"));
  await of.isSound();

  const foreign = await of.issued("100", { currency: "USD" }, { rate: "4.4567" });
  await asks(writeOffInvoice, {
    invoiceId: foreign.id,
    writtenOffOn: "2026-11-20",
    amountMinor: 3_333,
  });
  await asks(writeOffInvoice, {
    invoiceId: foreign.id,
    writtenOffOn: "2026-11-20",
    reclaimsTax: true,
  });
  assert.equal((await asks(getInvoice, { id: foreign.id })).worth.carriedMinor, 0);
  await of.isSound();
});

test("cash is rounded to the smallest coin: the invoice is paid whole, and the difference is rounding", async () => {
  await using of = await seller();
  const { asks, idOf } = of;
  // 10.02 and a tax of 1.00.
  const invoice = await of.issued("10.02");
  const before = await of.balances();
  const pays = (more: object) =>
    asks(createReceipt, {
      ...{ receivedOn: "2026-11-03", accountId: idOf("1019"), isCash: true, ...more },
      allocations: [{ invoiceId: invoice.id, amountMinor: 1_102 }],
    });
  await assert.rejects(pays({ accountId: of.usd.id, moneyMinor: 1 }), saying("finance.receipt"));
  const paid = await pays({});
  assert.deepEqual([paid.amountMinor, paid.cashRoundingMinor], [1_102, -2]);
  assert.equal((await asks(getInvoice, { id: invoice.id })).standing, "paid");
  const after = await of.balances();
  assert.deepEqual([after["1019"], after["6980"], after["1100"]], [1_100, 2, undefined]);
  await of.isSound();
  await asks(undoReceipt, { id: paid.id });
  assert.deepEqual(await of.balances(), before);
  await of.isSound();
});
