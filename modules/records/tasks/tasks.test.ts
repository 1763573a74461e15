import assert from "node:assert/strict";
import { test } from "node:test";
import { readId } from "#kernel/ids.ts";
import { joinedTo, meOf } from "#modules/companies/members/members.testing.ts";
import { signedUp, type TestBrowser, type TestDoor, testDoor } from "#platform/testing/door.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A company of two in Kuala Lumpur, on 22 November 2026 at four in the afternoon. */
async function office(door: TestDoor) {
  const farah = await signedUp(door);
  const amir = await joinedTo(door, farah, "amir@rumahkenari.example");
  const { account, company } = await meOf(amir);
  const aina = (await made(farah, "/api/crm/customers", { name: "Aina" })).id as string;
  const access = await door.house.companies.access(readId("company", company.id) ?? "");
  assert.ok(access);
  return { farah, amir, amirId: account.id as string, aina, access };
}

async function made(browser: TestBrowser, path: string, input: object) {
  const { status, body } = await browser.ask("POST", path, input);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const set = (browser: TestBrowser, task: object) => made(browser, "/api/records/tasks", task);

const titles = async (browser: TestBrowser, asked = ""): Promise<string[]> => {
  const { body } = await browser.ask("GET", `/api/records/tasks?${asked}`);
  return body.rows.map(({ title }: { title: string }) => title);
};

test("tasks come by their day, and are found by whose they are, when they are due and what they are on", async () => {
  await using door = await testDoor();
  const { farah, amir, amirId, aina } = await office(door);
  await set(farah, { title: "whenever" });
  await set(farah, { title: "next month", dueOn: "2026-12-22" });
  await set(farah, { title: "yesterday", dueOn: "2026-11-21", assigneeId: amirId });
  await set(farah, { title: "today", dueOn: "2026-11-22", assigneeId: amirId, subject: aina });
  assert.deepEqual(await titles(farah), ["yesterday", "today", "next month", "whenever"]);
  assert.deepEqual(await titles(amir, "assignee=mine"), ["yesterday", "today"]);
  assert.deepEqual(await titles(farah, `assignee=${amirId}&due=overdue`), ["yesterday"]);
  assert.deepEqual(await titles(farah, "due=today"), ["today"]);
  assert.deepEqual(await titles(farah, "assignee=nobody&due=none"), ["whenever"]);
  assert.deepEqual(await titles(farah, `subject=${aina}`), ["today"]);
  assert.deepEqual(await titles(farah, "search=MONTH"), ["next month"]);
  const paged: string[] = [];
  let after = "";
  do {
    const { body } = await farah.ask("GET", `/api/records/tasks?sort=-due&limit=1${after}`);
    paged.push(body.rows[0].title);
    after = body.next === null ? "" : `&after=${body.next}`;
  } while (after !== "");
  assert.deepEqual(paged, ["whenever", "next month", "today", "yesterday"]);
  const due = async (browser: TestBrowser) =>
    (await browser.ask("GET", "/api/records/tasks/due/count")).body.count;
  assert.deepEqual([await due(amir), await due(farah)], [2, 0]);
  const { body: counted } = await farah.ask("GET", "/api/records/tasks/count?due=today");
  assert.deepEqual(counted, { count: 1, allCount: 4 });
});

test("a task that is done stands on its record's timeline, and undo opens it again", async () => {
  await using door = await testDoor();
  const { farah, amir, aina } = await office(door);
  const task = await set(farah, { title: "Call about the cups", subject: aina });
  const done = await made(amir, "/api/records/tasks/finish", { ids: [task.id] });
  assert.deepEqual(done, { count: 1, ids: [task.id] });
  const told = async () =>
    (await farah.ask("GET", `/api/records/timeline?subject=${aina}&kind=tasks`)).body.rows.map(
      ({ detail }: { detail: object }) => detail,
    );
  assert.deepEqual(await told(), [{ actor: "Amir Hakim", title: "Call about the cups" }]);
  assert.deepEqual([await titles(farah), await titles(farah, "state=done")], [[], [task.title]]);
  const again = await made(amir, "/api/records/tasks/finish", { ids: [task.id] });
  assert.equal(again.count, 0);
  await made(amir, "/api/records/tasks/reopen", { ids: [task.id] });
  assert.deepEqual([await told(), await titles(farah)], [[], [task.title]]);
});

test("whoever a task is given to is written to once, and in the morning of the day it is due", async () => {
  // Ahead of the database's clock, by which the queue goes: the morning must not have come there already.
  await using door = await testDoor({ now: new Date("2036-11-22T08:00:00Z") });
  const { farah, amir, amirId, access } = await office(door);
  const mails = async () =>
    (await door.mailsTo("amir@rumahkenari.example")).map(({ subject }) => subject).slice(1);
  const task = await set(farah, { title: "Pack", dueOn: "2036-11-24", assigneeId: amirId });
  await door.house.drain({ access });
  assert.deepEqual(await mails(), ["A task for you: Pack"]);
  const changed = await farah.ask("PATCH", `/api/records/tasks/${task.id}`, {
    version: 1,
    title: "Pack it all",
  });
  assert.equal(changed.status, 200);
  await set(amir, { title: "Weigh", dueOn: "2036-11-24", assigneeId: amirId });
  door.house.clock.advance(DAY_MS + 15 * HOUR_MS);
  await door.house.drain({ access });
  assert.deepEqual(await mails(), ["A task for you: Pack"], "at seven in the morning");
  door.house.clock.advance(HOUR_MS);
  await door.house.drain({ access });
  await door.house.drain({ access });
  assert.deepEqual(await mails(), ["A task for you: Pack", "2 tasks are due today"]);
});

test("who wants no mail about tasks gets none, and the number beside Tasks all the same", async () => {
  await using door = await testDoor();
  const { farah, amir, amirId, access } = await office(door);
  await made(amir, "/api/accounts/notices", { tasks: false });
  await set(farah, { title: "Send", dueOn: "2026-11-22", assigneeId: amirId });
  await door.house.drain({ access });
  const mails = await door.mailsTo("amir@rumahkenari.example");
  assert.ok(mails.every(({ subject }) => !subject.includes("task")));
  const { body } = await amir.ask("GET", "/api/records/tasks/due/count");
  assert.equal(body.count, 1);
});

test("a task is changed by who has seen it as it is, and only given to who works here", async () => {
  await using door = await testDoor();
  const { farah } = await office(door);
  const task = await set(farah, { title: "Pack" });
  const change = (input: object) => farah.ask("PATCH", `/api/records/tasks/${task.id}`, input);
  assert.equal((await change({ version: 1, dueOn: "2026-12-01" })).body.dueOn, "2026-12-01");
  assert.equal((await change({ version: 1, title: "Unpack" })).status, 412);
  const { body } = await change({ version: 2, assigneeId: "acc_00000000000000000000000001" });
  assert.deepEqual(body.details, [{ path: ["assigneeId"], code: "companies.member.unknown" }]);
});

test("deleted tasks come back for 30 days, then nothing is left; those of a record go with it", async () => {
  await using door = await testDoor();
  const { farah, aina, access } = await office(door);
  const task = await set(farah, { title: "zqtask alone" });
  const hers = await set(farah, { title: "zqtask for her", subject: aina });
  await made(farah, "/api/records/tasks/remove", { ids: [task.id] });
  assert.deepEqual(await titles(farah), ["zqtask for her"]);
  await made(farah, "/api/records/tasks/restore", { ids: [task.id] });
  assert.equal((await titles(farah)).length, 2);
  await made(farah, "/api/records/tasks/remove", { ids: [task.id] });
  await made(farah, "/api/crm/customers/trash", { ids: [aina] });
  assert.deepEqual(await titles(farah), [], "what hangs on a record in the trash rests");
  const refused = await farah.ask("POST", "/api/records/tasks/finish", { ids: [hers.id] });
  assert.equal(refused.body.code, "records.task.record_in_trash");
  door.house.clock.advance(30 * DAY_MS);
  await door.house.drain({ access });
  const { rows } = await access.pool.query(
    "select t::text from tasks t union all select e::text from audit_entries e where e::text like '%zqtask%'",
  );
  assert.deepEqual(rows, []);
});

test("nobody sees or sets tasks on records that they do not see", async () => {
  await using door = await testDoor();
  const { farah, amir, amirId, aina } = await office(door);
  const role = await made(farah, "/api/companies/roles", {
    name: "Own",
    rules: {
      allow: [
        { on: "crm.customers.read", scope: "own" },
        ...["records.tasks.read", "records.tasks.write"].map((on) => ({ on, scope: "all" })),
      ],
      deny: [],
      sees: { contact: "plain", sensitive: "plain", secret: "hidden" },
    },
  });
  const task = await set(farah, { title: "hers", subject: aina, assigneeId: amirId });
  await set(farah, { title: "everybody's" });
  await made(farah, `/api/companies/members/${amirId}/role`, { was: "member", role: role.id });
  assert.deepEqual(await titles(amir), ["everybody's"]);
  for (const [method, path, input] of [
    ["POST", "/api/records/tasks", { title: "x", subject: aina }],
    ["POST", "/api/records/tasks/finish", { ids: [task.id] }],
    ["PATCH", `/api/records/tasks/${task.id}`, { version: 1, title: "x" }],
  ] as const)
    assert.equal((await amir.ask(method, path, input)).status, 404, path);
  assert.deepEqual(await titles(farah, "assignee=nobody"), ["everybody's"]);
});
