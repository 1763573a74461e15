/** Taxes that no supplier charges: what we reckon and owe ourselves, and what we keep back of a bill. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "#kernel/errors.ts";
import { testHouse } from "#platform/testing/house.ts";
import { createDisbursement } from "../disbursements/disbursements.actions.ts";
import { createInvoice } from "../invoices/invoices.actions.ts";
import { booksCompany, type Reply } from "../journals/books.testing.ts";
import { getReport } from "../reports/reports.actions.ts";
import { booksHealth } from "../statements/statements.actions.ts";
import { createSupplier } from "../suppliers/suppliers.actions.ts";
import { addReadyTaxes, createTax, listTaxes } from "../taxes/taxes.actions.ts";
import { approveBill, creditBill, undoExpense } from "./approving.actions.ts";
import { createBill, getBill } from "./bills.actions.ts";

test("reverse charge and withholding stand beside what a supplier is paid, and in their boxes of the tax report", async () => {
  await using house = await testHouse();
  const { asks, idOf, access } = await booksCompany(house, { chart: "online_sg" });
  const { currency } = (await access.pool.query("select currency from books")).rows[0];
  await asks(addReadyTaxes, { set: "sg_gst" });
  await asks(addReadyTaxes, { set: "my_sst" });
  await asks(createTax, {
    ...{ code: "WHT", name: "Withholding tax", scheme: "WITHHOLDING", category: "S" },
    ...{ startsOn: "2020-01-01", rate: "10" },
  });
  const { codes } = await asks(listTaxes, {});
  const tax = (code: string): string => codes.find((one: Reply) => one.code === code).id;
  const supplier = await asks(createSupplier, { name: "Cloud Host Inc", currency });
  let number = 0;
  const approved = async (taxes: string[], more: object = {}, how: object = {}): Promise<Reply> => {
    number += 1;
    const { id, version } = await asks(createBill, {
      ...{ kind: "bill", supplierId: supplier.id, number: `C-${number}`, billedOn: "2026-11-02" },
      ...{ currency, ...more },
      lines: [
        {
          ...{ accountId: idOf("6500"), name: "Hosting", quantity: "1", price: "1000.03" },
          taxCodeIds: taxes.map(tax),
        },
      ],
    });
    return asks(approveBill, { id, version, ...how });
  };
  const balances = async (): Promise<Record<string, number>> => {
    const { rows } = await access.pool.query(
      `select a.code, sum(l.amount_minor)::int as sum from journal_lines l join ledger_accounts a on a.id = l.account_id
        group by a.code having sum(l.amount_minor) <> 0`,
    );
    return Object.fromEntries(rows.map(({ code, sum }) => [code, sum]));
  };
  const report = async (): Promise<Reply[]> => {
    const { checks } = await asks(booksHealth, {});
    assert.deepEqual(
      checks.filter(({ count }: Reply) => count > 0),
      [],
    );
    const asked = { from: "2026-01-01", to: "2026-11-22", language: "en", report: "tax" };
    const { rows } = await asks(getReport, asked);
    for (const { cells } of rows.filter((row: Reply) => row.cells[1] === "Other entries"))
      assert.equal(cells[3], 0);
    return rows.map(({ cells }: Reply) => cells);
  };

  // GST that we reckon: owed and claimed back at once. The supplier gets their price.
  const reverse = await approved(["RCB"]);
  assert.deepEqual([reverse.payableMinor, reverse.figures.taxMinor], [100_003, 0]);
  assert.deepEqual(await balances(), {
    ...{ "1450": 9_000, "2100": -100_003, "2200": -9_000, "6500": 100_003 },
  });
  // Service tax on what is imported is no credit: part of the cost, and owed.
  await approved(["IS"]);
  assert.deepEqual(await balances(), {
    ...{ "1450": 9_000, "2100": -200_006, "2200": -17_000, "6500": 208_006 },
  });
  // What is withheld is owed to the tax office instead of them.
  const withheld = await approved(["WHT"]);
  assert.deepEqual([withheld.payableMinor, withheld.figures.withheldMinor], [90_003, 10_000]);
  assert.equal((await balances())["2220"], -10_000);
  await asks(createDisbursement, {
    ...{ supplierId: supplier.id, paidOn: "2026-11-05", accountId: idOf("1011") },
    ...{ amountMinor: 90_003, allocations: [{ billId: withheld.id, amountMinor: 90_003 }] },
  });
  assert.equal((await asks(getBill, { id: withheld.id })).standing, "paid");
  const told = await report();
  const rowOf = (code: string, among: Reply[]) => among.filter(([one]) => one === code);
  assert.deepEqual(
    [rowOf("RCB", told), rowOf("IS", told), rowOf("WHT", told)].map((rows) =>
      rows.map(([, , taxable, minor]) => [taxable, minor]),
    ),
    [
      [
        [100_003, 9_000],
        [100_003, 9_000],
      ],
      [
        [100_003, 8_000],
        [100_003, 8_000],
      ],
      [[100_003, 10_000]],
    ],
  );

  // All of it in another currency, answered by a credit, comes to nothing again.
  const foreign = currency === "USD" ? "EUR" : "USD";
  const before = await balances();
  const dollars = await approved(["RCB", "WHT"], { currency: foreign }, { rate: "1.3456789" });
  const credit = await asks(creditBill, { id: dollars.id, version: dollars.version });
  await asks(approveBill, { id: credit.id, version: credit.version });
  assert.deepEqual(await balances(), before);
  const expense = await approved(["IS"], { kind: "expense", accountId: idOf("1011") });
  await asks(undoExpense, { id: expense.id, version: expense.version });
  assert.deepEqual(await balances(), before);
  assert.deepEqual(await report(), told);

  await assert.rejects(
    asks(createInvoice, {
      ...{ buyer: { name: "A" }, currency },
      lines: [{ name: "x", quantity: "1", price: "1", taxCodeIds: [tax("RCB")] }],
    }),
    (error: unknown) => error instanceof Problem && error.code === "finance.invoice.self_assessed",
  );
});
