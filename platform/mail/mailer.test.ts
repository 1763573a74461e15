import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { transaction } from "#platform/db/db.ts";
import { type TestHouse, testHouse } from "#platform/testing/house.ts";
import { openMailer } from "./mailer.ts";
import { lockDueMails } from "./mails.sql.ts";
import { postMail } from "./outbox.ts";

/** A mail server that takes, defers or refuses as the test says. */
let answer: "take" | "defer" | "refuse" = "take";
const taken: { to: string; messageId: string | undefined; text: string | undefined }[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS", "AUTH"],
  onRcptTo: (_address, _session, done) => {
    if (answer === "take") return done();
    done(Object.assign(new Error("not now"), { responseCode: answer === "defer" ? 451 : 550 }));
  },
  onData: (stream, session, done) => {
    void simpleParser(stream).then((mail) => {
      const [to] = session.envelope.rcptTo;
      taken.push({ to: to?.address ?? "", messageId: mail.messageId, text: mail.text });
      done();
    });
  },
});

let house: TestHouse;
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  house = await testHouse({
    config: { smtpUrl: `smtp://127.0.0.1:${port}`, isSmtpTlsRequired: false },
  });
});
after(async () => {
  await house[Symbol.asyncDispose]();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

const post = (to: string, text = "Salam") =>
  transaction(house.control, "read write", (db) =>
    postMail(house, db, { to, kind: "test.mail", subject: "Cuba", text }, house.now()),
  );
const rowOf = async (to: string) =>
  (await house.control.query("select * from mails where recipient = $1", [to])).rows[0];

test("what is committed leaves once, however many senders look; what is rolled back never", async () => {
  answer = "take";
  taken.length = 0;
  for (let i = 0; i < 25; i += 1) await post(`many-${i}@kenari.example`);
  await assert.rejects(
    transaction(house.control, "read write", async (db) => {
      await postMail(
        house,
        db,
        { to: "never@kenari.example", kind: "test.mail", subject: "x", text: "x" },
        house.now(),
      );
      throw new Error("rolled back");
    }),
  );
  const mailers = await Promise.all([1, 2, 3, 4].map(() => openMailer(house)));
  await Promise.all(mailers.map((mailer) => mailer.sendDue()));
  await Promise.all(mailers.map((mailer) => mailer.close()));
  assert.equal(taken.length, 25);
  assert.deepEqual(
    new Set(taken.map(({ to }) => to)),
    new Set(Array.from({ length: 25 }, (_, i) => `many-${i}@kenari.example`)),
  );
  assert.equal(new Set(taken.map(({ messageId }) => messageId)).size, 25);
});

test("a mail that is not taken now is tried again later under the same Message-ID", async () => {
  const to = "later@kenari.example";
  const mailer = await openMailer(house);
  answer = "defer";
  taken.length = 0;
  await post(to);
  assert.equal(await mailer.sendDue(), 0);
  assert.equal(await mailer.sendDue(), 0);
  assert.equal((await rowOf(to)).tries_count, 1);
  answer = "take";
  house.clock.advance(5_000);
  assert.equal(await mailer.sendDue(), 1);
  const row = await rowOf(to);
  assert.equal(taken.length, 1);
  assert.match(taken[0]?.messageId ?? "", new RegExp(`^<${row.id}@`));
  assert.equal(row.sealed, null);
  await mailer.close();
});

test("a mailbox that does not exist is given up at once, one that never answers after a day", async () => {
  const mailer = await openMailer(house);
  answer = "refuse";
  await post("gone@kenari.example");
  await mailer.sendDue();
  const gone = await rowOf("gone@kenari.example");
  assert.ok(gone.gave_up_at !== null && gone.sealed === null);

  answer = "defer";
  await post("silent@kenari.example");
  for (let i = 0; i < 20; i += 1) {
    await mailer.sendDue();
    house.clock.advance(8 * 3_600_000);
  }
  const silent = await rowOf("silent@kenari.example");
  assert.equal(silent.tries_count, 12);
  assert.ok(silent.gave_up_at !== null);
  await mailer.close();
});

test("a sender that died over a mail makes it leave once more, and never a third time", async () => {
  const to = "crash@kenari.example";
  answer = "take";
  taken.length = 0;
  await post(to);
  const dies = () =>
    transaction(house.control, "read write", (db) =>
      lockDueMails(db, house.now(), new Date(house.now().getTime() + 300_000), 10),
    );
  assert.equal((await dies()).length, 1);
  const mailer = await openMailer(house);
  assert.equal(await mailer.sendDue(), 0);
  house.clock.advance(300_000);
  assert.equal((await dies())[0]?.unsureCount, 1);
  house.clock.advance(300_000);
  assert.equal(await mailer.sendDue(), 0);
  assert.equal(taken.length, 0);
  assert.ok((await rowOf(to)).gave_up_at !== null);

  await post("crash-once@kenari.example");
  await dies();
  house.clock.advance(300_000);
  assert.equal(await mailer.sendDue(), 1);
  assert.equal(taken.length, 1);
  await mailer.close();
});
