import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { transaction } from "#platform/db/db.ts";
import { selectSecurityEvents } from "#platform/security/events.sql.ts";
import { securityEventsWritten } from "#platform/security/events.ts";
import {
  SIGN_UP,
  signedUp,
  type TestBrowser,
  type TestDoor,
  testDoor,
} from "#platform/testing/door.ts";
import { markRecoveryCodeUsed } from "./factors.sql.ts";
import { stepAt, totpAt } from "./totp.rules.ts";

let door: TestDoor;
before(async () => {
  door = await testDoor();
});
after(() => door[Symbol.asyncDispose]());

const { password } = SIGN_UP;
const MINUTE = 60_000;

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const bytesOf = (secret: string): Buffer => {
  const bits = [...secret]
    .map((sign) => BASE32.indexOf(sign).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};
/** What the person's app shows now, or some steps later. */
const codeOf = (secret: string, later = 0): string =>
  totpAt(bytesOf(secret), stepAt(door.house.clock.now) + later);
const nextStep = () => door.house.clock.advance(30_000);

const post = (browser: TestBrowser, path: string, body: object = {}) =>
  browser.ask("POST", `/api/accounts/${path}`, body);

async function enrol(browser: TestBrowser): Promise<{ secret: string; codes: string[] }> {
  const { body } = await post(browser, "factors/begin");
  const { status, body: confirmed } = await post(browser, "factors/confirm", {
    code: codeOf(body.secret),
  });
  assert.equal(status, 200, JSON.stringify(confirmed));
  return { secret: body.secret, codes: confirmed.recoveryCodes };
}

const ticketOf = async (email: string, browser = door.browser()): Promise<string> => {
  const { status, body } = await post(browser, "sign-in", { email, password });
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), ["ticket"]);
  return body.ticket;
};
const secondStep = (ticket: string, code: string, browser = door.browser()) =>
  post(browser, "sign-in/second-step", { ticket, code });
const meOf = async (browser: TestBrowser) => (await browser.ask("GET", "/api/accounts/me")).status;

test("with a second step the password alone opens nothing; a code of the app does, and sets the cookie", async () => {
  const email = "app@kenari.example";
  const { secret } = await enrol(await signedUp(door, { email }));
  const browser = door.browser();
  const ticket = await ticketOf(email, browser);
  assert.equal(browser.cookies.size, 0);
  assert.equal(await meOf(browser), 401);

  const wrong = await secondStep(ticket, "000000", browser);
  assert.deepEqual(wrong.body.details, [{ path: ["code"], code: "code.wrong" }]);
  nextStep();
  const right = await secondStep(ticket, codeOf(secret), browser);
  assert.equal(right.status, 200, JSON.stringify(right.body));
  assert.equal(right.body.hasFactor, true);
  assert.equal(await meOf(browser), 200);
});

test("a code works once, ever: not again, not one step later, not for 16 that show it at once, nor an older one after it", async () => {
  const email = "once@kenari.example";
  const { secret } = await enrol(await signedUp(door, { email }));
  // The code that confirmed the app is used up by that.
  const used = codeOf(secret);
  const again = await secondStep(await ticketOf(email), used);
  assert.deepEqual(again.body.details, [{ path: ["code"], code: "code.used" }]);

  nextStep();
  const shown = await ticketOf(email);
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => secondStep(shown, codeOf(secret))),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  // Ten are looked at in a quarter of an hour, but for those that were right: more at once may be turned away unread.
  for (const { status, body } of answers)
    if (status === 400) assert.equal(body.details[0].code, "code.used");
    else assert.ok([200, 429].includes(status), String(status));

  nextStep();
  const ticket = await ticketOf(email);
  const ahead = codeOf(secret, 1);
  const now = codeOf(secret);
  assert.equal((await secondStep(ticket, ahead)).status, 200);
  assert.equal((await secondStep(ticket, now)).body.details[0].code, "code.used");
  await securityEventsWritten(door.house);
  const events = await transaction(door.house.control, "read only", (db) =>
    selectSecurityEvents(db, new Date(0), 500),
  );
  assert.ok(events.some(({ kind }) => kind === "totp.replayed"));
});

