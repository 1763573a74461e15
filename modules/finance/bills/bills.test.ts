import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Problem } from "#kernel/errors.ts";
import { type TestHouse, testHouse } from "#platform/testing/house.ts";
import {
  applyDisbursement,
  applyVendorCredit,
  createDisbursement,
  undoBillAllocation,
  undoDisbursement,
} from "../disbursements/disbursements.actions.ts";
import { booksCompany, type Reply } from "../journals/books.testing.ts";
import { getReport } from "../reports/reports.actions.ts";
import { booksHealth } from "../statements/statements.actions.ts";
import {
  changeBank,
  createSupplier,
  deleteSupplier,
  getSupplier,
  restoreSupplier,
  showBank,
} from "../suppliers/suppliers.actions.ts";
import { addReadyTaxes, listTaxes } from "../taxes/taxes.actions.ts";
import { approveBill, creditBill, undoExpense } from "./approving.actions.ts";
import {
  changeBill,
  createBill,
  discardBill,
  getBill,
  listBills,
  restoreBill,
} from "./bills.actions.ts";

/** One company for all: each test has a supplier of its own, and sees what it moved itself. */
let house: TestHouse;
let of: Awaited<ReturnType<typeof buyer>>;
before(async () => {
  house = await testHouse();
  of = await buyer();
});
after(() => house[Symbol.asyncDispose]());

async function buyer() {
  const books = await booksCompany(house, { chart: "online_sg" });
  await books.asks(addReadyTaxes, { set: "sg_gst" });
  const { codes } = await books.asks(listTaxes, {});
  const gst = codes.find(({ code }: Reply) => code === "SR").id as string;
  const { currency } = (await books.access.pool.query("select currency from books")).rows[0];
  let count = 0;
  const supplier = (more: object = {}): Promise<Reply> => {
    count += 1;
    return books.asks(createSupplier, {
      ...{ name: `Pembekal ${count}`, currency, termsDays: 30 },
      ...{ expenseAccountId: books.idOf("6500"), ...more },
    });
  };
  const paper = (supplierId: string, more: object = {}) => ({
    ...{ kind: "bill", supplierId, number: "A-1", billedOn: "2026-11-02", currency },
    lines: [
      { name: "Hosting", quantity: "3", price: "33.333333", taxCodeIds: [gst] },
      {
        ...{ name: "Makan malam", quantity: "1", price: "50", taxCodeIds: [gst] },
        ...{ claimsTax: false, accountId: books.idOf("6900") },
      },
    ],
    ...more,
  });
  const drafted = (supplierId: string, more: object = {}): Promise<Reply> =>
    books.asks(createBill, paper(supplierId, more));
  const approves = ({ id, version }: Reply, more: object = {}): Promise<Reply> =>
    books.asks(approveBill, { id, version, ...more });
  const approved = async (supplierId: string, more: object = {}): Promise<Reply> =>
    approves(await drafted(supplierId, more));
  const pays = (supplierId: string, amountMinor: number, bills: [Reply, number][]) =>
    books.asks(createDisbursement, {
      ...{ supplierId, paidOn: "2026-11-10", accountId: books.idOf("1011"), amountMinor },
      allocations: bills.map(([{ id }, minor]) => ({ billId: id, amountMinor: minor })),
    }) as Promise<Reply>;
  /** What all accounts moved by while something was done. */
  const moved = async (work: () => Promise<unknown>): Promise<Record<string, number>> => {
    const sums = async () => {
      const { rows } = await books.access.pool.query<{ code: string; sum: number }>(
        `select a.code, sum(l.amount_minor)::int as sum from journal_lines l join ledger_accounts a on a.id = l.account_id
          group by a.code order by a.code`,
      );
      return new Map(rows.map(({ code, sum }) => [code, sum]));
    };
    const earlier = await sums();
    await work();
    const changes = [...(await sums())].map(([code, sum]) => [
      code,
      sum - (earlier.get(code) ?? 0),
    ]);
    return Object.fromEntries(changes.filter(([, change]) => change !== 0));
  };
  const bill = ({ id }: Reply): Promise<Reply> => books.asks(getBill, { id });
  return {
    ...books,
    gst,
    currency,
    supplier,
    paper,
    drafted,
    approves,
    approved,
    pays,
    moved,
    bill,
  };
}

const refusedWith = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Problem, String(error));
  const fields = Array.isArray(error.details) ? (error.details as { code: string }[]) : [];
  const said = [error.code, ...fields.map((one) => one.code)];
  assert.ok(said.includes(code), `${said} is not ${code}`);
  return true;
};

