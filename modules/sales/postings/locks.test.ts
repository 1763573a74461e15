/** No door leads into a closed month: what is asked for is refused, what stores and files tell is posted in the first open one. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { readId, showId } from "#kernel/ids.ts";
import { importBankFile, listBankLines } from "#modules/finance/bank/bank.actions.ts";
import { matchBankLine } from "#modules/finance/bank/matching.actions.ts";
import { approveBill, creditBill, undoExpense } from "#modules/finance/bills/approving.actions.ts";
import { changeBill, createBill, getBill } from "#modules/finance/bills/bills.actions.ts";
import { switchOnBooks } from "#modules/finance/books/books.actions.ts";
import { listAccounts } from "#modules/finance/chart/chart.actions.ts";
import {
  createDisbursement,
  undoDisbursement,
} from "#modules/finance/disbursements/disbursements.actions.ts";
import { createInvoice, getInvoice } from "#modules/finance/invoices/invoices.actions.ts";
import { creditInvoice, issueInvoice } from "#modules/finance/invoices/issuing.actions.ts";
import { postManualJournal, reverseJournal } from "#modules/finance/journals/journals.actions.ts";
import { lockFiled, lockHard, lockSoft } from "#modules/finance/periods/periods.actions.ts";
import { createReceipt, undoReceipt } from "#modules/finance/receipts/receipts.actions.ts";
import { createSupplier } from "#modules/finance/suppliers/suppliers.actions.ts";
import { ACTIONS } from "#modules/modules.ts";
import { importFile } from "#modules/records/imports/imports.testing.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import { testShop } from "../fixtures/shop.ts";
import { order, payment } from "../fixtures/telling.ts";
import { trashOrders } from "../orders/trash.actions.ts";

const RESTORE = ACTIONS.find(
  ({ does }) => does.path === "/api/records/trash/restore",
) as CompanyAction;
const BEFORE = "2026-08-02";
/** A day of each closed month, and how firmly it is closed. August's lock is that of all months before it, too. */
const CLOSED = { "2026-08-15": "hard", "2026-09-15": "filed", "2026-10-15": "soft" } as const;

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
type Reply = any;

/** Books with papers of August in them, whose months are then closed; asked by somebody who passes no lock. */
async function closedShop() {
  const shop = await testShop();
  await shop.asks(switchOnBooks, { chart: "online_my", language: "en", startsOn: "2026-01-01" });
  const manager = shop.callerAs("manager");
  const asks = (action: CompanyAction, input: object): Promise<Reply> =>
    perform(action, shop.house, manager, input);
  const { accounts } = await asks(listAccounts, {});
  const idOf = (code: string): string =>
    accounts.find((one: { code: string }) => one.code === code).id;
  const lines = [{ name: "Kopi", quantity: "1", price: "10" }];
  const bought = [{ ...lines[0], accountId: idOf("6500") }];

  const drafted = (): Promise<Reply> =>
    asks(createInvoice, { buyer: { name: "Ali" }, currency: "MYR", lines });
  const issues = async ({ id, version }: Reply, issuedOn: string): Promise<Reply> =>
    asks(issueInvoice, { id, version, issuedOn });
  const receives = (invoice: Reply, receivedOn: string): Promise<Reply> =>
    asks(createReceipt, {
      ...{ receivedOn, accountId: idOf("1011") },
      allocations: [{ invoiceId: invoice.id, amountMinor: 100 }],
    });
  const supplier = await asks(createSupplier, { name: "Roaster", currency: "MYR" });
  const bills = async (billedOn: string, more: object = {}): Promise<Reply> =>
    asks(createBill, {
      ...{ kind: "bill", supplierId: supplier.id, number: randomUUID(), billedOn },
      ...{ currency: "MYR", lines: bought, ...more },
    });
  const approves = ({ id, version }: Reply, more: object = {}): Promise<Reply> =>
    asks(approveBill, { id, version, ...more });
  const pays = (bill: Reply, paidOn: string): Promise<Reply> =>
    asks(createDisbursement, {
      ...{ supplierId: supplier.id, paidOn, accountId: idOf("1011"), amountMinor: 100 },
      allocations: [{ billId: bill.id, amountMinor: 100 }],
    });
  const journal = (postedOn: string): Promise<Reply> =>
    asks(postManualJournal, {
      ...{ key: randomUUID(), postedOn, memo: "By hand" },
      lines: [
        { accountId: idOf("6300"), amountMinor: 5 },
        { accountId: idOf("1011"), amountMinor: -5 },
      ],
    });

  const invoice = await issues(await drafted(), BEFORE);
  const bill = await approves(await bills(BEFORE));
  const expense = await approves(await bills(BEFORE, { kind: "expense", accountId: idOf("1019") }));
  const kept = {
    ...{ invoice, bill, expense },
    untouched: await issues(await drafted(), BEFORE),
    receipt: await receives(invoice, BEFORE),
    payment: await pays(bill, BEFORE),
    entry: await journal(BEFORE),
  };
  await shop.hears({ order: order({ externalId: "1", number: "#1", placedAt: on(BEFORE) }) });
  await shop.asks(lockSoft, { startsOn: "2026-10-01" });
  await shop.asks(lockFiled, { startsOn: "2026-09-01" });
  await shop.asks(lockHard, { startsOn: "2026-08-01" });
  return {
    ...{ shop, asks, idOf, kept, drafted, issues, receives, bills, approves, pays, journal },
    [Symbol.asyncDispose]: () => shop[Symbol.asyncDispose](),
  };
}
type Closed = Awaited<ReturnType<typeof closedShop>>;