test("each of ten recovery codes stands in for the app once, also shown 16 times at once, however it is spaced", async () => {
  const email = "rescue@kenari.example";
  const { codes } = await enrol(await signedUp(door, { email }));
  assert.equal(new Set(codes).size, 10);
  for (const code of codes) assert.match(code, /^[2-9a-hjkmnp-tv-z]{5}-[2-9a-hjkmnp-tv-z]{5}$/);
  const [first = "", second = ""] = codes;
  const tickets = await Promise.all(Array.from({ length: 8 }, () => ticketOf(email)));
  const answers = await Promise.all(
    [...tickets, ...tickets].map((ticket) => secondStep(ticket, first)),
  );
  // The sixteen are more than the ten that are looked at in a quarter of an hour, for want of a success.
  const statuses = answers.map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 200).length, 1);
  assert.ok(
    statuses.every((status) => [200, 400, 429].includes(status)),
    String(statuses),
  );

  door.house.clock.advance(15 * MINUTE);
  const browser = door.browser();
  const spaced = ` ${second.toUpperCase().replace("-", " ")} `;
  assert.equal((await secondStep(await ticketOf(email), spaced, browser)).status, 200);
  const { body } = await browser.ask("GET", "/api/accounts/factors");
  assert.equal(body.recoveryCodesLeft, 8);
  const told = (await door.mailsTo(email)).filter(({ subject }) => /code was used/.test(subject));
  assert.equal(told.length, 2);
  await securityEventsWritten(door.house);
  const { rows } = await door.house.control.query(
    "select count(*)::int as n from security_events where kind = 'recovery_code.used'",
  );
  assert.equal(rows[0]?.n, 2);
});

test("of 16 transactions that use up one recovery code at once a single one does", async () => {
  const email = "sixteen-codes@kenari.example";
  await enrol(await signedUp(door, { email }));
  const { control, clock } = door.house;
  const { rows } = await control.query<{ account_id: string; code_hash: string }>(
    "select account_id, code_hash from recovery_codes where account_id = (select id from accounts where email = $1)",
    [email],
  );
  assert.equal(rows.length, 10);
  const [{ account_id: id = "", code_hash: hash = "" } = {}] = rows;
  const used = await Promise.all(
    Array.from({ length: 16 }, () =>
      transaction(control, "read write", (db) => markRecoveryCodeUsed(db, id, hash, clock.now)),
    ),
  );
  assert.deepEqual(used.toSorted(), [...Array.from({ length: 15 }, () => 0), 1]);
});

test("new recovery codes end the old ones, and neither codes nor secret can be read from the tables", async () => {
  const email = "renew@kenari.example";
  const browser = await signedUp(door, { email });
  const { secret, codes } = await enrol(browser);
  const { body } = await post(browser, "factors/recovery-codes");
  assert.equal(body.recoveryCodes.length, 10);
  const [old = ""] = codes;
  const [fresh = ""] = body.recoveryCodes;
  assert.equal((await secondStep(await ticketOf(email), old)).status, 400);
  for (const table of ["factors", "factor_enrolments", "recovery_codes"]) {
    const { rows } = await door.house.control.query(`select t::text as row from ${table} t`);
    for (const { row } of rows)
      for (const plain of [secret, bytesOf(secret).toString("hex"), fresh, fresh.replace("-", "")])
        assert.ok(!String(row).includes(plain), table);
  }
  assert.equal((await secondStep(await ticketOf(email), fresh)).status, 200);
});

