/** Whatever somebody with all rights changes of foreign papers, deposits and what follows from them is named by the books' health. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { testHouse } from "#platform/testing/house.ts";
import { approveBill } from "../bills/approving.actions.ts";
import { createBill } from "../bills/bills.actions.ts";
import { createAccount } from "../chart/chart.actions.ts";
import { createDisbursement } from "../disbursements/disbursements.actions.ts";
import { createInvoice } from "../invoices/invoices.actions.ts";
import { issueInvoice } from "../invoices/issuing.actions.ts";
import { asOwner, booksCompany, type Reply } from "../journals/books.testing.ts";
import { createReceipt } from "../receipts/receipts.actions.ts";
import { bookRevaluation } from "../revaluations/revaluations.actions.ts";
import { CHECKS } from "../statements/health.sql.ts";
import { booksHealth } from "../statements/statements.actions.ts";
import { createSupplierRefund } from "../supplier-refunds/supplier-refunds.actions.ts";
import { createSupplier } from "../suppliers/suppliers.actions.ts";
import { writeOffInvoice } from "../write-offs/write-offs.actions.ts";
import { tellRate } from "./rates.actions.ts";

const CORRUPTIONS: readonly [string, string][] = [
  ["update invoices set worth_minor = worth_minor + 1", "invoices.posted"],
  ["update invoices set settled_minor = settled_minor - 1", "invoices.carried"],
  ["update receipt_allocations set taken_minor = taken_minor + 1", "invoices.carried"],
  ["update receipts set left_minor = left_minor + 1", "receipts.left"],
  ["update receipts set left_worth_minor = left_worth_minor + 1", "receipts.left"],
  ["update receipt_allocations set gain_minor = gain_minor + 1", "allocations.exchange"],
  ["update bill_allocations set gain_minor = 0, entry_id = null", "allocations.exchange"],
  ["update bills set worth_minor = worth_minor - 1", "bills.posted"],
  ["update bills set settled_minor = settled_minor + 1", "bills.carried"],
  ["update disbursements set used_worth_minor = used_worth_minor - 1", "disbursements.used"],
  ["update disbursements set worth_minor = worth_minor + 1", "disbursements.posted"],
  ["update invoice_write_offs set amount_minor = amount_minor + 1", "invoices.written_off"],
  ["update invoice_write_offs set entry_id = gen_random_uuid()", "invoices.written_off"],
  ["update supplier_refunds set taken_minor = taken_minor - 1", "supplier_refunds.posted"],
  ["update supplier_refunds set amount_minor = amount_minor + 1", "disbursements.used"],
  ["update revaluations set reversal_id = gen_random_uuid()", "revaluations.reversed"],
  ["update revaluations set revalued_on = revalued_on - 1", "revaluations.reversed"],
  ["update revaluation_items set worth_minor = worth_minor + 1", "revaluations.sums"],
];

test("the health of the books names each", async () => {
  await using house = await testHouse();
  const books = await booksCompany(house);
  const { asks, idOf } = books;
  const usd = await asks(createAccount, {
    ...{ parentId: idOf("1010"), code: "1012", name: "Dollars", kind: "bank", currency: "USD" },
  });
  await asks(tellRate, { currency: "USD", rateOn: "2026-10-01", rate: "4.4" });
  const draft = await asks(createInvoice, {
    ...{ buyer: { name: "Acme" }, currency: "USD" },
    lines: [{ name: "Design", quantity: "1", price: "300" }],
  });
  const invoice = await asks(issueInvoice, { id: draft.id, version: 1, issuedOn: "2026-10-05" });
  await asks(createReceipt, {
    ...{ receivedOn: "2026-10-10", accountId: usd.id, rate: "4.5" },
    allocations: [{ invoiceId: invoice.id, amountMinor: 10_000 }],
  });
  const written = { writtenOffOn: "2026-10-12", amountMinor: 5_000 };
  await asks(writeOffInvoice, { invoiceId: invoice.id, ...written });
  const supplier = await asks(createSupplier, { name: "Shenzhen Parts", currency: "USD" });
  const paper = await asks(createBill, {
    ...{ kind: "bill", supplierId: supplier.id, number: "S-1", billedOn: "2026-10-03" },
    currency: "USD",
    lines: [{ accountId: idOf("6500"), name: "Parts", quantity: "1", price: "200" }],
  });
  const bill = await asks(approveBill, { id: paper.id, version: paper.version });
  const paid = await asks(createDisbursement, {
    ...{ supplierId: supplier.id, paidOn: "2026-10-15", accountId: usd.id, rate: "4.3" },
    ...{ amountMinor: 12_000, allocations: [{ billId: bill.id, amountMinor: 10_000 }] },
  });
  await asks(createSupplierRefund, {
    ...{ from: { disbursementId: paid.id }, refundedOn: "2026-10-20", accountId: usd.id },
    ...{ amountMinor: 1_000, rate: "4.45" },
  });
  await asks(tellRate, { currency: "USD", rateOn: "2026-10-31", rate: "4.6" });
  await asks(bookRevaluation, { on: "2026-10-31" });
  const sound = (await asks(booksHealth, {})).checks.filter(({ count }: Reply) => count > 0);
  assert.deepEqual(sound, []);

  const missed: string[] = [];
  await asOwner(house, books, async (client) => {
    await client.query("set session_replication_role = replica");
    // What the tables themselves refuse is tried as if they did not.
    for (const table of [
      "invoices",
      "receipts",
      "receipt_allocations",
      "bill_allocations",
      "bills",
    ]) {
      const { rows } = await client.query<{ conname: string }>(
        "select conname from pg_constraint where contype = 'c' and conrelid = $1::regclass",
        [table],
      );
      for (const { conname } of rows)
        await client.query(`alter table ${table} drop constraint "${conname}"`);
    }
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
