/** Each attack is played through the doors of the house, as far as there is a door, and must be told within a minute. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId, showId } from "#kernel/ids.ts";
import { stepAt, totpAt } from "#modules/accounts/factors/totp.rules.ts";
import { invitedTo, JOIN, joinedTo, meOf } from "#modules/companies/members/members.testing.ts";
import { noteSecurityEvent } from "#platform/security/events.ts";
import {
  SIGN_UP,
  signedUp,
  type TestBrowser,
  type TestDoor,
  testDoor,
  tokenIn,
} from "#platform/testing/door.ts";
import { knock } from "#platform/testing/knock.ts";
import type { AlertKind } from "./alerts.contract.ts";
import { raiseAlerts } from "./alerts.ts";

const OPERATOR = "operator@kaunter.example";
const ELSEWHERE = "203.0.113.66";
const QUIET_MS = 61 * 60_000;
const { password } = SIGN_UP;

let door: TestDoor;
before(async () => {
  door = await testDoor({
    config: { trustedProxies: ["127.0.0.1"], operatorEmail: OPERATOR },
  });
});
after(() => door[Symbol.asyncDispose]());

let made = 0;
const address = (): string => {
  made += 1;
  return `orang${made}@serangan.example`;
};

/** A company with its Admin; whatever happened before is long over. */
async function company() {
  door.house.clock.advance(QUIET_MS);
  const email = address();
  const admin = await signedUp(door, { email });
  return { admin, email };
}

const from = (ip: string) => ({ "x-forwarded-for": ip, "x-forwarded-proto": "https" });
const signIn = (email: string, typed: string, ip = ELSEWHERE, browser = door.browser()) =>
  browser.ask("POST", "/api/accounts/sign-in", { email, password: typed }, from(ip));

/** The worker looks every ten seconds: at its latest look within the minute, Admin and operator are told of exactly this. */
async function assertTold(
  { admin, email }: { admin: TestBrowser; email: string },
  kind: AlertKind,
  subject: RegExp,
): Promise<void> {
  const before = (await door.mailsTo(OPERATOR)).length;
  door.house.clock.advance(10_000);
  assert.equal(await raiseAlerts(door.house), 1);
  const { rows } = (await admin.ask("GET", "/api/trust/alerts")).body;
  assert.deepEqual(
    rows.map((row: { kind: string }) => row.kind),
    [kind],
  );
  const mail = (await door.mailsTo(email)).at(-1);
  assert.match(mail?.subject ?? "", subject);
  const toOperator = await door.mailsTo(OPERATOR);
  assert.equal(toOperator.length, before + 1);
  assert.match(toOperator.at(-1)?.subject ?? "", subject);
  // Looked at again, nothing new is told.
  assert.equal(await raiseAlerts(door.house), 0);
}

test("guessing a password through the door reaches the company's Admin and the operator within a minute", async () => {
  const victim = await company();
  for (let i = 0; i < 10; i += 1)
    assert.equal((await signIn(victim.email, `guess ${i}`)).status, 401);
  await assertTold(victim, "password_guessing", /Somebody guesses a password: Rumah Kenari/);
  const [alert] = (await victim.admin.ask("GET", "/api/trust/alerts")).body.rows;
  assert.deepEqual(
    [alert.person, alert.network, alert.eventsCount, alert.seenAt],
    ["Farah Adilah", ELSEWHERE, 10, null],
  );
  assert.doesNotMatch(JSON.stringify(alert), /guess \d|serangan\.example/);
});

test("trying stolen passwords of many people is one alert, also where only one of them is ours", async () => {
  const victim = await company();
  for (let i = 0; i < 9; i += 1) await signIn(`nobody${i}@elsewhere.example`, "123456");
  await signIn(victim.email, "123456");
  await assertTold(victim, "credential_stuffing", /Stolen passwords are being tried/);
});