test("a wrong code is counted, whoever shows it: after ten in a quarter of an hour, or thirty a day, none is looked at", async () => {
  const email = "guessed@kenari.example";
  const { secret } = await enrol(await signedUp(door, { email }));
  const { now } = door.house.clock;
  // The tests before this one share its network.
  door.house.clock.advance(15 * MINUTE);
  const tries = async () => {
    const ticket = await ticketOf(email);
    const answers = await Promise.all(
      Array.from({ length: 14 }, () => secondStep(ticket, "123456")),
    );
    return answers.filter(({ status }) => status === 400).length;
  };
  // Those that are not looked at count too: the fourteen of each round.
  for (const expected of [10, 10, 2, 0]) {
    assert.equal(await tries(), expected);
    door.house.clock.advance(15 * MINUTE);
  }
  assert.equal((await secondStep(await ticketOf(email), codeOf(secret))).status, 429);
  door.house.clock.advance(24 * 60 * MINUTE);
  assert.equal((await secondStep(await ticketOf(email), codeOf(secret))).status, 200);
  door.house.clock.now = now;
});

test("a ticket to the second step is worth nothing when it is forged, ten minutes old, or older than the password", async () => {
  const email = "ticket@kenari.example";
  const browser = await signedUp(door, { email });
  const { secret } = await enrol(browser);
  nextStep();
  const refused = async (ticket: string) => {
    const { status, body } = await secondStep(ticket, codeOf(secret));
    assert.deepEqual([status, body.code], [409, "accounts.ticket.not_valid"]);
  };
  const ticket = await ticketOf(email);
  await refused("nonsense");
  await refused(`${ticket.slice(0, -2)}AA`);
  door.house.clock.advance(10 * MINUTE);
  await refused(ticket);

  const next = await ticketOf(email);
  await post(browser, "sessions/confirm", { password, code: codeOf(secret) });
  const changed = await post(browser, "change-password", {
    current: password,
    password: "layang layang di bukit hijau",
  });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  nextStep();
  await refused(next);
});

test("confirming who one is takes a code too, once there is a second step", async () => {
  const browser = await signedUp(door, { email: "confirm@kenari.example" });
  const { secret } = await enrol(browser);
  door.house.clock.advance(6 * MINUTE);
  assert.equal((await post(browser, "factors/begin")).body.code, "accounts.session.stale");
  // Its own form asks for the password, and no code: that must have been given before.
  const change = { current: password, password: "layang layang di bukit hijau" };
  assert.equal(
    (await post(browser, "change-password", change)).body.code,
    "accounts.session.stale",
  );
  const confirm = (code?: string) => post(browser, "sessions/confirm", { password, code });
  assert.equal((await confirm()).body.details[0].code, "field.required");
  assert.equal((await confirm("000000")).body.details[0].code, "code.wrong");
  assert.equal((await confirm(codeOf(secret))).status, 200);
  assert.equal((await post(browser, "factors/begin")).status, 200);
  assert.equal((await post(browser, "change-password", change)).status, 200);
});

test("of 16 that confirm a new app at once one passes, and only its recovery codes hold", async () => {
  const email = "sixteen@kenari.example";
  const browser = await signedUp(door, { email });
  const { body } = await post(browser, "factors/begin");
  const code = codeOf(body.secret);
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => post(browser, "factors/confirm", { code })),
  );
  const passed = answers.filter(({ status }) => status === 200);
  assert.equal(passed.length, 1);
  const { rows } = await door.house.control.query(
    "select count(*)::int as n from recovery_codes where account_id = (select id from accounts where email = $1)",
    [email],
  );
  assert.equal(rows[0]?.n, 10);
  const [first = ""] = passed[0]?.body.recoveryCodes ?? [];
  assert.equal((await secondStep(await ticketOf(email), first)).status, 200);
});

