import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readId } from "#kernel/ids.ts";
import { ACTIONS, RAW_DOORS } from "#modules/modules.ts";
import { transaction } from "#platform/db/db.ts";
import { httpServer } from "#platform/http/http.ts";
import { selectSecurityEvents } from "#platform/security/events.sql.ts";
import { signedUp, type TestBrowser, type TestDoor, testDoor } from "#platform/testing/door.ts";
import { twinHouse } from "#platform/testing/house.ts";
import { invitedTo, joinedTo, meOf } from "./members.testing.ts";

let door: TestDoor;
before(async () => {
  door = await testDoor();
});
after(() => door[Symbol.asyncDispose]());

const AT = "/api/companies/members";
let made = 0;
const address = (name = "ahli") => {
  made += 1;
  return `${name}${made}@example.com`;
};
const newCompany = () => signedUp(door, { email: address("admin") });
const idOf = async (browser: TestBrowser): Promise<string> => (await meOf(browser)).account.id;
const codeOf = ({ body }: { body: { code?: string } }) => body.code;
const changed = (by: TestBrowser, id: string, was: string, role: string) =>
  by.ask("POST", `${AT}/${id}/role`, { was, role });
const removed = (by: TestBrowser, id: string) => by.ask("POST", `${AT}/${id}/remove`, {});

test("everybody sees who works here; only who may changes it, and each verb says why it is closed", async () => {
  const admin = await newCompany();
  const viewer = await joinedTo(door, admin, address(), "viewer");
  const { rows, count } = (await viewer.ask("GET", AT)).body;
  assert.equal(count, 2);
  const [first, second] = rows;
  assert.deepEqual(
    [first.role, first.isYou, second.role, second.isYou, second.name],
    ["admin", false, "viewer", true, "Amir Hakim"],
  );
  assert.equal(second.blocked.remove, "platform.permission.missing");
  assert.equal((await removed(viewer, first.id)).status, 403);
  assert.equal((await changed(viewer, second.id, "viewer", "admin")).status, 403);
  const asAdmin = (await admin.ask("GET", AT)).body.rows;
  assert.deepEqual(asAdmin[0].blocked, {
    changeRole: "companies.member.last_admin",
    remove: "companies.member.is_you",
    disable: "companies.member.is_you_open",
    enable: "companies.member.is_enabled",
  });
  assert.deepEqual(asAdmin[1].blocked, {
    changeRole: null,
    remove: null,
    disable: null,
    enable: "companies.member.is_enabled",
  });
});

test("members are found by name and address, page by page", async () => {
  const admin = await newCompany();
  for (let i = 0; i < 3; i += 1) await joinedTo(door, admin, address("halaman"));
  const one = (await admin.ask("GET", `${AT}?limit=2`)).body;
  const two = (await admin.ask("GET", `${AT}?limit=2&after=${one.next}`)).body;
  const ids = [...one.rows, ...two.rows].map(({ id }) => id);
  assert.equal(new Set(ids).size, 4);
  assert.equal(two.next, null);
  assert.equal((await admin.ask("GET", `${AT}?search=HALAMAN`)).body.rows.length, 3);
  assert.equal((await admin.ask("GET", `${AT}?search=100%25`)).body.rows.length, 0);
});

test("a new role holds from the very next request, and stands in the log with who gave it", async () => {
  const admin = await newCompany();
  const amir = await joinedTo(door, admin, address(), "viewer");
  const id = await idOf(amir);
  const write = () => amir.ask("POST", "/api/crm/customers", { name: "Siti" });
  assert.equal((await write()).status, 403);
  assert.equal((await changed(admin, id, "viewer", "member")).body.role, "member");
  assert.equal((await write()).status, 200);
  assert.equal((await changed(admin, id, "member", "viewer")).status, 200);
  assert.equal((await write()).status, 403);
  const { rows } = (await admin.ask("GET", "/api/trust/audit?action=companies.members.change_role"))
    .body;
  assert.deepEqual(
    [rows[1].actorName, rows[1].subjectName, rows[1].change],
    ["Farah Adilah", "Amir Hakim", { before: { role: "viewer" }, after: { role: "member" } }],
  );
});

test("a role that somebody else changed meanwhile is not overwritten", async () => {
  const admin = await newCompany();
  const id = await idOf(await joinedTo(door, admin, address(), "viewer"));
  const roles = ["member", "analyst", "manager"];
  const answers = await Promise.all(roles.map((role) => changed(admin, id, "viewer", role)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412, 412]);
});

test("who becomes Admin is noted as a permission raised", async () => {
  const admin = await newCompany();
  const id = await idOf(await joinedTo(door, admin, address(), "viewer"));
  await changed(admin, id, "viewer", "admin");
  const events = await transaction(door.house.control, "read only", (db) =>
    selectSecurityEvents(db, new Date(0), 1000),
  );
  const raised = events.filter(
    ({ kind, accountId }) => kind === "permission.raised" && accountId === readId("account", id),
  );
  assert.deepEqual(
    raised.map(({ detail }) => detail),
    [{ to: "admin", isSelf: false }],
  );
});