test("guessing one-time codes, and a recovery code that is used, are told", async () => {
  const victim = await company();
  const { codes } = await enrolled(victim.admin);
  const ticket = async () => (await signIn(victim.email, password)).body.ticket;
  const second = async (code: string) =>
    door
      .browser()
      .ask(
        "POST",
        "/api/accounts/sign-in/second-step",
        { ticket: await ticket(), code },
        from(ELSEWHERE),
      );
  for (let i = 0; i < 6; i += 1) assert.equal((await second(`00000${i}`)).status, 400);
  const signedIn = door.browser();
  door.house.clock.advance(10_000);
  assert.equal(await raiseAlerts(door.house), 1);
  assert.match((await door.mailsTo(victim.email)).at(-1)?.subject ?? "", /one-time codes/);

  door.house.clock.advance(QUIET_MS);
  const used = await signedIn.ask(
    "POST",
    "/api/accounts/sign-in/second-step",
    { ticket: await ticket(), code: codes[0] ?? "" },
    from(ELSEWHERE),
  );
  assert.equal(used.status, 200, JSON.stringify(used.body));
  door.house.clock.advance(10_000);
  assert.equal(await raiseAlerts(door.house), 1);
  const mails = (await door.mailsTo(victim.email)).map(({ subject }) => subject);
  assert.ok(
    mails.some((subject) => /A recovery code was used/.test(subject)),
    mails.join("\n"),
  );
});

test("a session from a country the account was never in is told", async () => {
  const victim = await company();
  assert.equal((await signIn(victim.email, password, "1.9.1.9")).status, 200);
  door.house.clock.advance(QUIET_MS);
  await raiseAlerts(door.house);
  assert.equal((await signIn(victim.email, password, "8.8.8.8")).status, 200);
  door.house.clock.advance(10_000);
  assert.equal(await raiseAlerts(door.house), 1);
  const mails = (await door.mailsTo(victim.email)).map(({ subject }) => subject);
  assert.ok(
    mails.some((subject) => /new country/.test(subject)),
    mails.join("\n"),
  );
});

test("hundreds of records that go to the trash within an hour are told, picked or all at once by one deed", async () => {
  const other = await company();
  await withCustomers(other.email, 500);
  const deed = { type: "customer", deed: { does: "trash" } };
  const begun = await other.admin.ask("POST", "/api/records/bulk", deed);
  assert.equal(begun.status, 200, JSON.stringify(begun.body));
  await assertTold(other, "mass_deletion", /Many records are deleted/);

  const victim = await company();
  const ids = await withCustomers(victim.email, 500);
  const { status } = await victim.admin.ask("POST", "/api/crm/customers/trash", { ids });
  assert.equal(status, 200);
  await assertTold(victim, "mass_deletion", /Many records are deleted/);
});

test("records that leave in bulk are told", async () => {
  const victim = await company();
  await withCustomers(victim.email, 2_500);
  // Each file alone stays below the line, as a careful thief would have it.
  for (const format of ["csv", "xlsx"]) {
    const file = { type: "customer", format, language: "en" };
    const begun = await victim.admin.ask("POST", "/api/records/exports", file);
    assert.equal(begun.status, 200, JSON.stringify(begun.body));
    await door.house.drain(await companyIdOf(victim.email));
    const { id } = begun.body;
    const link = await victim.admin.ask("POST", `/api/records/exports/${id}/link`, {});
    assert.equal(link.status, 200, JSON.stringify(link.body));
  }
  await assertTold(victim, "mass_export", /Many records leave at once/);
});

test("whoever tries what their role does not allow, and whoever is made an Admin, is told of", async () => {
  const victim = await company();
  const viewer = await joinedTo(door, victim.admin, address(), "viewer");
  door.house.clock.advance(QUIET_MS);
  const id = showId("customer", newId<"customer">());
  const tries: [string, object][] = [
    ["/api/crm/customers", { name: "x" }],
    ["/api/sales/orders", {}],
    ["/api/catalog/products", { title: "x" }],
    ["/api/connect/connections", { kind: "woocommerce", name: "x" }],
    ["/api/crm/customers/trash", { ids: [id] }],
    ["/api/sales/orders/trash", { ids: [id] }],
    ["/api/catalog/products/trash", { ids: [id] }],
    ["/api/connect/sample/load", {}],
    ["/api/trust/promises/check", {}],
    ["/api/companies/keys", { name: "x" }],
    ["/api/companies/invitations", { emails: [address()], role: "admin" }],
  ];
  for (const [path, body] of tries) await viewer.ask("POST", path, body);
  await assertTold(victim, "permission_escalation", /tries what they may not/);

  door.house.clock.advance(QUIET_MS);
  const { account } = await meOf(viewer);
  await victim.admin.ask("POST", "/api/accounts/sessions/confirm", { password });
  const raised = await victim.admin.ask("POST", `/api/companies/members/${account.id}/role`, {
    was: "viewer",
    role: "admin",
  });
  assert.equal(raised.status, 200, JSON.stringify(raised.body));
  door.house.clock.advance(10_000);
  assert.equal(await raiseAlerts(door.house), 1);
  assert.match((await door.mailsTo(victim.email)).at(-1)?.subject ?? "", /made an Admin/);
});

