import assert from "node:assert/strict";
import { test } from "node:test";
import { testHouse } from "#platform/testing/house.ts";
import { importBankFile, listBankLines } from "../bank/bank.actions.ts";
import { matchBankLine } from "../bank/matching.actions.ts";
import { reconcileBank } from "../bank/reconciling.actions.ts";
import { approveBill, creditBill, undoExpense } from "../bills/approving.actions.ts";
import { createBill, getBill } from "../bills/bills.actions.ts";
import { closeYear } from "../closings/closings.actions.ts";
import { createDisbursement, undoBillAllocation } from "../disbursements/disbursements.actions.ts";

import { createInvoice, getInvoice } from "../invoices/invoices.actions.ts";
import { creditInvoice, issueInvoice } from "../invoices/issuing.actions.ts";
import { asOwner, booksCompany, type Reply } from "../journals/books.testing.ts";
import { listJournals } from "../journals/journals.actions.ts";
import { createReceipt } from "../receipts/receipts.actions.ts";
import { createSupplier } from "../suppliers/suppliers.actions.ts";
import { addReadyTaxes, listTaxes } from "../taxes/taxes.actions.ts";
import { booksHealth } from "./statements.actions.ts";

/** What somebody with all rights, and with every guard switched off, might do to papers, payments, the bank and closed years. */
const CORRUPTIONS: readonly [string, string][] = [
  ["update invoices set paid_minor = paid_minor + 1 where paid_minor > 0", "invoices.settled"],
  ["update invoices set credited_minor = 0 where kind = 'invoice'", "invoices.settled"],
  ["delete from receipt_allocations", "invoices.settled"],
  ["update receipts set undone_on = received_on, undone_at = created_at", "receipts.posted"],
  ["update receipt_allocations set amount_minor = amount_minor + 1", "receipts.posted"],
  [
    "update invoices set entry_id = gen_random_uuid() where kind = 'credit_note'",
    "invoices.posted",
  ],
  ["update invoice_taxes set tax_minor = tax_minor - 1", "invoices.taxes"],
  ["update invoice_numbers set ordinal = ordinal + 1", "invoices.numbers"],
  ["update bills set paid_minor = 0 where kind = 'bill'", "bills.settled"],
  ["update bills set used_minor = used_minor - 1 where kind = 'vendor_credit'", "bills.settled"],
  ["update bill_allocations set amount_minor = 1 where undoes_id is null", "bills.settled"],
  ["delete from bill_allocations where undoes_id is not null", "disbursements.used"],
  [
    "update bill_allocations set amount_minor = -1 where undoes_id is not null",
    "allocations.answered",
  ],
  ["update bills set entry_id = gen_random_uuid() where kind = 'vendor_credit'", "bills.posted"],
  [`update bills set figures = jsonb_set(figures, '{payableMinor}', '1')`, "bills.sums"],
  [
    "update bills set net_minor = net_minor + 1, payable_minor = payable_minor + 1 where kind = 'bill'",
    "bills.posted",
  ],
  ["update bill_taxes set tax_minor = tax_minor + 1", "bills.taxes"],
  ["update bill_taxes set is_claimed = not is_claimed", "bills.taxes"],
  ["delete from bill_taxes where is_undo", "bills.undone"],
  [
    "update bills set status = 'approved', undone_on = null, undo_entry_id = null where status = 'undone'",
    "bills.undone",
  ],
  [
    "update disbursements set used_minor = used_minor - 1 where used_minor > 0",
    "disbursements.used",
  ],
  ["update disbursements set amount_minor = amount_minor + 1", "disbursements.posted"],
  [
    "update disbursements set account_id = (select id from ledger_accounts where code = '1019')",
    "disbursements.posted",
  ],
  ["update bank_lines set amount_minor = amount_minor + 1", "bank.matches"],
  ["delete from bank_match_entries", "bank.matches"],
  [
    "delete from bank_lines where booked_on = (select max(booked_on) from bank_lines)",
    "bank.imports",
  ],
  ["delete from bank_matches", "bank.reconciled"],
  ["update periods set hard_locked_at = null where starts_on = '2025-06-01'", "closings.locked"],
  ["delete from periods where starts_on = '2025-03-01'", "closings.locked"],
  [
    "update journal_entries set posted_at = now() + interval '1 year' where posted_on < '2026-01-01'",
    "closings.none_after",
  ],
];