const unsound = async (): Promise<string[]> =>
  (await of.asks(booksHealth, {})).checks
    .filter(({ count }: Reply) => count > 0)
    .map(({ check, offenders }: Reply) => `${check}: ${JSON.stringify(offenders)}`);

test("a draft goes where the supplier's papers usually go, is changed, deleted and brought back; nothing is posted", async () => {
  const { id: supplierId } = await of.supplier();
  const moves = await of.moved(async () => {
    const draft = await of.drafted(supplierId);
    // 100.00 and 50.00, and 9 % on both.
    assert.deepEqual(
      [draft.payableMinor, draft.figures.taxMinor, draft.claimedMinor, draft.dueOn],
      [16_350, 1_350, 900, "2026-12-02"],
    );
    assert.equal(draft.lines[0].accountId, of.idOf("6500"));
    const changed = await of.asks(changeBill, {
      ...of.paper(supplierId, { lines: [], number: "" }),
      ...{ id: draft.id, version: draft.version },
    });
    assert.equal(changed.blocked.approve, "finance.bill.no_number");
    const gone = await of.asks(discardBill, { id: draft.id, version: changed.version });
    assert.deepEqual(
      [gone.standing, gone.blocked.change],
      ["discarded", "finance.bill.is_discarded"],
    );
    const { rows } = await of.asks(listBills, { supplier: supplierId });
    assert.deepEqual(rows, []);
    const back = await of.asks(restoreBill, { id: draft.id, version: gone.version });
    assert.equal(back.standing, "draft");
  });
  assert.deepEqual(moves, {});
});

test("approving posts what was bought, the tax that is claimed apart, and what is owed; it comes to what stands on the paper", async () => {
  const { id: supplierId, name } = await of.supplier();
  let bill: Reply;
  const moves = await of.moved(async () => {
    bill = await of.approved(supplierId, { roundingMinor: 5 });
  });
  assert.deepEqual(moves, {
    "1450": 900,
    "2100": -16_355,
    "6500": 10_000,
    "6900": 5_450,
    "6980": 5,
  });
  assert.deepEqual(
    [bill.standing, bill.dueMinor, bill.blocked.change],
    ["open", 16_355, "finance.bill.is_approved"],
  );
  const { rows } = await of.access.pool.query(
    `select t.is_claimed, t.taxable_minor::int as taxable, t.tax_minor::int as tax from bill_taxes t join bills b on b.id = t.bill_id
      where b.supplier->>'name' = $1 order by 1`,
    [name],
  );
  assert.deepEqual(rows, [
    { is_claimed: false, taxable: 5_000, tax: 450 },
    { is_claimed: true, taxable: 10_000, tax: 900 },
  ]);
  for (const change of [
    "update bills set reference = 'else' where status = 'approved'",
    "update bills set status = 'draft', posted_on = null, entry_id = null where kind = 'bill' and status = 'approved'",
    "update bills set paid_minor = payable_minor + 1 where status = 'approved'",
    "delete from bills where status = 'approved'",
    "delete from bill_taxes",
    "update bill_allocations set amount_minor = 1",
  ])
    await assert.rejects(of.access.pool.query(change), change);
});

test("a supplier's number is taken once: said otherwise it is insisted on, and of thirty-two at once one passes", async () => {
  const { id: supplierId } = await of.supplier();
  await of.approved(supplierId, { number: "INV 0077" });
  const again = await of.drafted(supplierId, { number: "inv-0077", billedOn: "2026-11-20" });
  assert.deepEqual(
    again.twins.map(({ why, isApproved }: Reply) => [why, isApproved]),
    [["same_number", true]],
  );
  await assert.rejects(of.approves(again), refusedWith("finance.bill.same_number"));
  assert.equal((await of.approves(again, { evenIfTwin: true })).standing, "open");

  const near = await of.drafted(supplierId, { number: "B-9", billedOn: "2026-11-05" });
  assert.deepEqual(
    near.twins.map(({ why }: Reply) => why),
    ["same_amount"],
  );
  assert.equal((await of.approves(near)).standing, "open", "a sum alone is told, not refused");
  const far = await of.drafted(supplierId, { number: "B-10", billedOn: "2026-06-05" });
  assert.deepEqual(far.twins, []);

  const { id: other } = await of.supplier();
  const drafts = await Promise.all(
    Array.from({ length: 32 }, () => of.drafted(other, { number: "X-1" })),
  );
  const passed = await Promise.all(drafts.map((draft) => of.approves(draft).catch(() => null)));
  assert.equal(passed.filter((one) => one !== null).length, 1);
});

