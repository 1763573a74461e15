import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Problem } from "#kernel/errors.ts";
import { testHouse } from "#platform/testing/house.ts";
import {
  applyDisbursement,
  createDisbursement,
  listDisbursements,
  undoBillAllocation,
  undoDisbursement,
} from "../disbursements/disbursements.actions.ts";
import { booksCompany, type Reply } from "../journals/books.testing.ts";
import { getReport } from "../reports/reports.actions.ts";
import { booksHealth } from "../statements/statements.actions.ts";
import { createSupplier } from "../suppliers/suppliers.actions.ts";
import { addReadyTaxes, listTaxes } from "../taxes/taxes.actions.ts";
import { approveBill, creditBill, undoExpense } from "./approving.actions.ts";
import { createBill, getBill, listBills } from "./bills.actions.ts";

const RUNS = process.env["KAUNTER_LONG"] === undefined ? 6 : 200;
const STEPS = 25;

const line = fc.record({
  quantity: fc.constantFrom("1", "3", "0.333333", "12.5"),
  price: fc.constantFrom("0.01", "33.333333", "19.99", "1000"),
  isTaxed: fc.boolean(),
  claimsTax: fc.boolean(),
});
const step = fc.record({
  verb: fc.constantFrom(
    "bill",
    "bill",
    "pay",
    "use",
    "credit",
    "undo one",
    "undo all",
    "expense",
    "undo expense",
  ),
  pick: fc.nat(),
  share: fc.integer({ min: 1, max: 130 }),
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  inclusive: fc.boolean(),
  rounding: fc.integer({ min: -2, max: 2 }),
});

test("whatever is bought, paid, credited and undone, in any order: papers, ledger and reports say the same, and the books are sound", async () => {
  await using house = await testHouse();
  const { asks, idOf, access } = await booksCompany(house, { chart: "online_sg" });
  await asks(addReadyTaxes, { set: "sg_gst" });
  const { codes } = await asks(listTaxes, {});
  const gst = codes.find(({ code }: Reply) => code === "SR").id;
  const { currency } = (await access.pool.query("select currency from books")).rows[0];
  const suppliers: Reply[] = [];
  for (const name of ["One", "Two"]) suppliers.push(await asks(createSupplier, { name, currency }));
  let number = 0;

  const steps = fc.array(step, { minLength: STEPS, maxLength: STEPS });
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      for (const one of all) await does(one).catch(orExpected);
      const { checks } = await asks(booksHealth, {});
      assert.deepEqual(
        checks.filter(({ count }: Reply) => count > 0),
        [],
      );
      const asked = { from: "2026-01-01", to: "2026-11-22", language: "en" };
      const payables = await asks(getReport, { ...asked, report: "payables" });
      const other = payables.rows.find(({ cells }: Reply) => cells[0] === "Other entries");
      assert.equal(other.cells.at(-1), 0, "what is owed on papers is what the books say");
      const tax = await asks(getReport, { ...asked, report: "tax" });
      const rest = tax.rows.filter(({ cells }: Reply) => cells[1] === "Other entries");
      assert.deepEqual(
        rest.map(({ cells }: Reply) => cells.at(-1)),
        [0, 0],
      );
    }),
    { numRuns: RUNS, endOnFailure: true },
  );

  async function does({ verb, pick, share, lines, inclusive, rounding }: Reply): Promise<void> {
    const supplier = suppliers[pick % suppliers.length];
    const among = (rows: readonly Reply[]): Reply => rows[pick % Math.max(rows.length, 1)];
    const listed = async (filter: object): Promise<Reply> =>
      among((await asks(listBills, { ...filter, limit: 50 })).rows);
    const paid = async (): Promise<Reply> =>
      among((await asks(listDisbursements, { supplier: supplier.id, limit: 50 })).rows);
    switch (verb) {
      case "bill":
      case "expense": {
        number += 1;
        const draft = await asks(createBill, {
          ...{ kind: verb, supplierId: supplier.id, number: `N-${number}`, currency },
          ...{ billedOn: "2026-11-02", pricesContainTax: inclusive, roundingMinor: rounding },
          ...(verb === "expense" && { accountId: idOf("1019") }),
          lines: lines.map(({ isTaxed, ...told }: Reply) => ({
            ...told,
            ...{ name: "x", accountId: idOf("6500"), taxCodeIds: isTaxed ? [gst] : [] },
          })),
        });
        await asks(approveBill, { id: draft.id, version: draft.version });
        return;
      }
      case "pay": {
        const bill = await listed({ supplier: supplier.id, standing: "open" });
        const due = bill?.dueMinor ?? 0;
        const amountMinor = Math.max(1, Math.round((due * share) / 100));
        const taken =
          bill === undefined ? [] : [{ billId: bill.id, amountMinor: Math.min(due, amountMinor) }];
        await asks(createDisbursement, {
          ...{ supplierId: supplier.id, paidOn: "2026-11-03", accountId: idOf("1011") },
          ...{ amountMinor, allocations: taken },
        });
        return;
      }
      case "use": {
        const [from, bill] = [
          await paid(),
          await listed({ supplier: supplier.id, standing: "open" }),
        ];
        if (from === undefined || bill === undefined) return;
        const amountMinor = Math.max(1, Math.round((from.leftMinor * share) / 100));
        await asks(applyDisbursement, {
          id: from.id,
          allocations: [{ billId: bill.id, amountMinor }],
        });
        return;
      }
      case "credit": {
        const bill = await listed({ supplier: supplier.id, standing: "open" });
        if (bill === undefined) return;
        const { version } = await asks(getBill, { id: bill.id });
        const credit = await asks(creditBill, { id: bill.id, version });
        await asks(approveBill, { id: credit.id, version: credit.version });
        return;
      }
      case "undo one": {
        const bill = await listed({ supplier: supplier.id, kind: "bill" });
        const settled = among(
          bill === undefined ? [] : (await asks(getBill, { id: bill.id })).settlements,
        );
        if (settled !== undefined) await asks(undoBillAllocation, { id: settled.id });
        return;
      }
      case "undo all": {
        const from = await paid();
        if (from !== undefined) await asks(undoDisbursement, { id: from.id });
        return;
      }
      default: {
        const expense = await listed({ kind: "expense" });
        if (expense === undefined) return;
        const { version } = await asks(getBill, { id: expense.id });
        await asks(undoExpense, { id: expense.id, version });
      }
    }
  }
});

/** What the rules refuse changes nothing; anything else is our bug. */
function orExpected(error: unknown): void {
  if (!(error instanceof Problem)) throw error;
}
