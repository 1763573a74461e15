import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { transaction } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import { BUILT_IN } from "#platform/permissions/roles.ts";
import {
  SIGN_UP,
  signedUp,
  type TestBrowser,
  type TestDoor,
  testDoor,
} from "#platform/testing/door.ts";

const AT = "/api/companies/roles";
const SEES = { contact: "masked", sensitive: "masked", secret: "hidden" };
const READS = {
  allow: [
    { on: "companies.companies.read", scope: "all" },
    { on: "crm.customers.read", scope: "all" },
  ],
  deny: [],
  sees: SEES,
};

let door: TestDoor;
before(async () => {
  door = await testDoor();
});
after(() => door[Symbol.asyncDispose]());

test("the five roles are shown as they are, and nobody changes them", async () => {
  const admin = await signedUp(door, { email: "five@kenari.example" });
  const { body } = await admin.ask("GET", AT);
  assert.deepEqual(
    body.roles.map(({ key, name, membersCount }: Row) => [key, name, membersCount]),
    [
      ["admin", null, 1],
      ["manager", null, 0],
      ["analyst", null, 0],
      ["member", null, 0],
      ["viewer", null, 0],
    ],
  );
  const [whole, , analyst] = body.roles;
  assert.equal(whole.rules.allow.length, body.permissions.length);
  assert.deepEqual(analyst.rules.sees, SEES);
  assert.equal(analyst.blocked.change, "companies.role.built_in");
  assert.equal(analyst.blocked.remove, "companies.role.built_in");
  assert.equal(analyst.blocked.view, null);
});

test("a role of one's own is made, changed over the version that was seen, and each is in the audit log with before and after", async () => {
  const admin = await signedUp(door, { email: "own@kenari.example" });
  const made = await admin.ask("POST", AT, { name: "Till", rules: READS });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  assert.deepEqual(made.body.rules, READS);
  const changed = await admin.ask("PATCH", `${AT}/${made.body.id}`, {
    version: 1,
    rules: { ...READS, deny: ["crm.customers.read"] },
  });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  assert.deepEqual(changed.body.rules.deny, ["crm.customers.read"]);
  assert.deepEqual(changed.body.rules.allow, [{ on: "companies.companies.read", scope: "all" }]);
  const stale = await admin.ask("PATCH", `${AT}/${made.body.id}`, { version: 1, name: "Tills" });
  assert.equal(stale.status, 412);

  const { body } = await admin.ask("GET", "/api/trust/audit?action=companies.roles.write");
  const [after, created] = body.rows;
  assert.deepEqual(
    [created.subjectName, created.change.before, created.change.after.name],
    ["Till", null, "Till"],
  );
  assert.deepEqual(after.change.before.rules.deny, []);
  assert.deepEqual(after.change.after.rules.deny, ["crm.customers.read"]);
});

test("a role that cannot be is refused at its field", async () => {
  const admin = await signedUp(door, { email: "odd@kenari.example" });
  await admin.ask("POST", AT, { name: "Till", rules: READS });
  const codes = async (name: string, rules: object) => {
    const { body } = await admin.ask("POST", AT, { name, rules: { ...READS, ...rules } });
    return (body.details ?? []).map(({ path, code }: Row) => `${path.join(".")} ${code}`);
  };
  const all = (on: string) => ({ allow: [{ on, scope: "all" }] });
  assert.deepEqual(await codes("TILL", {}), ["name companies.role.name_taken"]);
  assert.deepEqual(await codes("Admin", {}), ["name companies.role.name_taken"]);
  assert.deepEqual(await codes("A", all("crm.customers.fly")), [
    "rules.allow.0 companies.role.permission_unknown",
  ]);
  assert.deepEqual(await codes("A", all("*.*.*")), [
    "rules.allow.0 companies.role.permission_unknown",
  ]);
  assert.deepEqual(await codes("A", all("companies.roles.write")), [
    "rules.allow.0 companies.role.admins_alone",
  ]);
  assert.deepEqual(await codes("A", { allow: [{ on: "insights.home.read", scope: "own" }] }), [
    "rules.allow.0 companies.role.scope_not_possible",
  ]);
  assert.deepEqual(await codes("A", { deny: ["crm.customers.fly"] }), [
    "rules.deny.0 companies.role.permission_unknown",
  ]);
});

test("a role that somebody has stays, and says whose it is; without anybody it goes", async () => {
  const admin = await signedUp(door, { email: "inuse@kenari.example" });
  const { body: role } = await admin.ask("POST", AT, { name: "Till", rules: READS });
  const member = await memberOf(admin, "inuse-member@kenari.example", role.id);
  const refused = await admin.ask("POST", `${AT}/${role.id}/remove`, { version: 1 });
  assert.equal(refused.body.code, "companies.role.in_use");
  assert.deepEqual(refused.body.details, { names: ["Farah Adilah"], invitedCount: 0 });
  await give(member, "viewer");
  assert.equal((await admin.ask("POST", `${AT}/${role.id}/remove`, { version: 1 })).status, 200);
  assert.equal((await admin.ask("GET", AT)).body.roles.length, 5);
});

