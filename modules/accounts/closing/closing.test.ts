import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { deleteOverTries } from "#platform/auth/tries.sql.ts";
import { transaction } from "#platform/db/db.ts";
import {
  SIGN_UP,
  signedUp,
  type TestBrowser,
  type TestDoor,
  testDoor,
} from "#platform/testing/door.ts";
import { forgetInvitations } from "../../companies/companies.public.ts";
import { joinedTo } from "../../companies/members/members.testing.ts";
import { endClosedAccounts } from "./closing.ts";

let door: TestDoor;
before(async () => {
  door = await testDoor();
});
after(() => door[Symbol.asyncDispose]());

const AT = "/api/accounts/closing";
const DAY_MS = 86_400_000;
let made = 0;
const address = () => {
  made += 1;
  return `orang${made}@example.com`;
};

const proved = (browser: TestBrowser) =>
  browser.ask("POST", "/api/accounts/sessions/confirm", { password: SIGN_UP.password });

/** Somebody who works in a company that has another Admin. */
async function colleague(): Promise<{ browser: TestBrowser; email: string; admin: TestBrowser }> {
  const admin = await signedUp(door, { email: address(), companyName: "Rumah Kenari" });
  const email = address();
  const browser = await joinedTo(door, admin, email);
  return { browser, email, admin };
}

async function closed(browser: TestBrowser, email: string) {
  await proved(browser);
  const answer = await browser.ask("POST", AT, { email });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
}

const there = async (email: string): Promise<number> =>
  (await door.house.control.query("select from accounts where email = $1", [email])).rowCount ?? 0;

test("a closed account opens nothing but its own opening again; its other sessions and keys end at once", async () => {
  const { browser, email } = await colleague();
  const other = door.browser();
  const signIn = { email, password: SIGN_UP.password };
  assert.equal((await other.ask("POST", "/api/accounts/sign-in", signIn)).status, 200);
  await closed(browser, email);
  assert.equal((await other.ask("GET", "/api/accounts/me")).status, 401);
  for (const path of [
    "/api/crm/customers",
    "/api/companies/memberships",
    "/api/accounts/notices",
  ]) {
    const refused = await browser.ask("GET", path);
    assert.deepEqual([refused.status, refused.body.code], [403, "accounts.account.closed"], path);
  }
  const { body } = await browser.ask("GET", "/api/accounts/me");
  assert.deepEqual([body.company, body.permissions], [null, []]);
  assert.ok(body.account.closesAt);

  assert.equal((await other.ask("POST", "/api/accounts/sign-in", signIn)).status, 200);
  assert.equal((await other.ask("POST", `${AT}/reopen`, {})).status, 200);
  assert.equal((await other.ask("GET", "/api/crm/customers")).status, 200);
  const subjects = (await door.mailsTo(email)).map(({ subject }) => subject).slice(-2);
  assert.deepEqual(subjects, [
    "Your Kaunter account was closed",
    "Your Kaunter account is open again",
  ]);
});

test("it wants the address typed, and who proved just now who they are; the last Admin of a company stays", async () => {
  const { browser, email } = await colleague();
  await proved(browser);
  const odd = await browser.ask("POST", AT, { email: "x@example.com" });
  assert.equal(odd.body.details[0].code, "accounts.closing.other_email");
  door.house.clock.advance(10 * 60_000);
  const stale = await browser.ask("POST", AT, { email });
  assert.deepEqual([stale.status, stale.body.code], [403, "accounts.session.stale"]);

  const owner = { email: address(), companyName: "Kedai Sendiri" };
  const alone = await signedUp(door, owner);
  await proved(alone);
  const refused = await alone.ask("POST", AT, { email: owner.email });
  assert.deepEqual([refused.status, refused.body.code], [409, "accounts.closing.last_admin"]);
  assert.deepEqual((await alone.ask("GET", AT)).body.companies, ["Kedai Sendiri"]);
  await proved(alone);
  const cancelled = { name: owner.companyName };
  assert.equal((await alone.ask("POST", "/api/companies/ending", cancelled)).status, 200);
  await closed(alone, owner.email);
});

test("it is told on days 14, 27 and 29, stands on day 29, and on day 30 nothing is left of it", async () => {
  const { browser, email } = await colleague();
  await closed(browser, email);
  const closedAt = door.house.clock.now.getTime();
  const said: string[] = ["Your Kaunter account was closed"];
  for (const [day, more] of [
    [13, null],
    [14, "16 days left: your Kaunter account will be deleted"],
    [27, "3 days left: your Kaunter account will be deleted"],
    [29, "One day left: your Kaunter account will be deleted"],
  ] as const) {
    door.house.clock.now = new Date(closedAt + day * DAY_MS);
    await endClosedAccounts(door.house);
    await endClosedAccounts(door.house);
    if (more !== null) said.push(more);
    const subjects = (await door.mailsTo(email)).map(({ subject }) => subject);
    assert.deepEqual(subjects.slice(-said.length), said, `day ${day}`);
  }
  assert.equal(await there(email), 1);
  for (const day of [30, 31]) {
    door.house.clock.now = new Date(closedAt + day * DAY_MS);
    await endClosedAccounts(door.house);
    // As the house does every hour.
    await transaction(door.house.control, "read write", async (db) => {
      await forgetInvitations(db, door.house.clock.now);
      await deleteOverTries(db, door.house.clock.now);
    });
    assert.equal(await there(email), 0);
  }
  assert.equal((await door.mailsTo(email)).at(-1)?.subject, "Your Kaunter account was deleted");
  const { control } = door.house;
  const { rows: tables } = await control.query<{ name: string }>(
    "select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  for (const { name } of tables.filter((one) => one.name !== "mails")) {
    const { rowCount } = await control.query(
      `select from ${name} as t where position($1 in t::text) > 0`,
      [email],
    );
    assert.equal(rowCount, 0, name);
  }
  const again = door.browser();
  const refused = await again.ask("POST", "/api/accounts/sign-in", {
    email,
    password: SIGN_UP.password,
  });
  assert.equal(refused.status, 401);
});
