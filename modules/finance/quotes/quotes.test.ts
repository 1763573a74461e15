import assert from "node:assert/strict";
import { test } from "node:test";
import { ACTIONS } from "#modules/modules.ts";
import type { CompanyAction } from "#platform/actions/action.ts";
import { testDoor } from "#platform/testing/door.ts";
import { discardInvoice, getInvoice } from "../invoices/invoices.actions.ts";
import { issueInvoice } from "../invoices/issuing.actions.ts";
import { booksCompany, type Reply } from "../journals/books.testing.ts";
import { links } from "../links/links.contract.ts";
import {
  answerQuote,
  changeQuote,
  createQuote,
  discardQuote,
  getQuote,
  getQuotePdf,
  invoiceQuote,
  issueQuote,
  listQuotes,
  restoreQuote,
} from "./quotes.actions.ts";

const openLink = ACTIONS.find((action) => action.does === links.open) as CompanyAction;
const DAY_MS = 86_400_000;

/** Ahead of the database's clock, by which the queue goes. */
const NOW = new Date("2036-11-22T08:00:00Z");

async function shop() {
  const door = await testDoor({ now: NOW });
  const books = await booksCompany(door.house, { startsOn: "2036-01-01" });
  const said = (more: object = {}) => ({
    buyer: { name: "Aminah Trading", email: "aminah@kedai.example" },
    currency: "MYR",
    lines: [
      { name: "Latihan barista", quantity: "1.5", price: "200", discount: { percent: "10" } },
      { name: "Kopi", quantity: "3", price: "33.333333" },
    ],
    ...more,
  });
  const drafted = (more: object = {}): Promise<Reply> => books.asks(createQuote, said(more));
  const issued = async (more: object = {}): Promise<Reply> => {
    const { id, version } = await drafted(more);
    return books.asks(issueQuote, { id, version });
  };
  const read = (id: string): Promise<Reply> => books.asks(getQuote, { id });
  const addressOf = async (paper: string): Promise<string> =>
    (await books.asks(openLink, { paper })).url.replace(door.house.config.publicUrl, "");
  const answers = (url: string, form: Record<string, string>, headers: object = {}) =>
    door.app.inject({
      ...{ method: "POST", url: `${url}/answer`, remoteAddress: "127.0.0.7" },
      payload: new URLSearchParams(form).toString(),
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        host: new URL(door.house.config.publicUrl).host,
        origin: door.house.config.publicUrl,
        ...headers,
      },
    });
  return {
    ...{ door, ...books, said, drafted, issued, read, addressOf, answers },
    [Symbol.asyncDispose]: () => door[Symbol.asyncDispose](),
  };
}

test("a quote is drafted, changed, discarded and brought back; issued it has the next number and stays as it was offered", async () => {
  await using of = await shop();
  const draft = await of.drafted();
  assert.deepEqual([draft.standing, draft.payableMinor, draft.validDays], ["draft", 37_000, 30]);
  const { id } = draft;
  const changed = await of.asks(changeQuote, { ...of.said({ lines: [] }), id, version: 1 });
  assert.equal(changed.blocked.issue, "finance.invoice.has_no_lines");
  const gone = await of.asks(discardQuote, { id, version: changed.version });
  assert.deepEqual((await of.asks(listQuotes, {})).rows, []);
  const back = await of.asks(restoreQuote, { id, version: gone.version });
  const again = await of.asks(changeQuote, { ...of.said(), id, version: back.version });

  const first = await of.asks(issueQuote, { id, version: again.version });
  const second = await of.issued();
  assert.deepEqual([first.number, second.number], ["QT-2036-00001", "QT-2036-00002"]);
  assert.deepEqual([first.standing, first.validUntil], ["open", "2036-12-22"]);
  await assert.rejects(
    of.asks(changeQuote, { ...of.said(), id, version: first.version }),
    /finance.quote.is_issued/,
  );
  await assert.rejects(
    of.access.pool.query("update quotes set payable_minor = 1 where number is not null"),
    /is issued/,
  );
  // Nothing of it is in the books.
  const { rows } = await of.access.pool.query("select from journal_entries");
  assert.equal(rows.length, 0);
  const { name, base64 } = await of.asks(getQuotePdf, { id, language: "ms" });
  assert.equal(name, "QT-2036-00001.pdf");
  assert.match(Buffer.from(base64, "base64").toString("latin1"), /^%PDF-/);
});

