import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { ACTIONS } from "#modules/modules.ts";
import type { CompanyAction } from "#platform/actions/action.ts";
import { type TestDoor, testDoor } from "#platform/testing/door.ts";
import { createInvoice } from "../invoices/invoices.actions.ts";
import { creditInvoice, issueInvoice } from "../invoices/issuing.actions.ts";
import { booksCompany, type Reply } from "../journals/books.testing.ts";
import { links } from "../links/links.contract.ts";
import { createReceipt } from "../receipts/receipts.actions.ts";
import { sendings } from "./sendings.contract.ts";

const bound = (does: object): CompanyAction =>
  ACTIONS.find((action) => action.does === does) as CompanyAction;
const [openLink, getLink, revokeLink] = [links.open, links.get, links.revoke].map(bound) as [
  CompanyAction,
  CompanyAction,
  CompanyAction,
];
const [send, list, letter] = [sendings.send, sendings.list, sendings.letter].map(bound) as [
  CompanyAction,
  CompanyAction,
  CompanyAction,
];

const TO = "aminah@kedai.example";

/** Ahead of the database's clock, by which the queue goes. */
const NOW = new Date("2036-11-22T08:00:00Z");

async function shop(door: TestDoor) {
  const books = await booksCompany(door.house, { startsOn: "2036-01-01" });
  const drafted = (more: object = {}): Promise<Reply> =>
    books.asks(createInvoice, {
      buyer: { name: "Aminah Trading", email: TO, city: "Ipoh", country: "MY" },
      currency: "MYR",
      lines: [{ name: "Kopi <b>250 g</b>", quantity: "3", price: "33.50" }],
      ...more,
    });
  const issued = async (more: object = {}): Promise<Reply> => {
    const { id, version } = await drafted(more);
    return books.asks(issueInvoice, { id, version });
  };
  const addressOf = async (paper: string): Promise<string> =>
    (await books.asks(openLink, { paper })).url.replace(door.house.config.publicUrl, "");
  const looks = (url: string, more: object = {}) =>
    door.app.inject({ method: "GET", url, remoteAddress: "127.0.0.7", ...more });
  const drains = () => door.house.drain(books);
  return { ...books, drafted, issued, addressOf, looks, drains };
}

test("an invoice is sent once, with its PDF and an address, in the company's name; the history says what became of it", async () => {
  await using door = await testDoor({ now: NOW });
  const of = await shop(door);
  const draft = await of.drafted();
  assert.equal(draft.blocked.send, "finance.invoice.not_issued");
  await assert.rejects(
    of.asks(send, { paper: draft.id, email: TO, title: "x", text: "x", language: "en" }),
    /finance.invoice.not_issued/,
  );
  const invoice = await of.issued();
  const written = await of.asks(letter, { paper: invoice.id });
  assert.deepEqual([written.email, written.language], [TO, null]);
  assert.match(written.ms.title, new RegExp(`^Invois ${invoice.number} daripada Kedai Kopi$`));
  assert.match(written.en.text, /over MYR 100\.50\. It is due on 22 Dec 2036/);

  const sent = await of.asks(send, {
    ...{ paper: invoice.id, email: TO, language: "ms", ...written.ms },
  });
  assert.equal(sent.state, "waiting");
  await of.drains();
  const [mail, ...others] = await door.mailsTo(TO);
  assert.ok(mail);
  assert.deepEqual(others, []);
  assert.match(mail.from, /^"?Kedai Kopi"? </);
  assert.equal(mail.subject, written.ms.title);
  const [url] = /http\S+\/p\/\S+/.exec(mail.text) ?? [];
  assert.ok(url !== undefined && mail.text.startsWith(written.ms.text));
  assert.deepEqual(
    mail.files.map(({ name, type }) => [name, type]),
    [[`${invoice.number}.pdf`, "application/pdf"]],
  );
  assert.match(Buffer.from(mail.files[0]?.base64 ?? "", "base64").toString("latin1"), /^%PDF-/);

  // Nothing of whom it went to stays with the house.
  const { rows } = await door.house.control.query(
    "select recipient, sealed from mails where kind like 'finance.%'",
  );
  assert.deepEqual(rows, [{ recipient: "", sealed: null }]);

  door.house.clock.advance(5_000);
  await of.drains();
  const [row] = (await of.asks(list, { paper: invoice.id })).rows;
  assert.deepEqual([row.state, row.senderName, row.email], ["left", "Aisyah binti Rahman", TO]);
  assert.equal((await of.asks(letter, { paper: invoice.id })).language, "ms");
  const noted = await of.access.pool.query(
    "select subject_name, change from audit_entries where action = 'finance.sendings.send'",
  );
  assert.equal(noted.rows.length, 1);
  assert.equal(noted.rows[0].subject_name, invoice.number);
  assert.doesNotMatch(JSON.stringify(noted.rows[0].change), /aminah/);
  assert.equal((await of.looks(new URL(url).pathname)).statusCode, 200);
});