test("whatever somebody with all rights changes of papers, payments, the bank and closed years, the health of the books names it", async () => {
  await using house = await testHouse();
  const books = await booksCompany(house, { startsOn: "2025-01-01", chart: "online_sg" });
  const { asks, idOf, posts } = books;
  const { currency } = (await books.access.pool.query("select currency from books")).rows[0];
  await asks(addReadyTaxes, { set: "sg_gst" });
  const { codes } = await asks(listTaxes, {});
  const gst = codes.find(({ code }: Reply) => code === "SR").id;
  const line = { name: "Kopi", quantity: "2", price: "50", taxCodeIds: [gst] };
  await posts("2025-05-05", ["6300", 100], ["1011", -100]);
  await asks(closeYear, { year: 2025 });

  const draft = await asks(createInvoice, { buyer: { name: "Ali" }, currency, lines: [line] });
  const invoice = await asks(issueInvoice, { id: draft.id, version: draft.version });
  const note = await asks(creditInvoice, { id: invoice.id, version: invoice.version });
  await asks(issueInvoice, { id: note.id, version: note.version });
  const other = await asks(createInvoice, { buyer: { name: "Ali" }, currency, lines: [line] });
  const owing = await asks(issueInvoice, { id: other.id, version: other.version });
  await asks(createReceipt, {
    ...{ receivedOn: owing.issuedOn, accountId: idOf("1019") },
    allocations: [{ invoiceId: owing.id, amountMinor: 500 }],
  });
  assert.equal((await asks(getInvoice, { id: owing.id })).paidMinor, 500);

  const supplier = await asks(createSupplier, { name: "Roaster", currency });
  const bought = { ...line, accountId: idOf("5100") };
  const approved = async (more: object): Promise<Reply> => {
    const { id, version } = await asks(createBill, {
      ...{ kind: "bill", supplierId: supplier.id, billedOn: "2026-11-01", currency },
      ...{ lines: [bought], ...more },
    });
    return asks(approveBill, { id, version });
  };
  const bill = await approved({ number: "1" });
  await asks(createDisbursement, {
    ...{ supplierId: supplier.id, paidOn: "2026-11-05", accountId: idOf("1011") },
    ...{ amountMinor: 5_000, allocations: [{ billId: bill.id, amountMinor: 4_000 }] },
  });
  const next = await approved({ number: "2" });
  await asks(createDisbursement, {
    ...{ supplierId: supplier.id, paidOn: "2026-11-06", accountId: idOf("1019") },
    ...{ amountMinor: 700, allocations: [{ billId: next.id, amountMinor: 700 }] },
  });
  const [settlement] = (await asks(getBill, { id: next.id })).settlements;
  await asks(undoBillAllocation, { id: settlement.id });
  const { version } = await asks(getBill, { id: bill.id });
  const credit = await asks(creditBill, { id: bill.id, version });
  await asks(approveBill, { id: credit.id, version: credit.version });
  const expense = await approved({ kind: "expense", accountId: idOf("1019"), supplierId: null });
  await asks(undoExpense, { id: expense.id, version: expense.version });

  const account = idOf("1011");
  const csv = "Date,Description,Amount,Balance\n05/11/2026,ROASTER,-50.00,-50.00\n";
  await asks(importBankFile, {
    ...{ account, name: "bank.csv", base64: Buffer.from(csv).toString("base64") },
    mapping: {
      ...{ dayOrder: "dmy", on: "Date", amount: { signed: "Amount" }, text: ["Description"] },
      balance: "Balance",
    },
  });
  const [atBank] = (await asks(listBankLines, { account, standing: "open" })).rows;
  const entries = (await asks(listJournals, { account, limit: 50 })).rows;
  const paid = entries.find(({ sourceType }: Reply) => sourceType === "disbursement");
  await asks(matchBankLine, { id: atBank.id, match: { kind: "entries", entryIds: [paid.id] } });
  await asks(reconcileBank, { account, closingOn: "2026-11-05", closingMinor: -5_100 });
  const sound = (await asks(booksHealth, {})).checks.filter(({ count }: Reply) => count > 0);
  assert.deepEqual(sound, []);

  const { CHECKS } = await import("./health.sql.ts");
  const missed: string[] = [];
  await asOwner(house, books, async (client) => {
    await client.query("set session_replication_role = replica");
    for (const [corruption, check] of CORRUPTIONS) {
      await client.query("begin");
      await client.query(corruption);
      const found = await client.query((CHECKS[check]?.text ?? [""]).join(""));
      if (found.rows.length === 0) missed.push(`${check} misses: ${corruption}`);
      await client.query("rollback");
    }
  });
  assert.deepEqual(missed, []);
});
