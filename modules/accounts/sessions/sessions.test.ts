import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { z } from "zod";
import { done, post } from "#kernel/contract.ts";
import { ACTIONS } from "#modules/modules.ts";
import { accountAction, type CompanyAction, command, perform } from "#platform/actions/action.ts";
import { httpServer } from "#platform/http/http.ts";
import { securityEventsWritten } from "#platform/security/events.ts";
import {
  SIGN_UP,
  signedUp,
  type TestBrowser,
  type TestDoor,
  testDoor,
  tokenIn,
} from "#platform/testing/door.ts";
import { testCompany, twinHouse } from "#platform/testing/house.ts";

const { password } = SIGN_UP;
const OWN = "/api/test/own";
const COMPANYS = "/api/test/companys";
const matters = accountAction({
  does: post(OWN, z.object({}), done),
  named: "test.own",
  isForFresh: true,
  run: async () => ({ done: true as const }),
});
const mattersToCompany = command({
  does: post(COMPANYS, z.object({}), done),
  needs: "companies.companies.write",
  isForFresh: true,
  async run(ctx) {
    await ctx.audit({ type: "company", id: ctx.company.id, name: ctx.company.name }, {});
    return { done: true as const };
  },
});

let door: TestDoor;
before(async () => {
  door = await testDoor({ actions: [...ACTIONS, matters as never, mattersToCompany] });
});
after(() => door[Symbol.asyncDispose]());

const MINUTE = 60_000;

test("what is only for a fresh session is refused five minutes after signing in, and open for five after confirming", async () => {
  const browser = await signedUp(door, { email: "fresh@kenari.example" });
  const tries = async () =>
    Promise.all(
      [OWN, COMPANYS].map(async (url) => {
        const { status, body } = await browser.ask("POST", url, {});
        return status === 200 ? "open" : `${status} ${body.code}`;
      }),
    );
  const { now } = door.house.clock;
  const closed = ["403 accounts.session.stale", "403 accounts.session.stale"];
  assert.deepEqual(await tries(), ["open", "open"]);
  door.house.clock.advance(5 * MINUTE - 1);
  assert.deepEqual(await tries(), ["open", "open"]);
  door.house.clock.advance(1);
  assert.deepEqual(await tries(), closed);

  const wrong = await browser.ask("POST", "/api/accounts/sessions/confirm", { password: "no" });
  assert.deepEqual(wrong.body.details, [{ path: ["password"], code: "password.wrong" }]);
  assert.deepEqual(await tries(), closed);

  const right = await browser.ask("POST", "/api/accounts/sessions/confirm", { password });
  assert.equal(right.status, 200);
  const until = new Date(door.house.clock.now.getTime() + 5 * MINUTE);
  assert.equal(right.body.freshUntil, until.toISOString());
  assert.deepEqual(await tries(), ["open", "open"]);
  door.house.clock.now = until;
  assert.deepEqual(await tries(), closed);
  door.house.clock.now = now;
});

test("confirming makes fresh this session alone", async () => {
  const email = "alone@kenari.example";
  const mine = await signedUp(door, { email });
  const other = door.browser();
  await other.ask("POST", "/api/accounts/sign-in", { email, password });
  const { now } = door.house.clock;
  door.house.clock.advance(6 * MINUTE);
  await mine.ask("POST", "/api/accounts/sessions/confirm", { password });
  assert.equal((await mine.ask("POST", OWN, {})).status, 200);
  assert.equal((await other.ask("POST", OWN, {})).body.code, "accounts.session.stale");
  door.house.clock.now = now;
});

