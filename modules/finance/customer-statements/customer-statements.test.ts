import assert from "node:assert/strict";
import { test } from "node:test";
import { createCustomer } from "#modules/crm/customers/customers.actions.ts";
import { testDoor } from "#platform/testing/door.ts";
import { createInvoice, getAging } from "../invoices/invoices.actions.ts";
import { creditInvoice, issueInvoice } from "../invoices/issuing.actions.ts";
import { booksCompany, type Reply } from "../journals/books.testing.ts";
import { createReceipt, undoReceipt } from "../receipts/receipts.actions.ts";
import {
  getCustomerStatement,
  getCustomerStatementPdf,
  sendCustomerStatement,
} from "./customer-statements.actions.ts";

/** Ahead of the database's clock, by which the queue goes. */
const NOW = new Date("2036-03-20T08:00:00Z");
const TO = "aminah@kedai.example";

test("a statement carries forward, goes up and down with papers and payments, and ends at what is open; it leaves by mail", async () => {
  await using door = await testDoor({ now: NOW });
  const books = await booksCompany(door.house, { startsOn: "2036-01-01" });
  const { id } = await books.asks(createCustomer, { name: "Aminah Trading", email: TO });
  const issued = async (issuedOn: string, price: string, customerId = id): Promise<Reply> => {
    const draft = await books.asks(createInvoice, {
      ...{ customerId, currency: "MYR", buyer: { name: "Aminah Trading", email: TO } },
      lines: [{ name: "Kopi", quantity: "1", price }],
    });
    return books.asks(issueInvoice, { id: draft.id, version: draft.version, issuedOn });
  };
  const pays = (invoice: Reply, receivedOn: string, amountMinor: number): Promise<Reply> =>
    books.asks(createReceipt, {
      ...{ receivedOn, accountId: books.idOf("1011"), reference: "FPX" },
      allocations: [{ invoiceId: invoice.id, amountMinor }],
    });
  const first = await issued("2036-02-10", "100");
  const second = await issued("2036-03-02", "50");
  const third = await issued("2036-03-05", "30");
  await books.asks(createInvoice, {
    ...{ currency: "MYR", buyer: { name: "Somebody else" }, customerId: null },
    lines: [{ name: "Kopi", quantity: "1", price: "7" }],
  });
  await pays(first, "2036-02-20", 2_500);
  const wrong = await pays(first, "2036-03-03", 1_000);
  await books.asks(undoReceipt, { id: wrong.id, undoneOn: "2036-03-04" });
  await pays(second, "2036-03-10", 5_000);
  const note = await books.asks(creditInvoice, { id: third.id, version: third.version });
  await books.asks(issueInvoice, {
    ...{ id: note.id, version: note.version, issuedOn: "2036-03-12" },
  });

  const asked = { id, from: "2036-03-01", to: "2036-03-20" };
  const statement = await books.asks(getCustomerStatement, asked);
  assert.equal(statement.openingMinor, 7_500);
  assert.deepEqual(
    statement.rows.map(({ on, kind, amountMinor, balanceMinor }: Reply) => [
      ...[on.slice(8), kind, amountMinor, balanceMinor],
    ]),
    [
      ["02", "invoice", 5_000, 12_500],
      ["03", "payment", -1_000, 11_500],
      ["04", "payment_undone", 1_000, 12_500],
      ["05", "invoice", 3_000, 15_500],
      ["10", "payment", -5_000, 10_500],
      ["12", "credit_note", -3_000, 7_500],
    ],
  );
  assert.equal(statement.closingMinor, 7_500);
  assert.deepEqual(
    statement.open.map(({ number, dueMinor }: Reply) => [number, dueMinor]),
    [[first.number, 7_500]],
  );
  // What is owed by the statement, by the papers and by the ledger is the same.
  const { currencies } = await books.asks(getAging, {});
  const [owed] = currencies;
  const { rows } = await books.access.pool.query(
    "select sum(l.amount_minor)::int as sum from journal_lines l join ledger_accounts a on a.id = l.account_id where a.code = '1100'",
  );
  assert.equal(owed.notDueMinor + owed.to30Minor, 7_500);
  assert.equal(rows[0].sum, 7_500);

  const pdf = await books.asks(getCustomerStatementPdf, { ...asked, language: "ms" });
  assert.equal(pdf.name, "penyata-akaun-2036-03-20.pdf");
  await books.asks(sendCustomerStatement, {
    ...{ ...asked, email: TO, language: "en", ...statement.en },
  });
  await door.house.drain(books);
  const [mail] = await door.mailsTo(TO);
  assert.equal(mail?.subject, "Statement of account from Kedai Kopi");
  assert.match(mail?.text ?? "", /The balance on that day is MYR 75\.00\./);
  assert.deepEqual(
    mail?.files.map(({ name }) => name),
    ["statement-2036-03-20.pdf"],
  );
  const [sent] = (await books.asks(getCustomerStatement, asked)).sent;
  assert.deepEqual([sent.kind, sent.email], ["statement", TO]);
  await assert.rejects(
    books.asks(getCustomerStatement, { id, from: "2036-03-20", to: "2036-03-01" }),
    /input.invalid/,
  );
});
