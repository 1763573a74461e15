import assert from "node:assert/strict";
import { test } from "node:test";
import { testDoor } from "#platform/testing/door.ts";
import { getInvoice, listInvoices } from "../invoices/invoices.actions.ts";
import { booksCompany, type Reply } from "../journals/books.testing.ts";
import {
  changeRecurring,
  createRecurring,
  endRecurring,
  getRecurring,
  pauseRecurring,
  resumeRecurring,
} from "./recurring.actions.ts";
import { recurringJobs } from "./recurring.jobs.ts";

/** Ahead of the database's clock, by which the queue goes: the morning of the 31st in Kuala Lumpur. */
const NOW = new Date("2036-01-31T00:00:00Z");
const DAY_MS = 86_400_000;
const TO = "aminah@kedai.example";

async function shop() {
  const door = await testDoor({ now: NOW });
  const books = await booksCompany(door.house, { startsOn: "2036-01-01" });
  const said = (more: object = {}) => ({
    buyer: { name: "Aminah Trading", email: TO },
    currency: "MYR",
    lines: [{ name: "Sewa kedai", quantity: "1", price: "1200" }],
    ...{ every: "month", startsOn: "2036-01-31", does: "draft" },
    ...more,
  });
  const begun = (more: object = {}): Promise<Reply> => books.asks(createRecurring, said(more));
  const read = (id: string): Promise<Reply> => books.asks(getRecurring, { id });
  const days = async (id: string): Promise<string[]> =>
    (await read(id)).periods.map(({ periodOn }: Reply) => periodOn).reverse();
  const drains = () => door.house.drain(books);
  const goesOn = async (count: number) => {
    door.house.clock.advance(count * DAY_MS);
    await drains();
  };
  return {
    ...{ door, ...books, said, begun, read, days, drains, goesOn },
    [Symbol.asyncDispose]: () => door[Symbol.asyncDispose](),
  };
}

test("each period makes one invoice, however many run it at once; what was missed is caught up with, in order", async () => {
  await using of = await shop();
  const { id } = await of.begun();
  await of.drains();
  assert.deepEqual(await of.days(id), ["2036-01-31"]);
  assert.deepEqual((await of.read(id)).comingOn.slice(0, 2), ["2036-02-29", "2036-03-31"]);

  // The machine was off for three months; then eight run it at once, and again.
  of.door.house.clock.advance(95 * DAY_MS);
  const [job] = recurringJobs;
  const { rows } = await of.access.pool.query("select id from recurring_invoices");
  const runs = () =>
    Promise.all(
      Array.from({ length: 8 }, () =>
        job?.run(
          of.door.house,
          {
            access: of.access,
            actor: { kind: "system", id: null, name: "test", permissions: new Set() },
            request: { id: "test", ip: null, userAgent: null },
            now: of.door.house.now(),
          },
          { id: rows[0].id } as never,
        ),
      ),
    );
  await runs();
  await runs();
  await of.drains();
  assert.deepEqual(await of.days(id), ["2036-01-31", "2036-02-29", "2036-03-31", "2036-04-30"]);
  const drafts = (await of.asks(listInvoices, {})).rows;
  assert.deepEqual(
    drafts.map(({ standing, payableMinor }: Reply) => [standing, payableMinor]),
    Array(4).fill(["draft", 120_000]),
  );
});

test("one that is sent is numbered, posted and mailed; each says its period", async () => {
  await using of = await shop();
  const { id } = await of.begun({ does: "send", language: "ms" });
  await of.drains();
  await of.drains();
  const [made] = (await of.read(id)).periods;
  assert.equal(made.number, "INV-2036-00001");
  const invoice = await of.asks(getInvoice, { id: made.invoiceId });
  assert.deepEqual([invoice.standing, invoice.issuedOn], ["open", "2036-01-31"]);
  assert.match(invoice.reference, /^31 Jan 2036$/);
  const [mail, ...others] = await of.door.mailsTo(TO);
  assert.equal(others.length, 0);
  assert.match(mail?.subject ?? "", /^Invois INV-2036-00001/);
});

test("paused nothing comes about, nor for that time later; it ends on its day or by hand, and its days stay once it has begun", async () => {
  await using of = await shop();
  const begun = await of.begun({ endsOn: "2036-06-30" });
  const { id } = begun;
  await of.drains();
  const version = async () => (await of.read(id)).version;
  await assert.rejects(
    of.asks(changeRecurring, { ...of.said({ every: "week" }), id, version: await version() }),
    /input.invalid/,
  );
  await of.asks(pauseRecurring, { id, version: await version() });
  await of.goesOn(70);
  assert.deepEqual(await of.days(id), ["2036-01-31"]);
  const again = await of.asks(resumeRecurring, { id, version: await version() });
  assert.equal(again.nextOn, "2036-04-30");
  await of.goesOn(30);
  assert.deepEqual(await of.days(id), ["2036-01-31", "2036-04-30"]);
  await of.goesOn(90);
  const over = await of.read(id);
  assert.deepEqual([over.status, over.blocked.resume], ["ended", "finance.recurring.is_ended"]);
  assert.deepEqual(await of.days(id), ["2036-01-31", "2036-04-30", "2036-05-31", "2036-06-30"]);

  const other = await of.begun({ startsOn: "2036-12-01" });
  const ended = await of.asks(endRecurring, { id: other.id, version: other.version });
  assert.deepEqual([ended.status, ended.nextOn], ["ended", null]);
});

test("what cannot come about says why, and comes about once it can", async () => {
  await using of = await shop();
  await assert.rejects(of.begun({ does: "send", buyer: { name: "A" } }), /needs_email/);
  const { id } = await of.begun({ does: "send", currency: "SGD" });
  await of.drains();
  const failing = await of.read(id);
  assert.equal(failing.failure, "finance.rate.unknown");
  assert.equal((await of.asks(listInvoices, {})).rows.length, 0);
  await of.asks(changeRecurring, { ...of.said({ does: "send" }), id, version: failing.version });
  await of.drains();
  const { failure, periods } = await of.read(id);
  assert.deepEqual([failure, periods.length], [null, 1]);
});