test("the last Admin neither leaves, nor is removed, nor becomes less", async () => {
  const admin = await newCompany();
  const { account, company } = await meOf(admin);
  const less = await changed(admin, account.id, "admin", "manager");
  assert.equal(codeOf(less), "companies.member.last_admin");
  const leave = await admin.ask("POST", `/api/companies/memberships/${company.id}/leave`, {});
  assert.equal(codeOf(leave), "companies.member.last_admin");
  assert.equal(codeOf(await removed(admin, account.id)), "companies.member.is_you");
});

test("two Admins who remove each other at once: one stays, in each of many tries", async () => {
  for (let i = 0; i < 4; i += 1) {
    const one = await newCompany();
    const two = await joinedTo(door, one, address(), "admin");
    const [first, second] = [await idOf(one), await idOf(two)];
    const answers = await Promise.all([removed(one, second), removed(two, first)]);
    assert.ok(answers.some(({ status }) => status === 200));
    assert.ok(
      answers.some(({ status }) => status !== 200),
      JSON.stringify(answers.map(({ body }) => body)),
    );
    const stayed = answers[0]?.status === 200 ? one : two;
    assert.equal((await stayed.ask("GET", AT)).body.count, 1);
  }
});

test("16 parallel tries to take all of four Admins away leave one", async () => {
  const admin = await newCompany();
  const others: TestBrowser[] = [];
  for (let i = 0; i < 3; i += 1) others.push(await joinedTo(door, admin, address(), "admin"));
  const all = [admin, ...others];
  const ids = await Promise.all(all.map(idOf));
  const { id: company } = (await meOf(admin)).company;
  await Promise.all(
    all.flatMap((browser, at) => [
      browser.ask("POST", `/api/companies/memberships/${company}/leave`, {}),
      changed(browser, ids[at] ?? "", "admin", "viewer"),
      removed(browser, ids[(at + 1) % 4] ?? ""),
      changed(browser, ids[(at + 2) % 4] ?? "", "admin", "member"),
    ]),
  );
  const { rows } = await door.house.control.query(
    "select count(*)::int as admins from members where role = 'admin' and company_id = $1",
    [readId("company", company)],
  );
  assert.equal(rows[0].admins, 1);
});

test("the database itself keeps the last Admin, whatever statement comes", async () => {
  await newCompany();
  const last = "(select company_id from members order by created_at desc limit 1)";
  for (const statement of [
    `delete from members where company_id = ${last}`,
    `update members set role = 'viewer' where company_id = ${last}`,
  ])
    await assert.rejects(door.house.control.query(statement), /the last admin of a company/);
});

