import assert from "node:assert/strict";
import { test } from "node:test";
import { testDoor } from "#platform/testing/door.ts";
import { createInvoice } from "../invoices/invoices.actions.ts";
import { issueInvoice } from "../invoices/issuing.actions.ts";
import { booksCompany, type Reply } from "../journals/books.testing.ts";
import { createReceipt } from "../receipts/receipts.actions.ts";
import { changeReminderPolicy, getReminderPolicy } from "./reminders.actions.ts";

/** Ahead of the database's clock, by which the queue goes: four in the afternoon in Kuala Lumpur. */
const NOW = new Date("2036-03-01T08:00:00Z");
const DAY_MS = 86_400_000;

test("customers are reminded on the days that were chosen, each step once and the latest of those missed, until they have paid", async () => {
  await using door = await testDoor({ now: NOW });
  const books = await booksCompany(door.house, { startsOn: "2036-01-01" });
  const owed = async (email: string): Promise<Reply> => {
    const { id, version } = await books.asks(createInvoice, {
      buyer: { name: "Aminah Trading", email },
      ...{ currency: "MYR", termsDays: 10 },
      lines: [{ name: "Kopi", quantity: "1", price: "100" }],
    });
    return books.asks(issueInvoice, { id, version });
  };
  const subjects = async (email: string) =>
    (await door.mailsTo(email)).map(({ subject }) => subject.replace(/INV-\S+/, "#"));
  const goesOn = async (days: number) => {
    door.house.clock.advance(days * DAY_MS);
    await door.house.drain(books);
    await door.house.drain(books);
  };
  const old = await owed("old@kedai.example");
  assert.equal(old.dueOn, "2036-03-11");
  assert.equal((await books.asks(getReminderPolicy, {})).isActive, false);
  await goesOn(20);
  assert.deepEqual(await subjects("old@kedai.example"), []);

  // Switched on on the 21st: what was due before is left to people.
  const policy = { isActive: true, days: [7, -3, 14], language: "ms", version: 1 };
  const on = await books.asks(changeReminderPolicy, policy);
  assert.deepEqual([on.days, on.since], [[-3, 7, 14], "2036-03-21"]);
  const [paid, missed] = [await owed("paid@kedai.example"), await owed("missed@kedai.example")];
  await owed("");
  await goesOn(0);
  // Fourteen days after the 11th is the 25th.
  await goesOn(6);
  await goesOn(0);
  assert.deepEqual(await subjects("old@kedai.example"), ["Invois # telah melepasi tarikh bayaran"]);
  // Due on the 31st, so three days before that is the 28th.
  await goesOn(1);
  assert.deepEqual(await subjects("paid@kedai.example"), [
    "Invois # perlu dibayar sebelum 31 Mac 2036",
  ]);
  await books.asks(createReceipt, {
    ...{ receivedOn: "2036-03-28", accountId: books.idOf("1011") },
    allocations: [{ invoiceId: paid.id, amountMinor: 10_000 }],
  });
  // The machine was off over both steps that follow: the later one is enough.
  await goesOn(20);
  await goesOn(1);
  assert.equal((await subjects("paid@kedai.example")).length, 1);
  assert.deepEqual((await subjects("missed@kedai.example")).slice(1), [
    "Invois # telah melepasi tarikh bayaran",
  ]);
  assert.equal((await subjects("old@kedai.example")).length, 1);
  const { rows } = await books.access.pool.query(
    "select step_days from reminders r join invoices i on i.id = r.invoice_id where i.number = $1 order by 1",
    [missed.number],
  );
  assert.deepEqual(
    rows.map(({ step_days }) => step_days),
    [-3, 14],
  );

  const off = { ...policy, isActive: false, version: on.version };
  await books.asks(changeReminderPolicy, off);
  await owed("later@kedai.example");
  await goesOn(60);
  assert.deepEqual(await subjects("later@kedai.example"), []);
});