test("a discarded draft is gone for good after thirty days, and no sooner", async () => {
  await using of = await shop();
  const [kept, gone] = [await of.drafted(), await of.drafted()];
  for (const { id } of [kept, gone]) await of.asks(discardQuote, { id, version: 1 });
  of.door.house.clock.advance(29 * DAY_MS);
  await of.door.house.drain(of);
  await of.asks(restoreQuote, { id: kept.id, version: 2 });
  of.door.house.clock.advance(2 * DAY_MS);
  await of.door.house.drain(of);
  const { rows } = await of.access.pool.query("select status from quotes");
  assert.deepEqual(rows, [{ status: "draft" }]);
});

test("the customer accepts on the page, once, by name; it becomes an invoice of the same figures, once", async () => {
  await using of = await shop();
  const quote = await of.issued();
  const url = await of.addressOf(quote.id);
  const page = await of.door.app.inject({ method: "GET", url });
  assert.match(page.body, /Quotation[\s\S]*Waits for your answer[\s\S]*MYR 370\.00/);
  assert.match(page.body, /<form method="post"/);

  assert.equal((await of.answers(url, { answer: "yes", name: "  " })).statusCode, 422);
  const foreign = { origin: "https://elsewhere.example" };
  assert.equal((await of.answers(url, { answer: "yes", name: "Aminah" }, foreign)).statusCode, 403);
  assert.equal((await of.read(quote.id)).standing, "open");

  const said = { answer: "yes", name: "Aminah binti Ali", note: "Bila boleh mula?" };
  const done = await of.answers(url, said);
  assert.equal(done.statusCode, 303);
  const thanks = await of.door.app.inject({ method: "GET", url: String(done.headers.location) });
  assert.match(thanks.body, /Your answer was passed on/);
  assert.doesNotMatch(thanks.body, /<form/);
  const accepted = await of.read(quote.id);
  assert.deepEqual(
    [accepted.standing, accepted.answer.by, accepted.answer.note, accepted.answer.isOnline],
    ["accepted", "Aminah binti Ali", "Bila boleh mula?", true],
  );
  assert.equal((await of.answers(url, { ...said, answer: "no" })).statusCode, 422);
  assert.equal((await of.read(quote.id)).standing, "accepted");
  const noted = await of.access.pool.query(
    "select change from audit_entries where action = 'finance.links.answer'",
  );
  assert.deepEqual(
    noted.rows.map(({ change }) => change),
    [{ answer: "accepted", isOnline: true }],
  );

  const { version } = accepted;
  const made = await Promise.allSettled(
    [1, 2, 3].map(() => of.asks(invoiceQuote, { id: quote.id, version })),
  );
  assert.equal(made.filter(({ status }) => status === "fulfilled").length, 1);
  const { invoice, blocked } = await of.read(quote.id);
  assert.equal(blocked.invoice, "finance.quote.is_invoiced");
  const draft = await of.asks(getInvoice, { id: invoice.id });
  assert.deepEqual(
    [draft.payableMinor, draft.figures.linesMinor, draft.reference, draft.buyer.name],
    [quote.payableMinor, quote.figures.linesMinor, quote.number, "Aminah Trading"],
  );
  const paper = await of.asks(issueInvoice, { id: draft.id, version: draft.version });
  assert.equal((await of.read(quote.id)).invoice.number, paper.number);
});

test("what has expired or was declined is not answered on the page; by hand it may be; a draft that is thrown away frees its quote", async () => {
  await using of = await shop();
  const quote = await of.issued({ validDays: 1 });
  const url = await of.addressOf(quote.id);
  of.door.house.clock.advance(3 * DAY_MS);
  assert.equal((await of.read(quote.id)).standing, "expired");
  assert.doesNotMatch((await of.door.app.inject({ method: "GET", url })).body, /<form/);
  assert.equal((await of.answers(url, { answer: "yes", name: "Aminah" })).statusCode, 422);
  const { id } = quote;
  const byHand = await of.asks(answerQuote, {
    ...{ id, version: quote.version, isYes: true, by: "Aminah, by phone" },
  });
  assert.deepEqual([byHand.standing, byHand.answer.isOnline], ["accepted", false]);

  const { invoiceId } = await of.asks(invoiceQuote, { id, version: byHand.version });
  const draft = await of.asks(getInvoice, { id: invoiceId });
  await of.asks(discardInvoice, { id: invoiceId, version: draft.version });
  of.door.house.clock.advance(31 * DAY_MS);
  await of.door.house.drain(of);
  const free = await of.read(id);
  assert.deepEqual([free.standing, free.invoice], ["accepted", null]);

  const other = await of.issued();
  const no = await of.asks(answerQuote, { id: other.id, version: other.version, isYes: false });
  assert.deepEqual([no.standing, no.blocked.invoice], ["declined", "finance.quote.is_declined"]);
});
