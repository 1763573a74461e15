import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { signedUp, type TestBrowser, type TestDoor, testDoor } from "#platform/testing/door.ts";
import { invitedTo, joinedTo, meOf } from "./members.testing.ts";

let door: TestDoor;
before(async () => {
  door = await testDoor({ config: { readyCompanies: 0 } });
});
after(() => door[Symbol.asyncDispose]());

const AT = "/api/companies/memberships";
let made = 0;
const address = () => {
  made += 1;
  return `ahli${made}@example.com`;
};
const listOf = async (browser: TestBrowser) => (await browser.ask("GET", AT)).body;
const codeOf = ({ body }: { body: { code?: string } }) => body.code;
const switched = (browser: TestBrowser, id: string) =>
  browser.ask("POST", `${AT}/${id}/switch`, {});

/** Somebody with a company of their own, who also works in another. */
async function inTwo(): Promise<{
  admin: TestBrowser;
  both: TestBrowser;
  own: string;
  other: string;
}> {
  const admin = await signedUp(door, { email: address(), companyName: "Rumah Kenari" });
  const email = address();
  const both = await signedUp(door, { email, name: "Siti Nur", companyName: "Kedai Siti" });
  const own = (await meOf(both)).company.id;
  const token = await invitedTo(door, admin, email, "viewer");
  await both.ask("POST", "/api/companies/invitations/accept", { token });
  return { admin, both, own, other: (await meOf(admin)).company.id };
}

test("a person's companies are listed, and the session works for one of them at a time", async () => {
  const { both, own, other } = await inTwo();
  const { rows } = await listOf(both);
  assert.deepEqual(
    rows.map(({ id, name, role, isCurrent }: Record<string, unknown>) => [
      id,
      name,
      role,
      isCurrent,
    ]),
    [
      [own, "Kedai Siti", "admin", false],
      [other, "Rumah Kenari", "viewer", true],
    ],
  );
  await both.ask("POST", "/api/crm/customers", { name: "Nobody" });
  assert.equal((await switched(both, own)).status, 200);
  assert.equal((await meOf(both)).company.name, "Kedai Siti");
  await both.ask("POST", "/api/crm/customers", { name: "Pelanggan Siti" });
  const namesOf = async () =>
    (await both.ask("GET", "/api/crm/customers")).body.rows.map(
      ({ name }: { name: string }) => name,
    );
  assert.deepEqual(await namesOf(), ["Pelanggan Siti"]);
  await switched(both, other);
  assert.deepEqual(await namesOf(), []);
});

test("switching changes this session only, and stands in the log of the company it goes to", async () => {
  const { admin, both, own } = await inTwo();
  const { email } = (await meOf(both)).account;
  const phone = door.browser();
  await phone.ask("POST", "/api/accounts/sign-in", {
    email,
    password: "kopi panas di tepi sungai",
  });
  const before = (await meOf(phone)).company.id;
  await switched(both, own);
  assert.equal((await meOf(phone)).company.id, before);
  const { rows } = (await both.ask("GET", "/api/trust/audit?action=companies.memberships.switch"))
    .body;
  assert.deepEqual([rows.length, rows[0].actorName], [1, "Siti Nur"]);
  const elsewhere = await admin.ask("GET", "/api/trust/audit?action=companies.memberships.switch");
  assert.deepEqual(elsewhere.body.rows, []);
});

test("a page that was opened for one company changes nothing in another that the session went to since", async () => {
  const { both, own, other } = await inTwo();
  await switched(both, own);
  const ofOther = { "x-kaunter-company": other };
  const late = await both.ask("POST", "/api/crm/customers", { name: "Tersasar" }, ofOther);
  assert.deepEqual([late.status, codeOf(late)], [412, "companies.membership.switched"]);
  assert.equal((await both.ask("GET", "/api/crm/customers", undefined, ofOther)).status, 412);
  const right = await both.ask("GET", "/api/crm/customers", undefined, {
    "x-kaunter-company": own,
  });
  assert.deepEqual([right.status, right.body.rows], [200, []]);
});

test("nobody switches to a company they do not belong to, nor leaves one", async () => {
  const { both } = await inTwo();
  const stranger = await signedUp(door, { email: address() });
  const { id } = (await meOf(stranger)).company;
  assert.equal((await switched(both, id)).status, 404);
  assert.equal((await both.ask("POST", `${AT}/${id}/leave`, {})).status, 404);
});

test("who leaves works there no more; the session falls to no other company by itself", async () => {
  const { admin, both, own, other } = await inTwo();
  assert.equal((await both.ask("POST", `${AT}/${other}/leave`, {})).status, 200);
  const refused = await both.ask("GET", "/api/crm/customers");
  assert.equal(codeOf(refused), "accounts.account.no_company");
  assert.equal((await meOf(both)).company, null);
  const { rows, departed } = await listOf(both);
  assert.deepEqual([rows.length, departed[0].how], [1, "left"]);
  await switched(both, own);
  assert.equal((await both.ask("GET", "/api/crm/customers")).status, 200);
  const log = await admin.ask("GET", "/api/trust/audit?action=companies.memberships.leave");
  assert.equal(log.body.rows[0].actorName, "Siti Nur");
});

test("signing in again begins where the person worked last", async () => {
  const { both, own, other } = await inTwo();
  const { email } = (await meOf(both)).account;
  for (const company of [own, other]) {
    door.house.clock.advance(1000);
    await switched(both, company);
    door.house.clock.advance(1000);
    const again = door.browser();
    await again.ask("POST", "/api/accounts/sign-in", {
      email,
      password: "kopi panas di tepi sungai",
    });
    assert.equal((await meOf(again)).company.id, company);
  }
});

test("a further company opens with its maker as Admin, apart from the first, and says so in its log", async () => {
  const browser = await joinedTo(door, await signedUp(door, { email: address() }), address());
  const place = { country: "SG", zone: "Asia/Singapore", currency: "SGD", region: "my-1" };
  const { status, body } = await browser.ask("POST", AT, { name: "Kopi Selatan", ...place });
  assert.equal(status, 200, JSON.stringify(body));
  const me = await meOf(browser);
  assert.deepEqual([me.company.id, me.company.currency], [body.id, "SGD"]);
  assert.equal((await browser.ask("GET", "/api/companies/members")).body.rows[0].role, "admin");
  const { rows } = (await browser.ask("GET", "/api/trust/audit")).body;
  assert.equal(rows.at(-1).action, "companies.companies.provision");
  const odd = await browser.ask("POST", AT, {
    name: "X",
    ...place,
    region: "moon-1",
    zone: "Moon",
  });
  assert.deepEqual(
    odd.body.details.map(({ path }: { path: string[] }) => path[0]),
    ["zone", "region"],
  );
});