test("whoever confirms goes on under a new token, one of 8 at once, and the old one opens nothing", async () => {
  const email = "renewed@kenari.example";
  const mine = await signedUp(door, { email });
  const stolen = new Map(mine.cookies);
  const began = (await mine.ask("GET", "/api/accounts/me")).body.sessionExpiresAt;
  const windows = Array.from({ length: 8 }, () => {
    const one = door.browser();
    for (const [name, value] of stolen) one.cookies.set(name, value);
    return one;
  });
  const confirmed = await Promise.all(
    windows.map((one) => one.ask("POST", "/api/accounts/sessions/confirm", { password })),
  );
  const passed = confirmed.filter(({ status }) => status === 200);
  assert.equal(passed.length, 1);
  assert.ok(confirmed.every(({ status }) => status === 200 || status === 401));

  assert.equal((await mine.ask("GET", "/api/accounts/me")).status, 401);
  const [next] = windows.filter(
    ({ cookies }) => [...cookies.values()][0] !== [...stolen.values()][0],
  );
  const me = await next?.ask("GET", "/api/accounts/me");
  assert.equal(me?.status, 200);
  // As long as it was: confirming does not begin another eight hours.
  assert.equal(me?.body.sessionExpiresAt, began);
  const { sessions } = (await next?.ask("GET", "/api/accounts/sessions"))?.body ?? {};
  assert.equal(sessions.length, 1);
});

test("a store or a key never proves who it is; the house itself has nobody to ask", async () => {
  const { admin } = await testCompany(door.house);
  const { provedAt: _, ...unproved } = { ...admin, now: door.house.now() };
  const asking = (kind: "connection" | "system" | "person") =>
    perform(
      mattersToCompany as unknown as CompanyAction,
      door.house,
      { ...unproved, actor: { ...admin.actor, kind } },
      {},
    );
  await assert.rejects(asking("connection"), /accounts\.session\.stale/);
  await assert.rejects(asking("person"), /accounts\.session\.stale/);
  assert.deepEqual(await asking("system"), { done: true });
});

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";
const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const EDGE = `${CHROME} Edg/142.0.0.0`;

async function signIn(email: string, userAgent = FIREFOX): Promise<TestBrowser> {
  const browser = door.browser();
  const { status } = await browser.ask(
    "POST",
    "/api/accounts/sign-in",
    { email, password },
    { "user-agent": userAgent },
  );
  assert.equal(status, 200);
  return browser;
}
const meOf = async (browser: TestBrowser) => (await browser.ask("GET", "/api/accounts/me")).status;
const listOf = async (browser: TestBrowser) =>
  (await browser.ask("GET", "/api/accounts/sessions")).body.sessions;

test("one's own sessions are listed with device, network and last use, and can be ended one by one or all others", async () => {
  const email = "list@kenari.example";
  await signedUp(door, { email });
  const mine = await signIn(email, FIREFOX);
  const other = await signIn(email, CHROME);
  const third = await signIn(email, EDGE);
  const stranger = await signedUp(door, { email: "stranger@kenari.example" });

  const shown = await listOf(mine);
  assert.equal(shown.length, 4);
  const own = shown.find(({ isThis }: { isThis: boolean }) => isThis);
  assert.deepEqual(
    [own.browser, own.system, own.network, own.country],
    ["Firefox", "Linux", "127.0.0.1", null],
  );
  const chrome = shown.find(({ browser }: { browser: string }) => browser === "Chrome");

  const end = (browser: TestBrowser, id: string) =>
    browser.ask("POST", `/api/accounts/sessions/${id}/end`, {});
  assert.equal((await end(stranger, chrome.id)).status, 404);
  assert.equal(await meOf(other), 200);
  assert.equal((await end(mine, chrome.id)).status, 200);
  assert.deepEqual([await meOf(mine), await meOf(other), await meOf(third)], [200, 401, 200]);
  assert.equal((await end(mine, chrome.id)).status, 404);

  const ended = await mine.ask("POST", "/api/accounts/sessions/end-others", {});
  assert.deepEqual(ended.body, { ended: 2 });
  assert.deepEqual([await meOf(mine), await meOf(third), await meOf(stranger)], [200, 401, 200]);
  assert.equal((await listOf(mine)).length, 1);

  const { body: log } = await mine.ask("GET", "/api/trust/audit?limit=50");
  const actions = log.rows.map(({ action }: { action: string }) => action);
  assert.deepEqual(
    ["accounts.sessions.end", "accounts.sessions.end_others"].map((one) => actions.includes(one)),
    [true, true],
    "what was ended stands in the company's log",
  );
});

