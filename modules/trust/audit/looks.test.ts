import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
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

type Shown = { action: string; actorName: string; at: string; change: object; ip: string };

const entriesOf = async (browser: TestBrowser): Promise<Shown[]> =>
  (await browser.ask("GET", "/api/trust/audit")).body.rows;
