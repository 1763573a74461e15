import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ACTIONS, RAW_DOORS } from "#modules/modules.ts";
import { transaction } from "#platform/db/db.ts";
import { httpServer } from "#platform/http/http.ts";
import { selectSecurityEvents } from "#platform/security/events.sql.ts";
import { securityEventsWritten } from "#platform/security/events.ts";
import {
  SIGN_UP,
  signedUp,
  type TestBrowser,
  type TestDoor,
  testDoor,
} from "#platform/testing/door.ts";
import { twinHouse } from "#platform/testing/house.ts";
import { joinedTo, meOf } from "../members/members.testing.ts";

let door: TestDoor;
let admin: TestBrowser;
before(async () => {
  door = await testDoor({ config: { trustedProxies: ["127.0.0.1"] } });
  admin = await signedUp(door);
});
after(() => door[Symbol.asyncDispose]());

const AT = "/api/companies/keys";
const DAY_MS = 86_400_000;
let made = 0;
const address = () => {
  made += 1;
  return `kunci${made}@example.com`;
};
const codeOf = ({ body }: { body: { code?: string } }) => body.code;

type Made = { readonly row: { id: string; prefix: string }; readonly key: string };
async function madeBy(browser: TestBrowser, changes: object = {}): Promise<Made> {
  await browser.ask("POST", "/api/accounts/sessions/confirm", { password: SIGN_UP.password });
  const asked = { name: "Xero sync", scopes: null, lasts: "90_days", ...changes };
  const { status, body } = await browser.ask("POST", AT, asked);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** As a program asks: a key, no cookie, no Origin. */
async function byKey(
  key: string,
  method: "GET" | "POST",
  url: string,
  body?: object,
  from = "127.0.0.1",
) {
  const response = await door.app.inject({
    method,
    url,
    headers: {
      host: new URL(door.house.config.publicUrl).host,
      authorization: `Bearer ${key}`,
      "x-forwarded-for": from,
      "x-forwarded-proto": "https",
    },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: response.statusCode, body: response.json(), headers: response.headers };
}
const rowOf = async (id: string, browser = admin) =>
  (await browser.ask("GET", AT)).body.rows.find((row: { id: string }) => row.id === id);
const eventsOf = async (kind: string) => {
  await securityEventsWritten(door.house);
  const events = await transaction(door.house.control, "read only", (db) =>
    selectSecurityEvents(db, new Date(0), 10_000),
  );
  return events.filter((event) => event.kind === kind);
};

test("a key opens the company's doors without cookie and Origin, and the log names person and key", async () => {
  const { key, row } = await madeBy(admin);
  assert.match(key, new RegExp(`^kau_${row.prefix}_[\\w-]{43}$`));
  const created = await byKey(key, "POST", "/api/crm/customers", { name: "Dari program" });
  assert.equal(created.status, 200, JSON.stringify(created.body));
  assert.equal((await byKey(key, "GET", "/api/crm/customers")).status, 200);
  const { rows } = (await admin.ask("GET", "/api/trust/audit?action=crm.customers.write")).body;
  assert.deepEqual(
    [rows[0].actorName, rows[0].actorKind],
    ["Farah Adilah (key: Xero sync)", "person"],
  );
  const shown = await rowOf(row.id);
  assert.deepEqual(
    [shown.state, shown.makerName, shown.scopes, shown.lastNetwork],
    ["open", "Farah Adilah", null, "127.0.0.1"],
  );
});

test("only the key's hash is kept, in the database of the house and in no log of the company", async () => {
  const { key } = await madeBy(admin);
  const secret = key.slice(13);
  const { rows } = await door.house.control.query("select t::text as line from api_keys t");
  assert.ok(rows.every(({ line }) => !line.includes(secret)));
  const log = JSON.stringify((await admin.ask("GET", "/api/trust/audit")).body);
  assert.ok(!log.includes(secret));
  assert.ok(!JSON.stringify((await admin.ask("GET", AT)).body).includes(secret));
});

test("a key that never was, a wrong secret and a revoked key look the same", async () => {
  const { key, row } = await madeBy(admin);
  const url = "/api/crm/customers";
  const wrong = `${key.slice(0, -4)}${key.endsWith("AAAA") ? "BBBB" : "AAAA"}`;
  assert.equal((await admin.ask("POST", `${AT}/${row.id}/revoke`, {})).status, 200);
  const answers = [];
  for (const tried of [key, wrong, `kau_aaaaaaaa_${"x".repeat(43)}`, "kau_", "nonsense"]) {
    const { requestId, ...body } = (await byKey(tried, "GET", url, undefined, "203.0.113.9")).body;
    assert.ok(requestId);
    answers.push(JSON.stringify(body));
  }
  assert.deepEqual(new Set(answers).size, 1, answers.join("\n"));
  assert.match(answers[0] ?? "", /companies\.key\.not_valid/);
  assert.equal((await rowOf(row.id)).state, "revoked");
  const twice = await admin.ask("POST", `${AT}/${row.id}/revoke`, {});
  assert.equal(codeOf(twice), "companies.key.ended");
});

test("a network that tries wrong keys is told to wait; keys that are right still open", async () => {
  const { key } = await madeBy(admin);
  const wrong = `kau_bbbbbbbb_${"x".repeat(43)}`;
  const answers = await Promise.all(
    Array.from({ length: 50 }, () =>
      byKey(wrong, "GET", "/api/crm/customers", undefined, "203.0.113.7"),
    ),
  );
  const count = (status: number) => answers.filter((answer) => answer.status === status).length;
  assert.deepEqual([count(401), count(429)], [30, 20]);
  const right = await byKey(key, "GET", "/api/crm/customers", undefined, "203.0.113.7");
  assert.equal(right.status, 200);
  assert.ok((await eventsOf("api_key.failed")).some(({ network }) => network === "203.0.113.7"));
});

test("a key that asks more than 600 times a minute waits for the next one", async () => {
  const { key } = await madeBy(admin, { scopes: ["companies.members.read"] });
  const ask = () => byKey(key, "GET", "/api/companies/members?limit=1");
  let last = await ask();
  for (let i = 0; i < 15; i += 1)
    [last = last] = await Promise.all(Array.from({ length: 40 }, ask));
  const after = await ask();
  assert.equal(after.status, 429);
  assert.ok(Number(after.headers["retry-after"]) > 0);
  door.house.clock.advance(60_000);
  assert.equal((await ask()).status, 200);
});

test("a key expires when its maker chose, to the second; one that was made to last does not", async () => {
  const short = await madeBy(admin, { lasts: "30_days" });
  const { now } = door.house.clock;
  const forever = await madeBy(admin, { lasts: "forever" });
  const ask = (key: string) => byKey(key, "GET", "/api/crm/customers");
  door.house.clock.now = new Date(now.getTime() + 30 * DAY_MS - 1000);
  assert.equal((await ask(short.key)).status, 200);
  door.house.clock.now = new Date(now.getTime() + 30 * DAY_MS);
  assert.equal((await ask(short.key)).status, 401);
  door.house.clock.now = new Date(now.getTime() + 4000 * DAY_MS);
  assert.equal((await ask(forever.key)).status, 200);
  door.house.clock.now = now;
});

test("scopes narrow a key, and a key never has more than its maker has at that moment", async () => {
  const amir = await joinedTo(door, admin, address(), "admin");
  const { id } = (await meOf(amir)).account;
  const narrow = await madeBy(amir, { scopes: ["crm.customers.read"] });
  const wide = await madeBy(amir);
  const write = (key: string) => byKey(key, "POST", "/api/crm/customers", { name: "Uji" });
  const refused = await write(narrow.key);
  assert.deepEqual([refused.status, codeOf(refused)], [403, "platform.permission.missing"]);
  assert.equal((await write(wide.key)).status, 200);
  const role = (was: string, is: string) =>
    admin.ask("POST", `/api/companies/members/${id}/role`, { was, role: is });
  assert.equal((await role("admin", "viewer")).status, 200);
  assert.equal((await write(wide.key)).status, 403);
  assert.equal((await byKey(wide.key, "GET", "/api/crm/customers")).status, 200);
  assert.equal((await role("viewer", "admin")).status, 200);
  assert.equal((await write(wide.key)).status, 200);
  assert.equal((await write(narrow.key)).status, 403);
});

test("nobody makes a key that is wider than their own rights, nor without the right to make keys", async () => {
  const rules = {
    allow: ["companies.keys.read", "companies.keys.write", "crm.customers.read"].map((on) => ({
      on,
      scope: "all",
    })),
    deny: [],
    sees: { contact: "masked", sensitive: "hidden", secret: "hidden" },
  };
  const role = await admin.ask("POST", "/api/companies/roles", { name: "Pembangun", rules });
  const builder = await joinedTo(door, admin, address(), role.body.id);
  const asked = { name: "X", lasts: "year", scopes: ["crm.customers.read", "sales.orders.read"] };
  const wide = await builder.ask("POST", AT, asked);
  assert.deepEqual(wide.body.details, [{ path: ["scopes"], code: "companies.key.too_wide" }]);
  const { key } = await madeBy(builder, { scopes: ["crm.customers.read"] });
  assert.equal((await byKey(key, "GET", "/api/crm/customers")).status, 200);
  const manager = await joinedTo(door, admin, address(), "manager");
  assert.equal((await manager.ask("POST", AT, { ...asked, scopes: null })).status, 403);
});

test("keys are made and revoked only by who proved within five minutes who they are, and never by a key", async () => {
  const other = await signedUp(door, { email: address() });
  const { key, row } = await madeBy(other);
  door.house.clock.advance(5 * 60_000);
  const asked = { name: "Y", scopes: null, lasts: "year" };
  for (const answer of [
    await other.ask("POST", AT, asked),
    await other.ask("POST", `${AT}/${row.id}/revoke`, {}),
  ])
    assert.deepEqual([answer.status, codeOf(answer)], [403, "accounts.session.stale"]);
  for (const [url, body] of [
    [AT, asked],
    [`${AT}/${row.id}/revoke`, {}],
  ] as const)
    assert.equal((await byKey(key, "POST", url, body)).status, 403);
  assert.equal((await byKey(key, "GET", AT)).status, 403);
});

test("what is a person's own is closed to every key", async () => {
  const { key } = await madeBy(admin);
  const own = ACTIONS.filter(({ door: way }) => way === "account");
  assert.ok(own.length > 5);
  for (const { does } of own) {
    const url = does.path.replace(/:\w+/g, "com_00000000000000000000000000");
    const response = await door.app.inject({
      method: does.method,
      url,
      headers: { host: new URL(door.house.config.publicUrl).host, authorization: `Bearer ${key}` },
      ...(does.method === "GET" ? {} : { payload: {} }),
    });
    assert.deepEqual(
      [response.statusCode, response.json().code],
      [403, "companies.key.not_for_account"],
      url,
    );
  }
});

test("where a key is brought the cookie does not count: neither a wrong key nor a foreign page is helped by it", async () => {
  const wrong = { authorization: `Bearer kau_cccccccc_${"x".repeat(43)}` };
  const helped = await admin.ask("GET", "/api/crm/customers", undefined, wrong);
  assert.equal(helped.status, 401);
  const foreign = await admin.ask(
    "POST",
    "/api/crm/customers",
    { name: "Z" },
    { ...wrong, origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  );
  assert.equal(foreign.status, 401);
  const own = await admin.ask("GET", "/api/accounts/me", undefined, wrong);
  assert.equal(own.status, 403);
  const live = await admin.ask("GET", "/api/live", undefined, wrong);
  assert.equal(live.status, 401);
});

test("a key works for its own company alone", async () => {
  const other = await signedUp(door, { email: address(), companyName: "Syarikat Jiran" });
  const theirs = await madeBy(other);
  const ours = (
    await byKey((await madeBy(admin)).key, "POST", "/api/crm/customers", { name: "Rahsia" })
  ).body;
  assert.deepEqual((await byKey(theirs.key, "GET", "/api/crm/customers")).body.rows, []);
  assert.equal((await byKey(theirs.key, "GET", `/api/crm/customers/${ours.id}`)).status, 404);
  const revoke = await admin.ask("POST", `${AT}/${theirs.row.id}/revoke`, {});
  assert.equal(revoke.status, 404);
  assert.equal(await rowOf(theirs.row.id), undefined);
});

test("the keys of who is removed end with their next request at every house, are shown so, and do not come back", async () => {
  await using twin = await twinHouse(door.house);
  const app = await httpServer({ house: twin, actions: ACTIONS, doors: RAW_DOORS, webDir: null });
  const email = address();
  const amir = await joinedTo(door, admin, email, "admin");
  const { key, row } = await madeBy(amir);
  const elsewhere = () =>
    app.inject({
      url: "/api/crm/customers",
      headers: { host: new URL(twin.config.publicUrl).host, authorization: `Bearer ${key}` },
    });
  assert.equal((await elsewhere()).statusCode, 200);
  const { id } = (await meOf(amir)).account;
  await admin.ask("POST", `/api/companies/members/${id}/remove`, {});
  assert.equal((await elsewhere()).statusCode, 401);
  assert.equal((await byKey(key, "GET", "/api/crm/customers")).status, 401);
  assert.equal((await rowOf(row.id)).state, "maker_gone");
  await app.close();
});

test("the keys of who is disabled open nothing at any house, are shown so, and work again once they are enabled", async () => {
  await using twin = await twinHouse(door.house);
  const app = await httpServer({ house: twin, actions: ACTIONS, doors: RAW_DOORS, webDir: null });
  const amir = await joinedTo(door, admin, address(), "admin");
  const { key, row } = await madeBy(amir);
  const elsewhere = () =>
    app.inject({
      url: "/api/crm/customers",
      headers: { host: new URL(twin.config.publicUrl).host, authorization: `Bearer ${key}` },
    });
  assert.equal((await elsewhere()).statusCode, 200);
  const at = `/api/companies/members/${(await meOf(amir)).account.id}`;
  await admin.ask("POST", `${at}/disable`, {});
  assert.equal((await elsewhere()).statusCode, 401);
  assert.equal((await byKey(key, "GET", "/api/crm/customers")).status, 401);
  assert.equal((await rowOf(row.id)).state, "maker_disabled");
  await admin.ask("POST", `${at}/enable`, {});
  assert.equal((await elsewhere()).statusCode, 200);
  assert.equal((await rowOf(row.id)).state, "open");
  await admin.ask("POST", `${at}/disable`, {});
  assert.equal((await admin.ask("POST", `${AT}/${row.id}/revoke`, {})).status, 200);
  assert.equal((await rowOf(row.id)).state, "revoked");
  await app.close();
});

test("a key ends with the password it was made under", async () => {
  const other = await signedUp(door, { email: address() });
  const { key, row } = await madeBy(other);
  const changed = await other.ask("POST", "/api/accounts/change-password", {
    current: SIGN_UP.password,
    password: "sebuah kata laluan lain",
  });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  assert.equal((await byKey(key, "GET", "/api/crm/customers")).status, 401);
  assert.equal((await rowOf(row.id, other)).state, "password_changed");
});

test("use is written once a minute and network; a network that is new to the key is noted", async () => {
  const { key, row } = await madeBy(admin);
  const ask = (from: string) => byKey(key, "GET", "/api/crm/customers", undefined, from);
  await ask("198.51.100.1");
  const first = (await rowOf(row.id)).lastUsedAt;
  door.house.clock.advance(59_000);
  await ask("198.51.100.1");
  assert.equal((await rowOf(row.id)).lastUsedAt, first);
  door.house.clock.advance(2_000);
  await ask("198.51.100.1");
  assert.notEqual((await rowOf(row.id)).lastUsedAt, first);
  const before = (await eventsOf("api_key.new_network")).length;
  door.house.clock.advance(1_000);
  await ask("2001:db8:1:2::5");
  await ask("2001:db8:1:2::6");
  assert.equal((await rowOf(row.id)).lastNetwork, "2001:db8:1:2::/64");
  assert.equal((await eventsOf("api_key.new_network")).length, before + 1);
});

test("the description of the API says how a key is sent, and where it opens nothing", async () => {
  const { body } = await admin.ask("GET", "/api/openapi.json");
  assert.equal(body.components.securitySchemes.key.scheme, "bearer");
  assert.deepEqual(body.paths["/api/crm/customers"].get.security, [{ session: [] }, { key: [] }]);
  assert.deepEqual(body.paths["/api/accounts/me"].get.security, [{ session: [] }]);
});