test("an API key from a network that never used it, and a network that tries keys, are told", async () => {
  const victim = await company();
  await victim.admin.ask("POST", "/api/accounts/sessions/confirm", { password });
  const asked = { name: "Xero sync", scopes: null, lasts: "90_days" };
  const { body } = await victim.admin.ask("POST", "/api/companies/keys", asked);
  const ask = (key: string, ip: string) =>
    door.app.inject({
      method: "GET",
      url: "/api/crm/customers",
      headers: {
        host: new URL(door.house.config.publicUrl).host,
        authorization: `Bearer ${key}`,
        ...from(ip),
      },
    });
  assert.equal((await ask(body.key, "198.51.100.1")).statusCode, 200);
  door.house.clock.advance(QUIET_MS);
  await raiseAlerts(door.house);
  await ask(body.key, ELSEWHERE);
  await assertTold(victim, "api_key_new_network", /API key from a new network/);

  door.house.clock.advance(QUIET_MS);
  for (let i = 0; i < 20; i += 1) await ask(`kau_wrong${i}_${"x".repeat(43)}`, ELSEWHERE);
  door.house.clock.advance(10_000);
  // It is nobody's company: the operator alone is told.
  assert.equal(await raiseAlerts(door.house), 1);
  assert.match((await door.mailsTo(OPERATOR)).at(-1)?.subject ?? "", /Wrong API keys.*Kaunter/);
});

test("deliveries with a wrong signature are told once there are many", async () => {
  const victim = await company();
  const store = { kind: "woocommerce", name: "Kedai" };
  const { body } = await victim.admin.ask("POST", "/api/connect/connections", store);
  const url = `${await doorAddress()}${new URL(body.url).pathname}`;
  for (let i = 0; i < 10; i += 1) {
    const status = await knock(url, Buffer.from(JSON.stringify({ id: i })), {
      "content-type": "application/json",
      "x-wc-webhook-topic": "order.created",
      "x-wc-webhook-signature": "bm90IG91cnM=",
      ...from(ELSEWHERE),
    });
    assert.equal(status, 401);
  }
  await assertTold(victim, "webhook_signatures", /wrong signature/);
});

test("asking for records of another company by their ids is told, and nothing is shown", async () => {
  const other = await company();
  const made: string[] = [];
  for (let i = 0; i < 12; i += 1)
    made.push(
      (await other.admin.ask("POST", "/api/crm/customers", { name: `Rahsia ${i}` })).body.id,
    );
  const victim = await company();
  for (const id of made) {
    const { status, body } = await victim.admin.ask("GET", `/api/crm/customers/${id}`);
    assert.equal(status, 404);
    assert.doesNotMatch(JSON.stringify(body), /Rahsia/);
  }
  await assertTold(victim, "cross_company_probes", /Records that are not yours/);
  assert.equal((await other.admin.ask("GET", "/api/trust/alerts")).body.rows.length, 0);
});

test("a session that has ended and is shown again by another network is told", async () => {
  const victim = await company();
  const thief = door.browser();
  for (const [name, value] of victim.admin.cookies) thief.cookies.set(name, value);
  const second = door.browser();
  await signIn(victim.email, password, "127.0.0.1", second);
  await victim.admin.ask("POST", "/api/accounts/sign-out", {});
  door.house.clock.advance(QUIET_MS);
  await raiseAlerts(door.house);
  const { status } = await thief.ask("GET", "/api/crm/customers", undefined, from(ELSEWHERE));
  assert.equal(status, 401);
  await assertTold(
    { ...victim, admin: second },
    "replayed_tokens",
    /ended session was used elsewhere/,
  );
});

