import assert from "node:assert/strict";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import type { FastifyInstance } from "fastify";
import { transaction } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import { buildHouse } from "#platform/house/build.ts";
import { httpServer } from "#platform/http/http.ts";
import { createLog } from "#platform/log/log.ts";
import {
  SIGN_UP,
  signedUp,
  type TestBrowser,
  type TestDoor,
  testDoor,
} from "#platform/testing/door.ts";
import { ACTIONS } from "../modules/modules.ts";

const ROLES = "/api/companies/roles";
const CUSTOMERS = "/api/crm/customers";

test("a role that is changed, given or taken holds on the very next request, on every node", async () => {
  await using door = await testDoor();
  await using other = await anotherNode(door);
  const { admin, member, accountId } = await companyOfTwo(door);
  const asked = async () => (await other.ask(member, CUSTOMERS)).status;
  const { body: role } = await admin.ask("POST", ROLES, { name: "Till", rules: rulesWith([]) });
  const give = async (was: string, is: string) => {
    const url = `/api/companies/members/${accountId}/role`;
    const { status, body } = await admin.ask("POST", url, { was, role: is });
    assert.equal(status, 200, JSON.stringify(body));
  };

  assert.equal(await asked(), 200);
  await give("member", role.id);
  assert.equal(await asked(), 200);
  for (let version = 1; version < 7; version += 1) {
    const isDenied = version % 2 === 1;
    const rules = rulesWith(isDenied ? ["crm.customers.read"] : []);
    const changed = await admin.ask("PATCH", `${ROLES}/${role.id}`, { version, rules });
    assert.equal(changed.status, 200);
    assert.equal(await asked(), isDenied ? 403 : 200, `version ${version}`);
  }
  await give(role.id, "viewer");
  const { body } = await other.ask(member, CUSTOMERS);
  assert.deepEqual(body.rows[0].email, "•••");
  await give("viewer", "member");
  assert.equal((await other.ask(member, CUSTOMERS)).body.rows[0].email, "aina@example.my");
  assert.equal(
    (await admin.ask("POST", `/api/companies/members/${accountId}/remove`, {})).status,
    200,
  );
  assert.equal(await asked(), 403);
});

test("an open screen hears nothing any more of what its role no longer reads, from the next telling on, and ends with its place", async () => {
  await using door = await testDoor();
  await using other = await anotherNode(door);
  const { admin, member, accountId, companyId } = await companyOfTwo(door);
  const { body: role } = await admin.ask("POST", ROLES, { name: "Till", rules: rulesWith([]) });
  await admin.ask("POST", `/api/companies/members/${accountId}/role`, {
    was: "member",
    role: role.id,
  });
  await using stream = await other.listen(member);

  door.house.live.publish(companyId, ["crm.customers", "sales.orders"]);
  await stream.hears("crm.customers");
  assert.ok(!stream.heard().includes("sales.orders"), "it never could read orders");

  await admin.ask("PATCH", `${ROLES}/${role.id}`, {
    version: 1,
    rules: rulesWith(["crm.customers.read"]),
  });
  await stream.hears("accounts.me");
  const before = stream.heard().length;
  door.house.live.publish(companyId, ["crm.customers", "catalog.products"]);
  await stream.hears("catalog.products");
  assert.ok(!stream.heard().slice(before).includes("crm.customers"));

  await admin.ask("POST", `/api/companies/members/${accountId}/remove`, {});
  door.house.live.publish(companyId, ["catalog.products"]);
  await stream.ended();
});

test("an open screen whose sessions an Admin or its own person ends is told so at once", async () => {
  await using door = await testDoor();
  await using other = await anotherNode(door);
  const { admin, member, accountId } = await companyOfTwo(door);
  await using ended = await other.listen(member);
  const { status, body } = await admin.ask(
    "POST",
    `/api/accounts/members/${accountId}/end-sessions`,
    {},
  );
  assert.deepEqual([status, body], [200, { ended: 1 }]);
  await ended.ended();

  await using mine = await other.listen(admin);
  const again = await anew(door, admin);
  await again.ask("POST", "/api/accounts/sessions/end-others", {});
  await mine.ended();
});