test("a removed member's very next request is refused at every house, and they are told by mail", async () => {
  await using twin = await twinHouse(door.house);
  const app = await httpServer({ house: twin, actions: ACTIONS, doors: RAW_DOORS, webDir: null });
  const admin = await newCompany();
  const email = address();
  const amir = await joinedTo(door, admin, email, "member");
  const id = await idOf(amir);
  const elsewhere = () =>
    app.inject({
      method: "GET",
      url: "/api/crm/customers",
      headers: {
        host: new URL(twin.config.publicUrl).host,
        cookie: [...amir.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      },
    });
  assert.equal((await elsewhere()).statusCode, 200);
  assert.equal((await removed(admin, id)).status, 200);
  const next = await elsewhere();
  assert.deepEqual([next.statusCode, next.json().code], [403, "accounts.account.no_company"]);
  assert.equal((await amir.ask("GET", "/api/crm/customers")).status, 403);
  await app.close();

  const me = await meOf(amir);
  assert.deepEqual([me.company, me.permissions], [null, []]);
  const { departed } = (await amir.ask("GET", "/api/companies/memberships")).body;
  assert.deepEqual([departed[0].name, departed[0].how], ["Rumah Kenari", "removed"]);
  assert.match(
    (await door.mailsTo(email)).at(-1)?.subject ?? "",
    /no longer belong to Rumah Kenari/,
  );
});

test("a disabled member's session opens nothing from the next request on at every house, and all again once enabled", async () => {
  await using twin = await twinHouse(door.house);
  const app = await httpServer({ house: twin, actions: ACTIONS, doors: RAW_DOORS, webDir: null });
  const admin = await newCompany();
  const email = address();
  const amir = await joinedTo(door, admin, email, "manager");
  const id = await idOf(amir);
  const { company } = await meOf(amir);
  const elsewhere = async () =>
    (
      await app.inject({
        method: "GET",
        url: "/api/crm/customers",
        headers: {
          host: new URL(twin.config.publicUrl).host,
          cookie: [...amir.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        },
      })
    ).statusCode;
  assert.equal(await elsewhere(), 200);
  const { status, body } = await admin.ask("POST", `${AT}/${id}/disable`, {});
  assert.equal(status, 200);
  assert.ok(body.disabledAt);
  assert.deepEqual(
    [body.blocked.disable, body.blocked.enable],
    ["companies.member.is_disabled", null],
  );
  assert.equal(await elsewhere(), 403);
  assert.equal((await amir.ask("GET", "/api/crm/customers")).status, 403);
  assert.deepEqual([(await meOf(amir)).company, (await meOf(amir)).permissions], [null, []]);
  const { rows } = (await amir.ask("GET", "/api/companies/memberships")).body;
  assert.equal(rows[0].whyNotOpen, "companies.member.disabled");
  const back = await amir.ask("POST", `/api/companies/memberships/${company.id}/switch`, {});
  assert.equal(codeOf(back), "companies.member.disabled");
  assert.match((await door.mailsTo(email)).at(-1)?.subject ?? "", /is closed to you/);
  assert.equal(
    codeOf(await admin.ask("POST", `${AT}/${id}/disable`, {})),
    "companies.member.is_disabled",
  );

  assert.equal((await admin.ask("POST", `${AT}/${id}/enable`, {})).body.disabledAt, null);
  assert.equal(await elsewhere(), 200);
  await app.close();
  assert.match((await door.mailsTo(email)).at(-1)?.subject ?? "", /open to you again/);
  const log = (await admin.ask("GET", "/api/trust/audit?action=companies.members.disable")).body
    .rows;
  assert.deepEqual(
    log.map(
      ({ change }: { change: { after: { disabledAt: unknown } } }) =>
        change.after.disabledAt !== null,
    ),
    [false, true],
  );
});

test("the last Admin who can come in is not disabled, by nobody and by no statement", async () => {
  const admin = await newCompany();
  const { account, company } = await meOf(admin);
  const own = await admin.ask("POST", `${AT}/${account.id}/disable`, {});
  assert.equal(codeOf(own), "companies.member.is_you_open");
  const other = await joinedTo(door, admin, address(), "admin");
  const otherId = await idOf(other);
  const answers = await Promise.all([
    admin.ask("POST", `${AT}/${otherId}/disable`, {}),
    other.ask("POST", `${AT}/${account.id}/disable`, {}),
  ]);
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  await assert.rejects(
    door.house.control.query("update members set disabled_at = now() where company_id = $1", [
      readId("company", company.id),
    ]),
    /the last admin of a company/,
  );
  const viewer = await joinedTo(
    door,
    answers[0]?.status === 200 ? admin : other,
    address(),
    "viewer",
  );
  assert.equal((await viewer.ask("POST", `${AT}/${otherId}/disable`, {})).status, 403);
});

test("a removed member who is invited again comes back with the new role", async () => {
  const admin = await newCompany();
  const email = address();
  const amir = await joinedTo(door, admin, email, "member");
  await removed(admin, await idOf(amir));
  const token = await invitedTo(door, admin, email, "analyst");
  const accepted = await amir.ask("POST", "/api/companies/invitations/accept", { token });
  assert.equal(accepted.status, 200);
  assert.equal((await meOf(amir)).company.name, "Rumah Kenari");
  const { rows, departed } = (await amir.ask("GET", "/api/companies/memberships")).body;
  assert.deepEqual([rows[0].role, departed], ["analyst", []]);
});

test("members of another company are not found, nor is anything of them said", async () => {
  const [one, other] = [await newCompany(), await newCompany()];
  const id = await idOf(await joinedTo(door, one, address()));
  assert.equal((await removed(other, id)).status, 404);
  assert.equal((await changed(other, id, "member", "viewer")).status, 404);
  assert.equal((await one.ask("GET", AT)).body.count, 2);
});

test("nobody gives a role that is more than their own, nor touches who has one", async () => {
  const admin = await newCompany();
  const rules = {
    allow: [
      "companies.members.read",
      "companies.members.change_role",
      "companies.members.remove",
      "companies.members.invite",
      "crm.customers.read",
    ].map((on) => ({ on, scope: "all" })),
    deny: [],
    sees: { contact: "plain", sensitive: "hidden", secret: "hidden" },
  };
  const role = await admin.ask("POST", "/api/companies/roles", { name: "Sumber manusia", rules });
  assert.equal(role.status, 200, JSON.stringify(role.body));
  const hr = await joinedTo(door, admin, address(), role.body.id);
  const [hrId, adminId] = [await idOf(hr), await idOf(admin)];
  for (const answer of [
    await changed(hr, hrId, role.body.id, "admin"),
    await changed(hr, hrId, role.body.id, "viewer"),
    await removed(hr, adminId),
    await hr.ask("POST", "/api/companies/invitations", { emails: [address()], role: "manager" }),
  ])
    assert.equal(codeOf(answer), "companies.member.above_you");
  const same = await hr.ask("POST", "/api/companies/invitations", {
    emails: [address()],
    role: role.body.id,
  });
  assert.equal(same.status, 200);
});