test("used links, codes and sessions that are tried again and again are told", async () => {
  const victim = await company();
  await victim.admin.ask("POST", "/api/accounts/forgot-password", { email: victim.email });
  const used = tokenIn((await door.mailsTo(victim.email)).at(-1));
  const reset = (words: string) =>
    door
      .browser()
      .ask(
        "POST",
        "/api/accounts/reset-password",
        { token: used, password: words },
        from(ELSEWHERE),
      );
  assert.equal((await reset("layang layang di bukit hijau")).status, 200);
  const admin = door.browser();
  const again = { email: victim.email, password: "layang layang di bukit hijau" };
  assert.equal((await admin.ask("POST", "/api/accounts/sign-in", again)).status, 200);
  door.house.clock.advance(40 * 60_000);
  await raiseAlerts(door.house);

  for (let i = 0; i < 19; i += 1) assert.equal((await reset("a password of theirs")).status, 409);
  door.house.clock.advance(10_000);
  assert.equal(await raiseAlerts(door.house), 0, "nineteen may be somebody's mail program");
  await reset("a password of theirs");
  await assertTold(
    { ...victim, admin },
    "replayed_tokens",
    /Used things are tried again and again/,
  );

  const other = await company();
  const token = await invitedTo(door, other.admin, address());
  const join = () =>
    door
      .browser()
      .ask("POST", "/api/companies/invitations/join", { ...JOIN, token }, from(ELSEWHERE));
  assert.equal((await join()).status, 200);
  door.house.clock.advance(QUIET_MS);
  await raiseAlerts(door.house);
  for (let i = 0; i < 20; i += 1) assert.equal((await join()).status, 409);
  await assertTold(other, "replayed_tokens", /Used invitations are tried again and again/);
});

test("an alert that goes on stays one; after an hour of quiet it is told anew; seen is seen, and in the audit log", async () => {
  const victim = await company();
  const guess = async (count: number) => {
    for (let i = 0; i < count; i += 1)
      noteSecurityEvent(door.house, {
        kind: "totp.failed",
        accountId: await accountIdOf(victim.email),
        ip: ELSEWHERE,
      });
    door.house.clock.advance(10_000);
    return raiseAlerts(door.house);
  };
  assert.equal(await guess(6), 1);
  assert.equal(await guess(20), 0);
  const list = async () => (await victim.admin.ask("GET", "/api/trust/alerts")).body.rows;
  const [alert, ...others] = await list();
  assert.deepEqual([alert.eventsCount, others.length], [26, 0]);
  assert.equal((await victim.admin.ask("GET", "/api/trust/alerts/count")).body.alertsCount, 1);
  assert.equal(
    (await victim.admin.ask("POST", `/api/trust/alerts/${alert.id}/see`, {})).status,
    200,
  );
  assert.deepEqual((await list())[0].seenBy, "Farah Adilah");
  assert.equal((await victim.admin.ask("GET", "/api/trust/alerts/count")).body.alertsCount, 0);
  const { rows } = (await victim.admin.ask("GET", "/api/trust/audit?action=trust.alerts.write"))
    .body;
  assert.deepEqual([rows.length, rows[0].subjectName], [1, "totp_guessing"]);
  door.house.clock.advance(QUIET_MS);
  assert.equal(await guess(6), 1);
  assert.equal((await list()).length, 2);

  const stranger = await company();
  assert.equal(
    (await stranger.admin.ask("POST", `/api/trust/alerts/${alert.id}/see`, {})).status,
    404,
  );
  const member = await joinedTo(door, stranger.admin, address(), "member");
  assert.equal((await member.ask("GET", "/api/trust/alerts")).status, 403);
});

/** Deliveries come by the wire itself, before everything else. */
async function doorAddress(): Promise<string> {
  if (!door.app.server.listening) await door.app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = door.app.server.address() as { port: number };
  return `http://127.0.0.1:${port}`;
}

async function withCustomers(email: string, count: number): Promise<string[]> {
  const { rows } = await (await accessTo(email)).pool.query<{ id: string }>(
    `insert into customers (id, name, created_at, updated_at)
     select gen_random_uuid(), 'Pelanggan ' || i, now(), now() from generate_series(1, $1::int) i returning id`,
    [count],
  );
  return rows.map(({ id }) => showId("customer", id));
}

const accountIdOf = async (email: string): Promise<string> =>
  (await door.house.control.query("select id from accounts where email = $1", [email])).rows[0].id;

const companyIdOf = async (email: string): Promise<string> =>
  (
    await door.house.control.query(
      "select company_id from members m join accounts a on a.id = m.account_id where email = $1",
      [email],
    )
  ).rows[0].company_id;

async function accessTo(email: string) {
  const access = await door.house.companies.access(await companyIdOf(email));
  assert(access !== null);
  return access;
}

/** With an authenticator app, whose secret is forgotten again: what counts is that a second step is asked for. */
async function enrolled(browser: TestBrowser): Promise<{ codes: string[] }> {
  const { body } = await browser.ask("POST", "/api/accounts/factors/begin", {});
  const bits = [...String(body.secret)]
    .map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0"))
    .join("");
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const code = totpAt(secret, stepAt(door.house.clock.now));
  const answer = await browser.ask("POST", "/api/accounts/factors/confirm", { code });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return { codes: answer.body.recoveryCodes };
}
