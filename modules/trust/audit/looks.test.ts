import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { joinedTo } from "#modules/companies/members/members.testing.ts";
import { carryLeftNotes, insertNote } from "#platform/audit/notes.ts";
import { transaction } from "#platform/db/db.ts";
import { SIGN_UP, signedUp, type TestBrowser, testDoor } from "#platform/testing/door.ts";
import { knock } from "#platform/testing/knock.ts";

test("signing in and out, a look at a connection's secret and at a delivery as it came stand in the company's log", async () => {
  await using door = await testDoor();
  await door.app.listen({ host: "127.0.0.1", port: 0 });
  const owner = await signedUp(door);
  const { body: made } = await owner.ask("POST", "/api/connect/connections", {
    kind: "woocommerce",
    name: "Kedai Woo",
  });
  await owner.ask("POST", `/api/connect/connections/${made.id}/show-secret`, {});
  const payload = JSON.stringify({ id: 1, status: "processing", total: "1.00" });
  const signature = createHmac("sha256", made.secret).update(payload).digest("base64");
  const { port } = door.app.server.address() as AddressInfo;
  const status = await knock(
    `http://127.0.0.1:${port}${new URL(made.url).pathname}`,
    Buffer.from(payload),
    {
      "content-type": "application/json",
      "x-wc-webhook-topic": "order.created",
      "x-wc-webhook-signature": signature,
    },
  );
  assert.equal(status, 200);
  // What came stands in the list once the worker has taken it into the log.
  const [companyId = ""] = await door.house.companies.all();
  await door.house.drain(companyId);
  const { body: list } = await owner.ask("GET", "/api/connect/deliveries");
  await owner.ask("GET", `/api/connect/deliveries/${list.rows[0].id}`);
  await owner.ask("POST", "/api/accounts/sign-out", {});
  const { email, password } = SIGN_UP;
  assert.equal((await owner.ask("POST", "/api/accounts/sign-in", { email, password })).status, 200);

  const told = (await entriesOf(owner)).map(({ action, actorName }) => [action, actorName]);
  assert.deepEqual(told.slice(0, 4), [
    ["accounts.sessions.sign_in", "Farah Adilah"],
    ["accounts.sessions.sign_out", "Farah Adilah"],
    ["connect.deliveries.read", "Farah Adilah"],
    ["connect.connections.secret", "Farah Adilah"],
  ]);
  const { rows } = await door.house.control.query("select from audit_notes");
  assert.equal(rows.length, 0);
});

test("whoever reads what people wrote about somebody stands in the log, once an hour, and what is empty or masked is no look", async () => {
  await using door = await testDoor();
  const owner = await signedUp(door);
  const make = async (note: string) =>
    (await owner.ask("POST", "/api/crm/customers", { name: "Aina", note })).body.id as string;
  const [noted, plain] = [await make("Asked for a wheelchair"), await make("")];
  const field = await owner.ask("POST", "/api/records/fields", {
    type: "customer",
    ...{ key: "ic", label: { en: "IC", ms: "KP" }, kind: "text", class: "sensitive" },
  });
  assert.equal(field.status, 200, JSON.stringify(field.body));
  const looks = async (browser = owner) =>
    (await entriesOf(browser))
      .filter(({ change }) => "seen" in change)
      .map(({ action, actorName, subject, change }) => [action, actorName, subject, change]);
  const look = (id: string, seen: string) => [
    "crm.customers.read",
    "Farah Adilah",
    id,
    { seen: [seen] },
  ];

  for (const id of [noted, plain, noted]) await owner.ask("GET", `/api/crm/customers/${id}`);
  await owner.ask("GET", "/api/crm/customers");
  assert.deepEqual(await looks(), [look(noted, "note")]);

  // A field that the company says is delicate: on the record, and in a list of many.
  const change = { version: 1, custom: { ic: "900101-14-5566" } };
  assert.equal((await owner.ask("PATCH", `/api/crm/customers/${plain}`, change)).status, 200);
  await owner.ask("GET", `/api/crm/customers/${plain}`);
  await owner.ask("GET", "/api/crm/customers");
  const [ofList, ofRecord] = await looks();
  assert.deepEqual(ofRecord, look(plain, "custom.ic"));
  assert.deepEqual([ofList?.[0], ofList?.[3]], ["crm.customers.read", { seen: ["custom.ic"] }]);

  const before = (await looks()).length;
  door.house.clock.advance(3_600_000);
  await owner.ask("GET", `/api/crm/customers/${noted}`);
  assert.equal((await looks()).length, before + 1);
  const note = { subject: plain, text: "Prefers calls after six" };
  assert.equal((await owner.ask("POST", "/api/records/notes", note)).status, 200);
  await owner.ask("GET", `/api/records/notes?subject=${plain}`);
  assert.deepEqual((await looks())[0], [
    "records.notes.read",
    "Farah Adilah",
    plain,
    { seen: ["text"] },
  ]);

  const about = async (what: string) => {
    const { body } = await owner.ask("GET", `/api/trust/audit?about=${what}&limit=200`);
    return [...new Set((body.rows as Shown[]).map(({ action }) => action))].toSorted();
  };
  // What was noted stands in the log too, before and after: whoever reads that is told of as well.
  assert.deepEqual(await about("looks"), [
    ...["crm.customers.read", "records.notes.read", "trust.audit.read"],
  ]);
  assert.deepEqual(await about("exports"), []);

  // An analyst is shown that there is a note, not what it says: nothing was read.
  const analyst = await joinedTo(door, owner, "analyst@kenari.example", "analyst");
  const shown = await analyst.ask("GET", `/api/crm/customers/${noted}`);
  assert.deepEqual([shown.status, shown.body.note], [200, "•••"]);
  assert.ok((await looks()).every(([, actor]) => actor === "Farah Adilah"));
  assert.deepEqual(await about("rights"), [
    "companies.invitations.accept",
    "companies.members.invite",
  ]);
});

test("what a process that died had noted is carried into the log by the next", async () => {
  await using door = await testDoor();
  const owner = await signedUp(door);
  const [companyId = ""] = await door.house.companies.all();
  const doer = {
    actor: { kind: "person", id: null, name: "Farah Adilah" },
    request: { id: "r-1", ip: "127.0.0.1", userAgent: null },
    now: new Date("2026-11-22T07:30:00.123Z"),
  } as const;
  const subject = { type: "company", id: companyId, name: "Rumah Kenari" };
  const note = { doer, action: "tests.notes.write", subject, change: { what: "noted" } };
  await transaction(door.house.control, "read write", (db) =>
    insertNote(door.house, db, companyId, note),
  );
  await carryLeftNotes(door.house);
  const isThere = async () =>
    (await entriesOf(owner)).some(({ action }) => action === "tests.notes.write");
  assert.equal(await isThere(), false, "its own process may still be at it");
  await door.house.control.query(
    "update audit_notes set created_at = now() - interval '2 minutes'",
  );
  await carryLeftNotes(door.house);
  await carryLeftNotes(door.house);
  const found = (await entriesOf(owner)).filter(({ action }) => action === "tests.notes.write");
  assert.deepEqual(
    found.map(({ at, change, ip }) => [at, change, ip]),
    [["2026-11-22T07:30:00.123Z", { what: "noted" }, "127.0.0.1"]],
  );
});

type Shown = {
  action: string;
  actorName: string;
  subject: string;
  at: string;
  change: object;
  ip: string;
};

const entriesOf = async (browser: TestBrowser): Promise<Shown[]> =>
  (await browser.ask("GET", "/api/trust/audit")).body.rows;