test("payments take off bills what is due, never more; what is over is paid ahead, used later and undone one by one", async () => {
  const { id: supplierId } = await of.supplier();
  const one = await of.approved(supplierId, { number: "1" });
  const two = await of.approved(supplierId, { number: "2" });
  await assert.rejects(
    of.pays(supplierId, 20_000, [[one, 16_351]]),
    refusedWith("finance.disbursement.more_than_due"),
  );
  await assert.rejects(
    of.pays(supplierId, 100, [[one, 101]]),
    refusedWith("finance.disbursement.more_than_paid"),
  );
  let paid: Reply;
  const moves = await of.moved(async () => {
    paid = await of.pays(supplierId, 20_000, [[one, 16_350]]);
  });
  assert.deepEqual(moves, { "1011": -20_000, "2100": 20_000 });
  assert.deepEqual([(await of.bill(one)).standing, paid.leftMinor], ["paid", 3_650]);
  assert.equal((await of.asks(getSupplier, { id: supplierId })).aheadMinor, 3_650);

  const nothing = await of.moved(async () => {
    await of.asks(applyDisbursement, {
      ...{ id: paid.id, allocations: [{ billId: two.id, amountMinor: 3_650 }] },
    });
    assert.equal((await of.bill(two)).dueMinor, 12_700);
    const [settlement] = (await of.bill(one)).settlements;
    await of.asks(undoBillAllocation, { id: settlement.id });
    await assert.rejects(
      of.asks(undoBillAllocation, { id: settlement.id }),
      refusedWith("finance.disbursement.allocation_is_undone"),
    );
    assert.deepEqual(
      [(await of.bill(one)).standing, (await of.bill(one)).settlements[0].isUndone],
      ["open", true],
    );
  });
  assert.deepEqual(nothing, {}, "what is owed and what is paid ahead stand on one account");
  const undo = await of.moved(() => of.asks(undoDisbursement, { id: paid.id }));
  assert.deepEqual(undo, { "1011": 20_000, "2100": -20_000 });
  assert.deepEqual(
    [(await of.bill(two)).dueMinor, (await of.bill(two)).standing],
    [16_350, "open"],
  );
  const { id: stranger } = await of.supplier();
  await assert.rejects(
    of.pays(stranger, 100, [[one, 100]]),
    refusedWith("finance.disbursement.other_supplier"),
  );
  assert.deepEqual(await unsound(), []);
});

test("a vendor credit answers its bill by the bill's own figures; what is over waits for the next", async () => {
  const { id: supplierId } = await of.supplier();
  const bill = await of.approved(supplierId, { number: "1" });
  await of.pays(supplierId, 10_000, [[bill, 10_000]]);
  const { version } = await of.bill(bill);
  const draft = await of.asks(creditBill, { id: bill.id, version });
  const moves = await of.moved(() => of.approves(draft));
  assert.deepEqual(moves, { "1450": -900, "2100": 16_350, "6500": -10_000, "6900": -5_450 });
  const credit = await of.bill(draft);
  assert.deepEqual([credit.standing, credit.dueMinor], ["unused", 10_000]);
  assert.deepEqual(
    [(await of.bill(bill)).standing, (await of.bill(bill)).creditedMinor],
    ["paid", 6_350],
  );
  const next = await of.approved(supplierId, { number: "2" });
  await of.asks(applyVendorCredit, {
    ...{ id: credit.id, allocations: [{ billId: next.id, amountMinor: 10_000 }] },
  });
  assert.deepEqual(
    [(await of.bill(credit)).standing, (await of.bill(next)).dueMinor],
    ["used", 6_350],
  );
  const whole = await of.approved(supplierId, { number: "3" });
  const all = await of.asks(creditBill, { id: whole.id, version: whole.version });
  await of.approves(all);
  assert.equal((await of.bill(whole)).standing, "credited");
});

