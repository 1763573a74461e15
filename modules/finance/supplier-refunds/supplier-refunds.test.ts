import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "#kernel/errors.ts";
import { testHouse } from "#platform/testing/house.ts";
import { approveBill } from "../bills/approving.actions.ts";
import { createBill, getBill } from "../bills/bills.actions.ts";
import { createAccount } from "../chart/chart.actions.ts";
import { createDisbursement, getDisbursement } from "../disbursements/disbursements.actions.ts";
import { booksCompany, type Reply } from "../journals/books.testing.ts";
import { getReport } from "../reports/reports.actions.ts";
import { booksHealth } from "../statements/statements.actions.ts";
import { createSupplier } from "../suppliers/suppliers.actions.ts";
import {
  createSupplierRefund,
  listSupplierRefunds,
  undoSupplierRefund,
} from "./supplier-refunds.actions.ts";

test("what a supplier gives back is taken of what was paid ahead or credited, in either currency, and undone exactly", async () => {
  await using house = await testHouse();
  const { asks, idOf, access } = await booksCompany(house);
  const usd = await asks(createAccount, {
    ...{ parentId: idOf("1010"), code: "1012", name: "Dollars", kind: "bank", currency: "USD" },
  });
  const supplier = await asks(createSupplier, { name: "Shenzhen Parts", currency: "USD" });
  const balances = async (): Promise<Record<string, number>> => {
    const { rows } = await access.pool.query(
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
    const owing = await asks(getReport, {
      ...{ report: "payables", from: "2026-01-01", to: "2026-11-22", language: "en" },
    });
    assert.equal(owing.rows.at(-2).cells.at(-1), 0);
  };
  const ahead = await asks(createDisbursement, {
    ...{ supplierId: supplier.id, paidOn: "2026-11-01", accountId: usd.id, rate: "4.40" },
    amountMinor: 30_000,
  });
  const gives = (more: object) =>
    asks(createSupplierRefund, {
      ...{ from: { disbursementId: ahead.id }, refundedOn: "2026-11-05", accountId: usd.id },
      ...more,
    });
  await assert.rejects(
    gives({ amountMinor: 30_001, rate: "4.5" }),
    (error: unknown) =>
      error instanceof Problem &&
      JSON.stringify(error.details).includes("finance.disbursement.more_than_paid"),
  );
  const before = await balances();
  // 100 dollars carried at 440.00 came back as 450.00; 50 more as 210.00 in ringgit.
  const dollars = await gives({ amountMinor: 10_000, rate: "4.50" });
  const ringgit = await gives({ amountMinor: 5_000, accountId: idOf("1011"), moneyMinor: 21_000 });
  assert.deepEqual([dollars.gainMinor, ringgit.gainMinor], [1_000, -1_000]);
  assert.equal((await asks(getDisbursement, { id: ahead.id })).leftMinor, 15_000);
  assert.deepEqual(await balances(), { "1011": 21_000, "1012": -87_000, "2100": 66_000 });
  await isSound();
  for (const { id } of [dollars, ringgit]) await asks(undoSupplierRefund, { id });
  assert.deepEqual(await balances(), before);
  await assert.rejects(
    asks(undoSupplierRefund, { id: dollars.id }),
    (error: unknown) =>
      error instanceof Problem && error.code === "finance.supplier_refund.is_undone",
  );
  await isSound();

  const draft = await asks(createBill, {
    ...{ kind: "vendor_credit", supplierId: supplier.id, number: "CR-1", billedOn: "2026-11-02" },
    currency: "MYR",
    lines: [{ accountId: idOf("6500"), name: "Parts", quantity: "1", price: "70" }],
  });
  const credit = await asks(approveBill, { id: draft.id, version: draft.version });
  const back = await gives({
    ...{ from: { creditId: credit.id }, accountId: idOf("1011"), amountMinor: 7_000 },
  });
  assert.equal((await asks(getBill, { id: credit.id })).standing, "used");
  assert.deepEqual(
    (await asks(listSupplierRefunds, { credit: credit.id })).refunds.map(({ id }: Reply) => id),
    [back.id],
  );
  await isSound();
});