const on = (day: string): Date => new Date(`${day}T04:00:00Z`);

/** What somebody asks for is refused, by the lock of the month and by nothing else. */
const ASKED: Readonly<Record<string, (of: Closed, day: string) => Promise<unknown>>> = {
  "a journal by hand": (of, day) => of.journal(day),
  "the reversal of an entry": (of, day) =>
    of.asks(reverseJournal, { id: of.kept.entry.id, postedOn: day }),
  "an invoice": async (of, day) => of.issues(await of.drafted(), day),
  "a credit note": async (of, day) => {
    const { id, version } = await of.asks(getInvoice, { id: of.kept.untouched.id });
    return of.issues(await of.asks(creditInvoice, { id, version }), day);
  },
  "a payment in": (of, day) => of.receives(of.kept.invoice, day),
  "the undoing of a payment in": (of, day) =>
    of.asks(undoReceipt, { id: of.kept.receipt.id, undoneOn: day }),
  "a bill": async (of, day) => of.approves(await of.bills(day)),
  "an old bill, posted on a day": async (of, day) =>
    of.approves(await of.bills("2026-07-01"), { postedOn: day }),
  "a vendor credit": async (of, day) => {
    const { id, version } = await of.asks(getBill, { id: of.kept.bill.id });
    const credit = await of.asks(creditBill, { id, version });
    const dated = await of.asks(changeBill, {
      ...{ id: credit.id, version: credit.version, kind: "vendor_credit", number: "" },
      ...{ supplierId: credit.supplierId, billedOn: day, currency: "MYR", lines: credit.lines },
    });
    return of.approves(dated);
  },
  "an expense": async (of, day) =>
    of.approves(await of.bills(day, { kind: "expense", accountId: of.idOf("1019") })),
  "the undoing of an expense": (of, day) => {
    const { id, version } = of.kept.expense;
    return of.asks(undoExpense, { id, version, undoneOn: day });
  },
  "a payment out": (of, day) => of.pays(of.kept.bill, day),
  "the undoing of a payment out": (of, day) =>
    of.asks(undoDisbursement, { id: of.kept.payment.id, undoneOn: day }),
  "a line of the bank, posted to an account": async (of, day) =>
    of.asks(matchBankLine, {
      ...{ id: (await bankLine(of, day, "7.00")).id },
      match: { kind: "account", accountId: of.idOf("4800") },
    }),
  "a line of the bank that pays an invoice": async (of, day) =>
    of.asks(matchBankLine, {
      ...{ id: (await bankLine(of, day, "1.00")).id },
      match: {
        kind: "invoices",
        allocations: [{ invoiceId: of.kept.invoice.id, amountMinor: 100 }],
      },
    }),
  "a line of the bank that pays a bill": async (of, day) =>
    of.asks(matchBankLine, {
      ...{ id: (await bankLine(of, day, "-1.00")).id },
      match: { kind: "bills", allocations: [{ billId: of.kept.bill.id, amountMinor: 100 }] },
    }),
  "the database's own function": async ({ shop, idOf }, day) => {
    const line = (code: string, amountMinor: number) => ({
      ...{ accountId: readId("ledger_account", idOf(code)), amountMinor, currency: "MYR" },
      ...{ documentMinor: amountMinor, rate: 1, rateSource: "", dimensionSetId: 0, memo: "" },
    });
    await shop.rows("select * from post_entry($1)", [
      {
        ...{ id: randomUUID(), postedOn: day, aboutOn: day, memo: "", series: "J" },
        ...{ hasLanes: false, sourceType: "manual", sourceKey: randomUUID() },
        ...{
          posterKind: "system",
          postedAt: new Date(),
          lines: [line("6300", 5), line("1011", -5)],
        },
      },
    ]);
  },
};

