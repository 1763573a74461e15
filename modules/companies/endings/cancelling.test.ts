import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Problem } from "#kernel/errors.ts";
import { ACTIONS, FILED, SEALED } from "#modules/modules.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import { SIGN_UP } from "#platform/testing/door.ts";
import { fingerprint } from "#platform/testing/fingerprint.ts";
import { testCompany } from "#platform/testing/house.ts";
import { testStore } from "../../connect/deliveries/test-store.ts";
import { backedUpDoor } from "../backups/backups.testing.ts";
import { makeTakeouts } from "../takeouts/takeouts.ts";
import { AT, type CancelledDoor, cancel, cancelledDoor, DAY_MS } from "./endings.testing.ts";

let at: CancelledDoor;
before(async () => {
  at = await cancelledDoor();
});
after(() => at[Symbol.asyncDispose]());

const COMMANDS = ACTIONS.filter(
  (action): action is CompanyAction => action.door === "company" && action.kind === "command",
);

test("cancelling wants the company's name typed, and who proved just now who they are", async () => {
  await using fresh = await backedUpDoor();
  const other = await cancel(fresh, "Rumah Lain");
  assert.deepEqual(
    [other.status, other.body.details[0].code],
    [400, "companies.ending.other_name"],
  );
  fresh.door.house.clock.advance(10 * 60_000);
  const stale = await fresh.owner.ask("POST", AT, { name: SIGN_UP.companyName });
  assert.deepEqual([stale.status, stale.body.code], [403, "accounts.session.stale"]);
  assert.equal((await fresh.owner.ask("GET", AT)).body.ending, null);
});

test("a cancelled company is read as before, and says until when it is there", async () => {
  const { body } = await at.owner.ask("GET", "/api/accounts/me");
  assert.equal(
    new Date(body.company.endsAt).getTime() - at.door.house.clock.now.getTime(),
    30 * DAY_MS,
  );
  const customers = await at.owner.ask("GET", "/api/crm/customers");
  assert.equal(customers.body.rows.length, 6);
});

test("every command but those that take out, close out or undo is refused with the reason, and nothing changes", async () => {
  const access = await at.door.house.companies.access(at.companyId);
  assert.ok(access);
  const company = await testCompany(at.door.house);
  const { actor } = company.admin;
  const caller = { ...company.admin, access, actor };
  const before = await fingerprint(access.pool);
  const refused: string[] = [];
  for (const action of COMMANDS) {
    if (action.isForCancelled) continue;
    await assert.rejects(
      perform(action, at.door.house, caller, {}),
      (problem: Problem) => problem.code === "companies.company.cancelled",
      `${action.does.method} ${action.does.path}`,
    );
    refused.push(action.does.path);
  }
  assert.ok(refused.length > 100, `${refused.length}`);
  assert.equal(await fingerprint(access.pool), before);
  const open = COMMANDS.filter(({ isForCancelled }) => isForCancelled).map(({ needs }) => needs);
  assert.deepEqual([...new Set(open)].toSorted(), [
    "accounts.sessions.end",
    "companies.endings.undo",
    "companies.keys.write",
    "companies.members.disable",
    "companies.roles.write",
    "companies.takeouts.run",
    "crm.requests.export",
    "records.attachments.open",
    "records.exports.run",
    "trust.audit.check",
    "trust.audit.export",
    "trust.promises.check",
  ]);
});

test("its screens are told why their verbs are closed, and everything can still be exported", async () => {
  const { body } = await at.owner.ask("GET", "/api/companies/backups");
  assert.equal(body.blocked.make, "companies.company.cancelled");
  await at.owner.ask("POST", "/api/accounts/sessions/confirm", { password: SIGN_UP.password });
  assert.equal((await at.owner.ask("POST", "/api/companies/takeouts", {})).status, 200);
  await makeTakeouts(at.ground, SEALED, FILED);
  const { rows } = (await at.owner.ask("GET", "/api/companies/takeouts")).body;
  assert.deepEqual([rows[0].state, rows[0].blocked.fetch], ["done", null]);
});

test("cancelling is told at once, on day 14, 27 and 29, and on no other day", async () => {
  await using told = await cancelledDoor();
  const subjects = async () =>
    (await told.door.mailsTo(SIGN_UP.email))
      .map(({ subject }) => subject)
      .filter((subject) => subject.includes(SIGN_UP.companyName));
  const said = ["Rumah Kenari was cancelled"];
  for (const [day, more] of [
    [0, null],
    [13, null],
    [14, "16 days left: Rumah Kenari will be deleted"],
    [15, null],
    [27, "3 days left: Rumah Kenari will be deleted"],
    [29, "One day left: Rumah Kenari will be deleted"],
    [29.9, null],
  ] as const) {
    await told.onDay(day);
    await told.onDay(day);
    if (more !== null) said.push(more);
    assert.deepEqual(await subjects(), said, `day ${day}`);
  }
});

test("undone, all is as it was: what stores sent meanwhile was kept unread, and is read then", async () => {
  await using undone = await backedUpDoor();
  const { house } = undone.door;
  const access = await house.companies.access(undone.companyId);
  assert.ok(access);
  const someone = await testCompany(house);
  const company = { ...someone, access, admin: { ...someone.admin, access } };
  await using store = await testStore(house, company);
  const { body } = await cancel(undone);
  assert.equal(await store.send({ id: 77, secretive: "Nasi lemak" }), 200);
  await house.drain(undone.companyId);
  const stateOf = async () =>
    (await access.pool.query("select state from delivery_results")).rows.map(({ state }) => state);
  assert.deepEqual(
    (await stateOf()).filter((state) => state !== "waiting"),
    [],
  );
  const again = await undone.owner.ask("POST", `${AT}/undo`, { id: body.id });
  assert.equal(again.status, 200, JSON.stringify(again.body));
  await house.drain(undone.companyId);
  const [read, ...more] = await stateOf();
  assert.deepEqual([read === undefined || read === "waiting", more], [false, []]);
  const made = await undone.owner.ask("POST", "/api/crm/customers", { name: "Selepas" });
  assert.equal(made.status, 200);
  assert.equal((await undone.owner.ask("GET", "/api/accounts/me")).body.company.endsAt, null);
  const mails = await undone.door.mailsTo(SIGN_UP.email);
  assert.equal(mails.at(-1)?.subject, "Rumah Kenari stays");
  const twice = await undone.owner.ask("POST", `${AT}/undo`, { id: body.id });
  assert.equal(twice.status, 409);
});