test("who is no Admin neither sees nor changes roles, and is told which role they have and who can help", async () => {
  const admin = await signedUp(door, { email: "noadmin@kenari.example", name: "Farah" });
  const { browser } = await memberOf(admin, "noadmin-member@kenari.example", "manager");
  const refused = await browser.ask("GET", AT);
  assert.equal(refused.status, 403);
  assert.deepEqual(refused.body.details, {
    needs: "companies.roles.read",
    role: { key: "manager", name: null },
  });
  assert.equal(refused.body.code, "platform.permission.denied");
  const { body: mine } = await browser.ask("GET", `${AT}/mine`);
  assert.deepEqual(mine.role, { key: "manager", name: null });
  assert.deepEqual(mine.adminNames, ["Farah"]);
  assert.ok(mine.rules.deny.includes("companies.roles.write"));
});

test("an Admin who looks as a role sees what it sees, changes nothing, and is themselves again when they stop", async () => {
  const admin = await signedUp(door, { email: "looks@kenari.example" });
  const { body: customer } = await admin.ask("POST", "/api/crm/customers", { name: "Aina" });
  assert.equal((await admin.ask("POST", `${AT}/view`, { role: "viewer" })).status, 200);

  const { body: me } = await admin.ask("GET", "/api/accounts/me");
  assert.deepEqual([me.role, me.isViewing], [{ key: "viewer", name: null }, true]);
  assert.ok(!me.permissions.includes("crm.customers.write"));
  assert.equal((await admin.ask("GET", `/api/crm/customers/${customer.id}`)).status, 200);
  assert.equal((await admin.ask("GET", AT)).status, 403);

  await admin.ask("POST", `${AT}/view`, { role: "manager" });
  const tried = await admin.ask("POST", "/api/crm/customers", { name: "Badrul" });
  assert.deepEqual([tried.status, tried.body.code], [403, "platform.permission.viewing"]);
  const own = await admin.ask("POST", "/api/accounts/change-password", {
    current: SIGN_UP.password,
    password: "another one for the till",
  });
  assert.equal(own.body.code, "platform.permission.viewing");

  assert.equal((await admin.ask("POST", `${AT}/stop-viewing`, {})).status, 200);
  assert.equal((await admin.ask("POST", "/api/crm/customers", { name: "Badrul" })).status, 200);
  const { body } = await admin.ask("GET", "/api/trust/audit?action=companies.roles.write");
  assert.deepEqual(
    body.rows.map(({ change }: Row) => change.viewing),
    [null, "manager", "viewer"],
  );
});

test("looking as a role never gives more than one has: nobody but an Admin can, and it ends with being one", async () => {
  const admin = await signedUp(door, { email: "ends@kenari.example" });
  const second = await memberOf(admin, "ends-second@kenari.example", "admin");
  const manager = await memberOf(admin, "ends-manager@kenari.example", "manager");
  assert.equal((await manager.browser.ask("POST", `${AT}/view`, { role: "admin" })).status, 403);
  await second.browser.ask("POST", `${AT}/view`, { role: "manager" });
  await give(second, "viewer");
  const { body: me } = await second.browser.ask("GET", "/api/accounts/me");
  assert.deepEqual([me.role, me.isViewing], [{ key: "viewer", name: null }, false]);
});

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
type Row = any;
type Member = { readonly browser: TestBrowser; readonly email: string };

/** Somebody who works in the Admin's company, as what. */
async function memberOf(admin: TestBrowser, email: string, role: string): Promise<Member> {
  const browser = await signedUp(door, { email });
  const { body: me } = await admin.ask("GET", "/api/accounts/me");
  await transaction(door.house.control, "read write", async (db) => {
    await db.run(sql`
      update members set company_id = (select s.company_id from sessions s join accounts a on a.id = s.account_id
                                        where a.email = ${me.account.email} and s.company_id is not null limit 1)
       where account_id = (select id from accounts where email = ${email})`);
    await db.run(sql`
      update sessions s set company_id = m.company_id from members m join accounts a on a.id = m.account_id
       where s.account_id = a.id and a.email = ${email}`);
  });
  await give({ browser, email }, role);
  return { browser, email };
}

async function give({ email }: Member, role: string): Promise<void> {
  const isOwn = !(role in BUILT_IN);
  await transaction(door.house.control, "read write", async (db) => {
    const { roles } = await db.one<{ roles: { id: string }[] }>(
      sql`select coalesce(json_agg(json_build_object('id', id)), '[]') as roles from roles`,
      "role",
    );
    const id = isOwn ? (roles.find((one) => showId("role", one.id) === role)?.id ?? null) : null;
    await db.run(sql`
      update members set role = ${isOwn ? "own" : role}, role_id = ${id}
       where account_id = (select id from accounts where email = ${email})`);
  });
}
