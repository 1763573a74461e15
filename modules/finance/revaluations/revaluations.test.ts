import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Problem } from "#kernel/errors.ts";
import { testHouse } from "#platform/testing/house.ts";
import { approveBill, creditBill } from "../bills/approving.actions.ts";
import { createBill, getBill } from "../bills/bills.actions.ts";
import { createAccount } from "../chart/chart.actions.ts";
import {
  createDisbursement,
  listDisbursements,
  undoBillAllocation,
  undoDisbursement,
} from "../disbursements/disbursements.actions.ts";
import { createInvoice, getInvoice } from "../invoices/invoices.actions.ts";
import { creditInvoice, issueInvoice } from "../invoices/issuing.actions.ts";
import { booksCompany, type Reply } from "../journals/books.testing.ts";
import { getJournal } from "../journals/journals.actions.ts";
import { lockHard } from "../periods/periods.actions.ts";
import { tellRate } from "../rates/rates.actions.ts";
import { createReceipt, undoReceipt } from "../receipts/receipts.actions.ts";
import { getReport } from "../reports/reports.actions.ts";
import { booksHealth } from "../statements/statements.actions.ts";
import { createSupplier } from "../suppliers/suppliers.actions.ts";
import {
  bookRevaluation,
  getRevaluation,
  listRevaluations,
  previewRevaluation,
  undoRevaluation,
} from "./revaluations.actions.ts";

const RUNS = process.env["KAUNTER_LONG"] === undefined ? 4 : 100;
const STEPS = 14;

async function trader() {
  const house = await testHouse();
  const books = await booksCompany(house);
  const { asks, idOf } = books;
  const usd = await asks(createAccount, {
    ...{ parentId: idOf("1010"), code: "1012", name: "Dollars", kind: "bank", currency: "USD" },
  });
  const supplier = await asks(createSupplier, { name: "Shenzhen Parts", currency: "USD" });
  const invoiced = async (price: string, rate: string, on = "2026-10-02"): Promise<Reply> => {
    const { id } = await asks(createInvoice, {
      ...{ buyer: { name: "Acme Inc" }, currency: "USD" },
      lines: [{ name: "Design", quantity: "1", price }],
    });
    return asks(issueInvoice, { id, version: 1, issuedOn: on, rate });
  };
  let number = 0;
  const billed = async (price: string, rate: string): Promise<Reply> => {
    number += 1;
    const { id, version } = await asks(createBill, {
      ...{ kind: "bill", supplierId: supplier.id, number: `S-${number}`, billedOn: "2026-10-03" },
      ...{ currency: "USD" },
      lines: [{ accountId: idOf("6500"), name: "Parts", quantity: "1", price }],
    });
    return asks(approveBill, { id, version, rate });
  };
  const paid = (invoice: Reply, amountMinor: number, rate: string, receivedOn = "2026-10-20") =>
    asks(createReceipt, {
      ...{ receivedOn, accountId: usd.id, rate },
      allocations: [{ invoiceId: invoice.id, amountMinor }],
    });
  const standing = async (code: string): Promise<[myr: number, usd: number]> => {
    const { rows } = await books.access.pool.query(
      `select coalesce(sum(l.amount_minor), 0)::int as myr,
              coalesce(sum(l.document_minor) filter (where l.currency = 'USD'), 0)::int as usd
         from journal_lines l join ledger_accounts a on a.id = l.account_id where a.code = $1`,
      [code],
    );
    return [rows[0].myr, rows[0].usd];
  };
  const isSound = async () => {
    const { checks } = await asks(booksHealth, {});
    assert.deepEqual(
      checks.filter(({ count }: Reply) => count > 0),
      [],
    );
  };
  return {
    ...{ ...books, house, usd, supplier, invoiced, billed, paid, standing, isSound },
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}

const saying = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Problem, String(error));
  assert.equal(error.code, code);
  return true;
};