test("a job that died halfway makes no second letter", async () => {
  await using door = await testDoor({ now: NOW });
  const of = await shop(door);
  const invoice = await of.issued();
  const said = { title: "Invoice", text: "Here it is", language: "en", email: TO };
  await of.asks(send, { paper: invoice.id, ...said });
  await of.drains();
  // As if the process had died after the outbox had it, and the job ran again.
  await of.access.pool.query("update sendings set state = 'waiting'");
  await of.access.pool.query(
    "select graphile_worker.add_job('finance.sendings.post', json_build_object('id', id)) from sendings",
  );
  await of.drains();
  assert.equal((await door.mailsTo(TO)).length, 1);
});

test("whoever has the address sees that paper as it stands, its PDF and XML, and nothing else; nobody else sees anything", async () => {
  await using door = await testDoor({ now: NOW });
  const of = await shop(door);
  const invoice = await of.issued();
  const url = await of.addressOf(invoice.id);
  assert.equal(await of.addressOf(invoice.id), url, "the same address is told again");

  const page = await of.looks(url);
  assert.equal(page.statusCode, 200);
  assert.match(page.headers["content-type"] ?? "", /^text\/html/);
  assert.match(String(page.headers["x-robots-tag"]), /noindex/);
  assert.equal(page.headers["cache-control"], "no-store");
  assert.equal(page.headers["set-cookie"], undefined);
  assert.match(page.body, /To be paid/);
  assert.match(page.body, /MYR 100\.50/);
  assert.match(page.body, /Kopi &lt;b&gt;250 g/);
  assert.match((await of.looks(`${url}?lang=ms`)).body, /<html lang="ms">[\s\S]*Perlu dibayar/);
  const pdf = await of.looks(`${url}/paper.pdf`);
  assert.deepEqual([pdf.statusCode, pdf.headers["content-type"]], [200, "application/pdf"]);
  const xml = await of.looks(`${url}/e-invoice.xml`);
  assert.equal(xml.statusCode, 200);
  assert.match(xml.body, new RegExp(`<cbc:ID>${invoice.number}</cbc:ID>`));
  assert.match((await of.looks("/p/style.css")).headers["content-type"] ?? "", /^text\/css/);

  // Every look within ten minutes is one; what only asks whether it is there, or loads ahead, is none.
  await of.looks(url, { method: "HEAD" });
  const look = async () => (await of.asks(getLink, { paper: invoice.id })).link;
  assert.equal((await look()).openedCount, 1);
  door.house.clock.advance(11 * 60_000);
  await of.looks(url, { headers: { "sec-purpose": "prefetch" } });
  assert.equal((await look()).openedCount, 1);
  await of.looks(url);
  assert.equal((await look()).openedCount, 2);

  // What stands in the database opens nothing, and no other address does.
  const { rows } = await of.access.pool.query("select * from paper_links");
  const token = Buffer.from(url.slice("/p/".length), "base64url");
  assert.deepEqual(rows[0].hash, createHash("sha256").update(token).digest());
  assert.ok(!JSON.stringify(rows).includes(token.subarray(16).toString("hex")));
  token[47] = (token[47] ?? 0) ^ 1;
  for (const wrong of [`/p/${token.toString("base64url")}`, "/p/abc", `/p/${"A".repeat(64)}`]) {
    const closed = await of.looks(wrong);
    assert.equal(closed.statusCode, 404);
    assert.doesNotMatch(closed.body, /Aminah|Kedai Kopi/);
  }

  await of.asks(createReceipt, {
    ...{ receivedOn: invoice.issuedOn, accountId: of.idOf("1011") },
    allocations: [{ invoiceId: invoice.id, amountMinor: 10_050 }],
  });
  assert.match((await of.looks(url)).body, /good"><i><\/i>Paid/);

  const other = await of.issued();
  const elsewhere = await of.addressOf(other.id);
  const note = await of.asks(creditInvoice, { id: other.id, version: other.version });
  await of.asks(issueInvoice, { id: note.id, version: note.version });
  assert.match((await of.looks(elsewhere)).body, /Void/);

  const { id } = await look();
  await of.asks(revokeLink, { id });
  assert.equal((await of.looks(url)).statusCode, 404);
  await assert.rejects(of.asks(revokeLink, { id }), /finance.link.is_revoked/);
  assert.notEqual(await of.addressOf(invoice.id), url);

  // Whoever tries addresses is stopped.
  const tries = await Promise.all(
    Array.from({ length: 125 }, () => of.looks("/p/abc", { remoteAddress: "127.0.0.99" })),
  );
  assert.ok(tries.some(({ statusCode }) => statusCode === 429));
  assert.equal((await of.looks(elsewhere)).statusCode, 200);
});