test("sessions are ended by a fresh session only", async () => {
  const email = "endfresh@kenari.example";
  const mine = await signedUp(door, { email });
  const other = await signIn(email, CHROME);
  const [{ id }] = (await listOf(mine)).filter(({ isThis }: { isThis: boolean }) => !isThis);
  const { now } = door.house.clock;
  door.house.clock.advance(5 * MINUTE);
  for (const path of [`${id}/end`, "end-others"]) {
    const { status, body } = await mine.ask("POST", `/api/accounts/sessions/${path}`, {});
    assert.deepEqual([status, body.code], [403, "accounts.session.stale"], path);
  }
  assert.equal(await meOf(other), 200);
  door.house.clock.now = now;
});

test("the last use is noted once a minute at most, however many requests there are", async () => {
  const email = "used@kenari.example";
  const browser = await signedUp(door, { email });
  const { now } = door.house.clock;
  const kept = async () => {
    const { rows } = await door.house.control.query<{ xmin: string; last_used_at: Date }>(
      "select s.xmin::text, last_used_at from sessions s join accounts a on a.id = account_id where email = $1",
      [email],
    );
    return rows[0];
  };
  const begun = await kept();
  await Promise.all(Array.from({ length: 20 }, () => meOf(browser)));
  door.house.clock.advance(59_999);
  await meOf(browser);
  assert.equal((await kept())?.xmin, begun?.xmin);

  door.house.clock.advance(1);
  await Promise.all(Array.from({ length: 20 }, () => meOf(browser)));
  // It is written beside the request: whatever is asked next of the same pool comes after it.
  await door.house.control.query("select 1");
  const noted = await kept();
  assert.equal(noted?.last_used_at.getTime(), now.getTime() + 60_000);
  await meOf(browser);
  assert.equal((await kept())?.xmin, noted?.xmin);
  door.house.clock.now = now;
});

test("a sign-in from a device that is new is told by mail, in the person's language; one that is known is not", async () => {
  const email = "device@kenari.example";
  const browser = await signedUp(door, { email });
  const before = (await door.mailsTo(email)).length;
  await signIn(email, FIREFOX);
  const [mail] = (await door.mailsTo(email)).slice(before);
  assert.match(mail?.subject ?? "", /new sign-in/);
  assert.match(mail?.text ?? "", /Firefox \/ Linux/);
  assert.match(mail?.text ?? "", /127\.0\.0\.1/);
  await signIn(email, FIREFOX.replaceAll("144", "145"));
  assert.equal((await door.mailsTo(email)).length, before + 1);

  await browser.ask("PATCH", "/api/accounts/me", { locale: "ms" });
  await Promise.all([signIn(email, CHROME), signIn(email, CHROME)]);
  const mails = (await door.mailsTo(email)).slice(before + 1);
  assert.match(mails[0]?.subject ?? "", /Log masuk baharu/);
});

test("a sign-in from a country the account was never in is told and noted", async () => {
  await using abroad = await testDoor({ config: { trustedProxies: ["127.0.0.1"] } });
  const email = "abroad@kenari.example";
  await signedUp(abroad, { email });
  const from = (ip: string) =>
    abroad
      .browser()
      .ask("POST", "/api/accounts/sign-in", { email, password }, { "x-forwarded-for": ip });
  await from("1.9.1.9");
  await from("8.8.8.8");
  await from("8.8.8.8");
  await from("2001:200:0:8::1");
  await from("2001:200:0:8::2");
  const { rows } = await abroad.house.control.query(
    "select network, detail from security_events where kind = 'session.new_country' order by id",
  );
  assert.deepEqual(rows, [
    { network: "1.9.1.9", detail: { country: "MY" } },
    { network: "8.8.8.8", detail: { country: "US" } },
    { network: "2001:200:0:8::/64", detail: { country: "JP" } },
  ]);
  const mails = (await abroad.mailsTo(email)).filter(({ subject }) => /new sign-in/.test(subject));
  assert.equal(mails.length, 3);
  assert.ok(mails.some(({ text }) => text.includes("From: United States (8.8.8.8)")));
  assert.ok(mails.some(({ text }) => text.includes("From: Japan (2001:200:0:8::/64)")));
});