test("what is open in dollars is looked at, booked at the rate of the day, answered on the next, and never twice", async () => {
  await using of = await trader();
  const { asks } = of;
  const invoice = await of.invoiced("1000", "4.40");
  await of.billed("500", "4.42");
  await of.paid(invoice, 40_000, "4.45");
  const on = "2026-10-31";
  const blind = await asks(previewRevaluation, { on });
  assert.deepEqual(
    [blind.withoutRate, blind.blocked.book],
    [["USD"], "finance.revaluation.no_rate"],
  );
  await asks(tellRate, { currency: "USD", rateOn: "2026-10-30", rate: "4.50" });
  const seen = await asks(previewRevaluation, { on });
  assert.deepEqual(
    seen.items.map((i: Reply) => [i.kind, i.documentMinor, i.carriedMinor, i.worthMinor]),
    [
      ["account", 40_000, 178_000, 180_000],
      ["bill", -50_000, -221_000, -225_000],
      ["invoice", 60_000, 264_000, 270_000],
    ],
  );
  assert.deepEqual([seen.gainMinor, seen.blocked.book], [4_000, null]);

  const booked = await asks(bookRevaluation, { on });
  const entry = await asks(getJournal, { id: booked.entryId });
  const answer = await asks(getJournal, { id: booked.reversalId });
  assert.deepEqual(
    [entry.postedOn, answer.postedOn, entry.blocked.reverse],
    [on, "2026-11-01", "finance.journal.reversed"],
  );
  assert.deepEqual(
    entry.lines
      .filter(({ accountCode }: Reply) => accountCode !== "6990")
      .map((l: Reply) => [l.accountCode, l.amountMinor, l.documentMinor, l.rate])
      .sort(),
    [
      ["1012", 2_000, 0, "4.5"],
      ["1100", 6_000, 0, "4.5"],
      ["2100", -4_000, 0, "4.5"],
    ],
  );
  await assert.rejects(asks(bookRevaluation, { on }), saying("finance.revaluation.is_booked"));
  const report = (day: string, name = "receivables") =>
    asks(getReport, { report: name, from: "2026-01-01", to: day, language: "en" });
  // At the end of the month the paper stands at the day's rate, the next day at its own again; both are what the books say.
  const [then, after] = [await report(on), await report("2026-11-01")];
  assert.deepEqual([then.rows[0].cells.at(-1), after.rows[0].cells.at(-1)], [270_000, 264_000]);
  for (const sheet of [then, after, await report(on, "payables")])
    assert.equal(sheet.rows.at(-2).cells.at(-1), 0);
  await of.isSound();

  await asks(undoRevaluation, { id: booked.id });
  assert.equal((await report(on)).rows.at(-2).cells.at(-1), 0);
  await of.isSound();
  const again = await asks(bookRevaluation, { on });
  assert.equal((await asks(getRevaluation, { id: again.id })).items.length, 3);
  assert.deepEqual(
    (await asks(listRevaluations, {})).revaluations
      .map((r: Reply) => [r.isUndone, r.gainMinor])
      .sort(),
    [
      [false, 4_000],
      [true, 4_000],
    ],
  );
  await asks(lockHard, { startsOn: "2026-09-01" });
  await assert.rejects(
    asks(bookRevaluation, { on: "2026-09-30" }),
    (error: unknown) => error instanceof Problem,
  );
  await assert.rejects(
    asks(bookRevaluation, { on: "2026-12-31" }),
    saying("finance.revaluation.in_the_future"),
  );
});