test("an expense is gone from where it was paid, and undone by a reversing entry that takes its tax back too", async () => {
  const expense = {
    ...{ kind: "expense", supplierId: null, supplierName: "Kedai Runcit", number: "" },
    accountId: of.idOf("1019"),
    lines: [
      {
        name: "Kertas",
        quantity: "1",
        price: "10.90",
        taxCodeIds: [of.gst],
        accountId: of.idOf("6900"),
      },
    ],
    pricesContainTax: true,
  };
  let done: Reply;
  const moves = await of.moved(async () => {
    done = await of.approved("", expense);
  });
  assert.deepEqual(moves, { "1019": -1_090, "1450": 90, "6900": 1_000 });
  assert.deepEqual([done.standing, done.supplierName], ["paid", "Kedai Runcit"]);
  const back = await of.moved(() => of.asks(undoExpense, { id: done.id, version: done.version }));
  assert.deepEqual(back, { "1019": 1_090, "1450": -90, "6900": -1_000 });
  const { rows } = await of.access.pool.query(
    "select sum(t.tax_minor)::int as tax from bill_taxes t join bills b on b.id = t.bill_id where b.kind = 'expense'",
  );
  assert.equal(rows[0].tax, 0);
  await assert.rejects(
    of.approved("", { ...expense, accountId: of.idOf("6900") }),
    refusedWith("finance.receipt.no_bank_account"),
  );
  await assert.rejects(
    of.approved("", { ...expense, lines: [{ ...expense.lines[0], accountId: of.idOf("2100") }] }),
    refusedWith("finance.bill.no_such_account"),
  );
});

test("a paper of a closed month is posted in an open one, and about its own day", async () => {
  const { id: supplierId } = await of.supplier();
  const draft = await of.drafted(supplierId, { number: "old", billedOn: "2025-12-30" });
  await assert.rejects(of.approves(draft), refusedWith("finance.period.before_books"));
  await assert.rejects(
    of.approves(draft, { postedOn: "2025-12-01" }),
    refusedWith("finance.bill.before_its_day"),
  );
  const bill = await of.approves(draft, { postedOn: "2026-11-03" });
  assert.deepEqual(
    [bill.postedOn, bill.billedOn, bill.standing],
    ["2026-11-03", "2025-12-30", "overdue"],
  );
});

test("where a supplier is paid is sealed, shown to whoever may and asks, and audited; who is owed cannot be deleted", async () => {
  const supplier = await of.supplier();
  const { id } = supplier;
  await assert.rejects(
    of.supplier({ name: supplier.name.toUpperCase() }),
    refusedWith("finance.supplier.same_name"),
  );
  const kept = await of.asks(changeBank, {
    ...{ id, version: supplier.version, bank: "Maybank", account: "5140-1234-5678" },
    ...{ holder: supplier.name, swift: "MBBEMYKL" },
  });
  assert.equal(kept.bankHint, "••5678");
  const { rows } = await of.access.pool.query(
    "select bank_sealed from suppliers where bank_sealed is not null",
  );
  assert.doesNotMatch(rows[0].bank_sealed, /5140|Maybank/);
  assert.equal((await of.asks(showBank, { id })).account, "5140-1234-5678");
  const audited = await of.access.pool.query(
    "select count(*)::int as n from audit_entries where action = 'finance.suppliers.bank'",
  );
  assert.equal(audited.rows[0].n, 2);

  const bill = await of.approved(id);
  await assert.rejects(
    of.asks(deleteSupplier, { id, version: kept.version }),
    refusedWith("finance.supplier.is_owed"),
  );
  await of.pays(id, bill.dueMinor, [[bill, bill.dueMinor]]);
  const gone = await of.asks(deleteSupplier, { id, version: kept.version });
  await assert.rejects(of.drafted(id), refusedWith("finance.supplier.in_trash"));
  const back = await of.asks(restoreSupplier, { id, version: gone.version });
  assert.equal(back.isInTrash, false);
});

test("bills, ledger and reports say the same, and the books are sound", async () => {
  const asked = { from: "2026-01-01", to: "2026-11-22", language: "en" };
  const payables = await of.asks(getReport, { ...asked, report: "payables" });
  const owed = payables.rows.find(({ as }: Reply) => as === "last").cells.at(-1);
  const inTheBooks = payables.rows.find(({ as }: Reply) => as === "milestone").cells.at(-1);
  assert.equal(owed, inTheBooks);
  const tax = await of.asks(getReport, { ...asked, report: "tax" });
  const rest = tax.rows.filter(({ cells }: Reply) => /other|lain/i.test(cells[1] ?? ""));
  assert.deepEqual(
    rest.map(({ cells }: Reply) => cells.at(-1)),
    [0, 0],
  );
  assert.deepEqual(await unsound(), []);
});