test("a role for the team's records reaches what a teammate entered or was given, from the request on that says so", async () => {
  await using door = await testDoor();
  const { admin, member, accountId } = await companyOfTwo(door);
  const { body: me } = await admin.ask("GET", "/api/accounts/me");
  const allow = ["crm.customers.read", "crm.customers.write"].map((on) => ({ on, scope: "team" }));
  const { body: role } = await admin.ask("POST", ROLES, {
    name: "Team",
    rules: { ...rulesWith([]), allow },
  });
  await admin.ask("POST", `/api/companies/members/${accountId}/role`, {
    was: "member",
    role: role.id,
  });
  const { body: all } = await admin.ask("GET", CUSTOMERS);
  const [aina] = all.rows;
  const one = `${CUSTOMERS}/${aina.id}`;
  const reaches = async () => (await member.ask("GET", one)).status;
  const setTeam = (id: string, team: string) => admin.ask("POST", `${ROLES}/teams/${id}`, { team });

  assert.equal(await reaches(), 404, "the Admin entered her");
  assert.equal((await setTeam(me.account.id, "North")).status, 200);
  assert.equal(await reaches(), 404, "in no team");
  await setTeam(accountId, "North");
  assert.equal(await reaches(), 200);
  const { body: list } = await member.ask("GET", `${CUSTOMERS}/count`);
  assert.deepEqual([list.count, list.allCount], [1, 1]);
  const renamed = await member.ask("PATCH", one, { version: 1, name: "Aina Omar" });
  assert.equal(renamed.status, 200);
  await setTeam(accountId, "South");
  assert.equal(await reaches(), 404);

  const given = await admin.ask("POST", `${one}/give`, { version: 2, ownerId: accountId });
  assert.equal(given.status, 200, JSON.stringify(given.body));
  assert.equal(await reaches(), 200, "given to them");
  const stranger = await admin.ask("POST", `${one}/give`, {
    version: 3,
    ownerId: accountId.replace(/.$/, accountId.endsWith("0") ? "1" : "0"),
  });
  assert.deepEqual(stranger.body.details, [
    { path: ["ownerId"], code: "companies.member.unknown" },
  ]);
});

/** The same person, signed in once more. */
async function anew(door: TestDoor, browser: TestBrowser): Promise<TestBrowser> {
  const { body } = await browser.ask("GET", "/api/accounts/me");
  const again = door.browser();
  const sent = { email: body.account.email, password: SIGN_UP.password };
  assert.equal((await again.ask("POST", "/api/accounts/sign-in", sent)).status, 200);
  return again;
}

const rulesWith = (deny: string[]) => ({
  allow: ["crm.customers.read", "catalog.products.read"]
    .filter((on) => !deny.includes(on))
    .map((on) => ({ on, scope: "all" })),
  deny,
  sees: { contact: "plain", sensitive: "plain", secret: "hidden" },
});

/** An Admin and a Member of one company with a customer. */
async function companyOfTwo(door: TestDoor) {
  const admin = await signedUp(door);
  await admin.ask("POST", CUSTOMERS, { name: "Aina", email: "aina@example.my" });
  const member = await signedUp(door, { email: "badrul@lain.example", companyName: "Lain" });
  const { body: theirs } = await admin.ask("GET", "/api/accounts/me");
  const { accountId, companyId } = await transaction(
    door.house.control,
    "read write",
    async (db) => {
      const company = sql`(select m.company_id from members m join accounts a on a.id = m.account_id
                          where a.email = ${theirs.account.email})`;
      const them = sql`(select id from accounts where email = 'badrul@lain.example')`;
      await db.run(sql`update members set company_id = ${company} where account_id = ${them}`);
      await db.run(sql`update members set role = 'member' where account_id = ${them}`);
      await db.run(sql`update sessions set company_id = ${company} where account_id = ${them}`);
      return db.one<{ accountId: string; companyId: string }>(
        sql`select account_id, company_id from members where account_id = ${them}`,
        "member",
      );
    },
  );
  assert.ok(accountId);
  const { body: me } = await member.ask("GET", "/api/accounts/me");
  return { admin, member, accountId: String(me.account.id), companyId };
}

/** A second process of the same house. */
async function anotherNode({ house }: TestDoor) {
  const built = await buildHouse(house.config, {
    databaseUrl: house.serverUrl,
    log: createLog("silent"),
    names: house.workshop.names,
    now: () => house.clock.now,
    strategy: "file_copy",
  });
  const app = await httpServer({ house: built.house, actions: ACTIONS, doors: [], webDir: null });
  await app.listen({ host: "127.0.0.1", port: 0 });
  return {
    ask: async (browser: TestBrowser, url: string) => {
      const answer = await app.inject({ method: "GET", url, headers: headersOf(house, browser) });
      return { status: answer.statusCode, body: answer.json() };
    },
    listen: (browser: TestBrowser) => listenOn(app, headersOf(house, browser)),
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await built.close();
    },
  };
}

const headersOf = ({ config }: TestDoor["house"], { cookies }: TestBrowser) => ({
  host: new URL(config.publicUrl).host,
  "sec-fetch-site": "same-origin",
  cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
});

/** A screen that is left open. */
async function listenOn(app: FastifyInstance, headers: Record<string, string>) {
  const { port } = app.server.address() as AddressInfo;
  const request = get({ host: "127.0.0.1", port, path: "/api/live", headers });
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  assert.equal(answer.statusCode, 200);
  let text = "";
  answer.setEncoding("utf8").on("data", (more: string) => {
    text += more;
  });
  const heard = () =>
    [...text.matchAll(/"topics":(\[[^\]]*\])/g)].flatMap(
      ([, topics = "[]"]) => JSON.parse(topics) as string[],
    );
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await once(answer, "data");
  };
  return {
    heard,
    hears: (topic: string) => until(() => heard().includes(topic)),
    ended: () => until(() => text.includes("event: ended")),
    [Symbol.asyncDispose]: async () => {
      request.destroy();
    },
  };
}