test("part payments, credits, revaluations and undoing in any order: what is settled is carried at nothing, to the sen", async () => {
  await using of = await trader();
  const { asks, usd, supplier } = of;
  for (const [day, rate] of [
    ["2026-09-01", "4.4123"],
    ["2026-10-12", "4.487654321"],
    ["2026-11-05", "4.3333"],
  ])
    await asks(tellRate, { currency: "USD", rateOn: day, rate });
  const step = fc.record({
    verb: fc.constantFrom("pay in", "pay in", "pay out", "pay out", "credit", "undo", "revalue"),
    pick: fc.nat(),
    share: fc.integer({ min: 1, max: 99 }),
    rate: fc.constantFrom("4.1", "4.777777", "4.45", "0.9999"),
    day: fc.constantFrom("2026-10-05", "2026-10-31", "2026-11-03", "2026-11-15"),
  });
  const price = fc.integer({ min: 3, max: 500_000 }).map((minor) => (minor / 100).toFixed(2));
  const world = fc.record({
    prices: fc.array(price, { minLength: 2, maxLength: 2 }),
    steps: fc.array(step, { minLength: STEPS, maxLength: STEPS }),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ prices, steps }) => {
      const invoice = await of.invoiced(prices[0] ?? "1", "4.41");
      const bill = await of.billed(prices[1] ?? "1", "4.39");
      const receipts: Reply[] = [];
      for (const one of steps) await does(one).catch(orExpected);
      // Whatever is left is paid at last.
      const due = await asks(getInvoice, { id: invoice.id });
      if (due.dueMinor > 0) await of.paid(invoice, due.dueMinor, "4.6", "2026-11-20");
      await payOut((await asks(getBill, { id: bill.id })).dueMinor, "4.6", "2026-11-20");
      const [done, settled] = [
        await asks(getInvoice, { id: invoice.id }),
        await asks(getBill, { id: bill.id }),
      ];
      assert.deepEqual(
        [done.dueMinor, done.worth.carriedMinor, settled.dueMinor, settled.worth.carriedMinor],
        [0, 0, 0, 0],
      );
      assert.deepEqual(await of.standing("1100"), [0, 0], "nobody owes");
      await of.isSound();

      async function does({ verb, pick, share, rate, day }: Reply): Promise<void> {
        const now = await asks(getInvoice, { id: invoice.id });
        const then = await asks(getBill, { id: bill.id });
        const part = (minor: number) => Math.max(1, Math.floor((minor * share) / 100));
        switch (verb) {
          case "pay in":
            receipts.push(await of.paid(invoice, part(now.dueMinor), rate, day));
            return;
          case "pay out":
            return payOut(part(then.dueMinor), rate, day);
          case "credit": {
            if (now.paidMinor > 0 || now.dueMinor === 0) return;
            const note = await asks(creditInvoice, { id: invoice.id, version: now.version });
            await asks(issueInvoice, { id: note.id, version: note.version });
            if (then.dueMinor === 0) return;
            const credit = await asks(creditBill, { id: bill.id, version: then.version });
            await asks(approveBill, { id: credit.id, version: credit.version });
            return;
          }
          case "undo": {
            const receipt = receipts[pick % Math.max(receipts.length, 1)];
            if (receipt !== undefined) await asks(undoReceipt, { id: receipt.id });
            const settlement = then.settlements[pick % Math.max(then.settlements.length, 1)];
            if (settlement !== undefined) await asks(undoBillAllocation, { id: settlement.id });
            return;
          }
          default:
            await asks(bookRevaluation, { on: day });
        }
      }

      async function payOut(amountMinor: number, rate: string, paidOn: string): Promise<void> {
        if (amountMinor === 0) return;
        await asks(createDisbursement, {
          ...{ supplierId: supplier.id, accountId: usd.id, rate, amountMinor, paidOn },
          allocations: [{ billId: bill.id, amountMinor }],
        });
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  for (const paid of (await asks(listDisbursements, { supplier: supplier.id, limit: 100 })).rows)
    if (paid.undoneOn === null) await asks(undoDisbursement, { id: paid.id });
  await of.isSound();
});

/** What the rules refuse changes nothing; anything else is our bug. */
function orExpected(error: unknown): void {
  if (!(error instanceof Problem)) throw error;
}