test("an Admin ends a member's sessions that work for this company, and nobody else's", async () => {
  const admin = await signedUp(door, { email: "admin@kenari.example" });
  const member = await signedUp(door, { email: "member@kenari.example" });
  const { body: them } = await member.ask("GET", "/api/accounts/me");
  const end = () => admin.ask("POST", `/api/accounts/members/${them.account.id}/end-sessions`, {});
  assert.equal((await end()).status, 404);

  const { rows } = await door.house.control.query<{ company: string; account: string }>(
    `select (select company_id from members m join accounts a on a.id = m.account_id where email = 'admin@kenari.example') as company,
            (select id from accounts where email = 'member@kenari.example') as account`,
  );
  const { company, account } = rows[0] ?? {};
  await door.house.control.query(
    "insert into members (company_id, account_id, role, created_at) values ($1, $2, 'member', now())",
    [company, account],
  );
  assert.deepEqual((await end()).body, { ended: 0 });
  assert.equal(await meOf(member), 200);
  await door.house.control.query("update sessions set company_id = $1 where account_id = $2", [
    company,
    account,
  ]);
  assert.deepEqual((await end()).body, { ended: 1 });
  assert.deepEqual([await meOf(member), await meOf(admin)], [401, 200]);
  const log = await admin.ask("GET", "/api/trust/audit?action=accounts.sessions.end");
  assert.equal(log.body.rows.length, 2);
});

test("what ends a session ends it at its next request in every process: password, role, removal, reset", async () => {
  await using twin = await twinHouse(door.house);
  const app = await httpServer({ house: twin, actions: ACTIONS, doors: [], webDir: null });
  const email = "nodes@kenari.example";
  const mine = await signedUp(door, { email });
  const elsewhere = async (path = "/api/companies/company") => {
    const { statusCode } = await app.inject({
      method: "GET",
      url: path,
      headers: {
        host: new URL(twin.config.publicUrl).host,
        cookie: `kaunter=${mine.cookies.get("kaunter")}`,
      },
    });
    return statusCode;
  };
  const other = await signIn(email);
  const theirs = async () => {
    const { statusCode } = await app.inject({
      method: "GET",
      url: "/api/accounts/me",
      headers: {
        host: new URL(twin.config.publicUrl).host,
        cookie: `kaunter=${other.cookies.get("kaunter")}`,
      },
    });
    return statusCode;
  };
  assert.deepEqual([await elsewhere(), await theirs()], [200, 200]);
  const next = "layang layang di bukit hijau";
  await mine.ask("POST", "/api/accounts/change-password", { current: password, password: next });
  assert.deepEqual([await elsewhere(), await theirs()], [200, 401]);

  const role = (to: string) =>
    door.house.control.query(
      `begin; alter table members disable trigger user; update members set role = '${to}' where account_id = (select id from accounts where email = '${email}'); alter table members enable trigger user; commit`,
    );
  assert.equal(await elsewhere("/api/accounts/factor-rules"), 200);
  await role("viewer");
  assert.equal(await elsewhere("/api/trust/audit"), 403);
  await role("admin");
  assert.equal(await elsewhere("/api/trust/audit"), 200);

  await door.browser().ask("POST", "/api/accounts/forgot-password", { email });
  const token = tokenIn(
    (await door.mailsTo(email)).find(({ subject }) => /new password/.test(subject)),
  );
  await door.browser().ask("POST", "/api/accounts/reset-password", { token, password });
  assert.equal(await elsewhere("/api/accounts/me"), 401);

  await mine.ask("POST", "/api/accounts/sign-in", { email, password });
  assert.equal(await elsewhere(), 200);
  await mine.ask("POST", "/api/accounts/sign-out", {});
  assert.equal(mine.cookies.size, 0);
  await app.close();
});

test("a session that was ended and is shown again is noted, and whether it was shown elsewhere", async () => {
  const email = "replay@kenari.example";
  const mine = await signedUp(door, { email });
  const other = await signIn(email);
  await mine.ask("POST", "/api/accounts/sessions/end-others", {});
  assert.equal(await meOf(other), 401);
  await securityEventsWritten(door.house);
  const { rows } = await door.house.control.query(
    "select detail from security_events where kind = 'token.replayed' and account_id = (select id from accounts where email = $1)",
    [email],
  );
  assert.deepEqual(rows, [{ detail: { isElsewhere: false } }]);
});