test("a secret that was shown long ago confirms nothing, and a wrong code leaves everything as it was", async () => {
  const browser = await signedUp(door, { email: "late@kenari.example" });
  const { body } = await post(browser, "factors/begin");
  assert.match(body.uri, /^otpauth:\/\/totp\/Kaunter:late%40kenari\.example\?secret=[A-Z2-7]{32}&/);
  assert.equal(
    (await post(browser, "factors/confirm", { code: "000000" })).body.details[0].code,
    "code.wrong",
  );
  assert.equal((await browser.ask("GET", "/api/accounts/factors")).body.isOn, false);
  door.house.clock.advance(30 * MINUTE);
  await post(browser, "sessions/confirm", { password });
  const late = await post(browser, "factors/confirm", { code: codeOf(body.secret) });
  assert.equal(late.body.code, "accounts.factor.not_begun");
});

test("switching the second step on or off ends every other session at once, and keeps this one", async () => {
  const email = "others@kenari.example";
  const mine = await signedUp(door, { email });
  const other = door.browser();
  await post(other, "sign-in", { email, password });
  const { secret } = await enrol(mine);
  assert.deepEqual([await meOf(mine), await meOf(other)], [200, 401]);

  nextStep();
  await secondStep(await ticketOf(email), codeOf(secret), other);
  assert.equal(await meOf(other), 200);
  assert.equal((await post(mine, "factors/remove")).status, 200);
  assert.deepEqual([await meOf(mine), await meOf(other)], [200, 401]);
  const { status, body } = await post(other, "sign-in", { email, password });
  assert.deepEqual([status, body.hasFactor], [200, false]);
  // The owner hears of both.
  const subjects = (await door.mailsTo(email)).map(({ subject }) => subject);
  for (const state of ["on", "off"])
    assert.ok(subjects.includes(`Two-step verification is ${state}`), state);
});

test("where the company wants it of a role, nothing is open to its members until they have a second step, from the next request on", async () => {
  const email = "must@kenari.example";
  const browser = await signedUp(door, { email });
  const rules = await browser.ask("PATCH", "/api/accounts/factor-rules", { roles: ["admin"] });
  assert.equal(rules.status, 200, JSON.stringify(rules.body));

  const closed = [403, "accounts.factor.required"];
  const tries: ["GET" | "POST" | "PATCH", string][] = [
    ["GET", "/api/companies/company"],
    ["GET", "/api/accounts/factor-rules"],
    ["GET", "/api/live"],
    ["PATCH", "/api/accounts/me"],
    ["POST", "/api/accounts/change-password"],
  ];
  for (const [method, url] of tries) {
    const { status, body } = await browser.ask(method, url, method === "GET" ? undefined : {});
    assert.deepEqual([status, body.code], closed, url);
  }
  const me = await browser.ask("GET", "/api/accounts/me");
  assert.equal(me.body.mustEnrol, true);

  await enrol(browser);
  assert.equal((await browser.ask("GET", "/api/companies/company")).status, 200);
  assert.equal((await browser.ask("GET", "/api/accounts/me")).body.mustEnrol, false);
  assert.equal((await browser.ask("GET", "/api/accounts/factors")).body.isRequired, true);
  const off = await post(browser, "factors/remove");
  assert.deepEqual([off.status, off.body.code], [409, "accounts.factor.is_required"]);
  await browser.ask("PATCH", "/api/accounts/factor-rules", { roles: [] });
  assert.equal((await post(browser, "factors/remove")).status, 200);
});

test("only an Admin says of which roles a second step is wanted, and the audit log says so", async () => {
  const email = "rules@kenari.example";
  const browser = await signedUp(door, { email });
  await browser.ask("PATCH", "/api/accounts/factor-rules", { roles: ["manager", "manager"] });
  const shown = await browser.ask("GET", "/api/accounts/factor-rules");
  assert.deepEqual(shown.body, { roles: ["manager"], without: [{ role: "admin", members: 1 }] });
  const log = await browser.ask("GET", "/api/trust/audit?action=accounts.factors.require");
  assert.deepEqual(
    log.body.rows.map(({ change }: { change: unknown }) => change),
    [{ before: { roles: [] }, after: { roles: ["manager"] } }],
  );
});
