import assert from "node:assert/strict";
import { test } from "node:test";
import { readId } from "#kernel/ids.ts";
import { joinedTo, meOf } from "#modules/companies/members/members.testing.ts";
import {
  SIGN_UP,
  signedUp,
  type TestBrowser,
  type TestDoor,
  testDoor,
} from "#platform/testing/door.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const AT = "/api/crm/requests";
/** Ahead of the database's clock, by which the queue goes: no morning has come there already. */
const NOW = new Date("2036-11-22T08:00:00Z");
const ADMINS = [SIGN_UP.email, "amir@rumahkenari.example"];
const OTHERS = ["mei@rumahkenari.example", "siva@rumahkenari.example"];

/** Two Admins, a Manager and a Member, and somebody who asks for their data on the first day. */
async function office(door: TestDoor, signUp: Partial<typeof SIGN_UP> = {}) {
  const farah = await signedUp(door, signUp);
  await joinedTo(door, farah, ADMINS[1] ?? "", "admin");
  await joinedTo(door, farah, OTHERS[0] ?? "", "manager");
  await joinedTo(door, farah, OTHERS[1] ?? "", "member");
  const { company } = await meOf(farah);
  const access = await door.house.companies.access(readId("company", company.id) ?? "");
  assert.ok(access);
  const request = await enter(farah, "erasure");
  const reminders = async (email: string) =>
    (await door.mailsTo(email)).filter(({ text }) => text.includes("/requests/prq_"));
  const written = async () =>
    Promise.all(
      [...ADMINS, ...OTHERS].map(async (email) =>
        (await reminders(email)).map(({ subject }) => subject.split(":")[0]),
      ),
    );
  const runsAfter = async (ms: number) => {
    door.house.clock.advance(ms);
    await door.house.drain({ access });
  };
  return { farah, access, request, reminders, written, runsAfter };
}

async function enter(by: TestBrowser, kind: string) {
  const { status, body } = await by.ask("POST", AT, {
    kind,
    channel: "email",
    name: "Aina binti Zul",
    email: "aina@example.com",
    receivedOn: "2036-11-22",
  });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

test("Admins alone are reminded a week before a request is due and on the day after, each time once, of nobody's name", async () => {
  await using door = await testDoor({ now: NOW });
  const { access, request, reminders, written, runsAfter } = await office(door);
  assert.equal(request.dueOn, "2036-12-22");

  await runsAfter(22 * DAY_MS + 16 * HOUR_MS);
  assert.deepEqual(await written(), [[], [], [], []], "on the 15th, at eight in the morning");
  await runsAfter(HOUR_MS);
  await runsAfter(HOUR_MS);
  const first = "A privacy request is due on 2036-12-22";
  assert.deepEqual(await written(), [[first], [first], [], []]);

  await runsAfter(6 * DAY_MS);
  assert.deepEqual(await written(), [[first], [first], [], []]);
  await runsAfter(2 * DAY_MS);
  const second = "A privacy request is overdue";
  assert.deepEqual(await written(), [[first, second], [first, second], [], []]);
  await runsAfter(40 * DAY_MS);
  assert.deepEqual(await written(), [[first, second], [first, second], [], []]);

  const [mail] = await reminders(SIGN_UP.email);
  assert.match(mail?.text ?? "", new RegExp(`/requests/${request.id}`));
  assert.doesNotMatch(`${mail?.subject} ${mail?.text}`, /aina/i);
  const told = await access.pool.query(
    "select kind from timeline_entries where subject_type = 'privacy_request' order by at",
  );
  assert.deepEqual(
    told.rows.map(({ kind }) => kind),
    ["crm.request.received", "crm.request.reminded", "crm.request.reminded"],
  );
  const noted = await access.pool.query(
    "select from audit_entries where actor_kind = 'system' and change @> '{\"reminded\": true}'",
  );
  assert.equal(noted.rowCount, 2);
});

test("nobody is reminded of a request that is answered", async () => {
  await using door = await testDoor({ now: NOW });
  const { farah, request, written, runsAfter } = await office(door);
  const refused = await farah.ask("POST", `${AT}/${request.id}/refuse`, {
    version: request.version,
    answer: "We keep nothing about you.",
  });
  assert.equal(refused.status, 200);
  await runsAfter(40 * DAY_MS);
  assert.deepEqual(await written(), [[], [], [], []]);
});

test("the mornings are those of the company's own zone, however far west", async () => {
  await using door = await testDoor({ now: NOW });
  const { written, runsAfter } = await office(door, { country: "US", zone: "America/Los_Angeles" });
  await runsAfter(23 * DAY_MS + 9 * HOUR_MS);
  const first = "A privacy request is due on 2036-12-22";
  assert.deepEqual((await written())[0], [first]);
  await runsAfter(8 * DAY_MS);
  assert.deepEqual((await written())[0], [first, "A privacy request is overdue"]);
});