/** What stores and files tell happened: it is in the books, in the first open month. */
const TOLD: Readonly<Record<string, (of: Closed, day: string) => Promise<unknown>>> = {
  "a store's order": ({ shop }, day) =>
    shop.hears({ order: order({ externalId: day, number: `#${day}`, placedAt: on(day) }) }),
  "a store's edit of an order, told again": async ({ shop }, day) => {
    const edited = order({ externalId: day, number: `#${day}`, totalMinor: 1_700 }, 9);
    await shop.hears({ order: { ...edited, placedAt: on(day) } });
    await shop.hears({ order: { ...edited, placedAt: on(day) } });
  },
  "a store's payment": ({ shop }, day) =>
    shop.hears({
      order: {
        ...order({ externalId: `p${day}`, number: `#p${day}`, payments: [payment({})] }, 3),
        placedAt: on(day),
      },
    }),
  "an order that is deleted and restored": async ({ shop }, day) => {
    const [{ id }] = await shop.rows("select id from orders where number = $1", [`#${day}`]);
    const shown = showId("order", id);
    await shop.asks(trashOrders, { ids: [shown] });
    await shop.asks(RESTORE, { records: [shown] });
  },
  "a file of orders": async ({ shop }, day) => {
    const csv = `Order,Date,Total,Title,Quantity,Price\nF-${day},${day},12.00,Kopi,1,12.00\n`;
    const file = await importFile(shop.house, shop.caller, Buffer.from(csv), {
      ...{ type: "order", name: "pesanan.csv" },
    });
    await file.runs().catch(() => null);
  },
};

async function bankLine(of: Closed, day: string, amount: string): Promise<Reply> {
  const account = of.idOf("1011");
  const [year, month, date] = day.split("-");
  const name = randomUUID();
  const csv = `Date,Description,Amount\n${date}/${month}/${year},${name},${amount}\n`;
  await of.asks(importBankFile, {
    ...{ account, name: "bank.csv", base64: Buffer.from(csv).toString("base64") },
    mapping: { dayOrder: "dmy", on: "Date", amount: { signed: "Amount" }, text: ["Description"] },
  });
  const { rows } = await of.asks(listBankLines, { account });
  return rows.find(({ text }: Reply) => text === name);
}

const REASONS = {
  hard: /finance\.period\.hard_locked/,
  filed: /finance\.period\.filed/,
  soft: /finance\.period\.soft_locked/,
};

test("no door leads into a closed month, softly, for a filed return or for ever: not the API, the bank, bills, stores, replays, files or the trash", async () => {
  await using of = await closedShop();
  const inside = async () => {
    const [{ count }] = await of.shop.rows(
      "select count(*)::int as count from journal_entries where posted_on < '2026-11-01'",
    );
    return count as number;
  };
  const before = await inside();
  for (const [day, lock] of Object.entries(CLOSED)) {
    for (const [door, goes] of Object.entries(ASKED)) {
      await assert.rejects(goes(of, day), REASONS[lock], `${door} on ${day}`);
      assert.equal(await inside(), before, `${door} on ${day}`);
    }
    for (const [door, goes] of Object.entries(TOLD)) {
      await goes(of, day);
      await of.shop.house.drain(of.shop.caller);
      assert.equal(await inside(), before, `${door} on ${day}`);
    }
    const late = await of.shop.rows(
      "select distinct posted_on from journal_entries where about_on = $1",
      [day],
    );
    assert.ok(late.length > 0, `what was told about ${day} is in the books`);
    assert.ok(
      late.every((one) => one.posted_on >= "2026-11-01"),
      `what is about ${day}`,
    );
  }
  const [{ count }] = await of.shop.rows(
    `select count(*)::int as count from bill_taxes t join periods p on p.starts_on = date_trunc('month', t.posted_on)::date
      where t.posted_on > $1 and coalesce(p.filed_at, p.hard_locked_at) is not null`,
    [BEFORE],
  );
  assert.equal(count, 0, "a filed return gets no tax later");
});
