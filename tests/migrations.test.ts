import assert from "node:assert/strict";
import { test } from "node:test";
import { createLog } from "#platform/log/log.ts";
import { migrateCompanies } from "#platform/tenancy/rings.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import {
  type Migration,
  migrate,
  readTimeline,
  type Timeline,
} from "#platform/tenancy/timelines.ts";
import {
  type TestCompany,
  type TestHouse,
  testCompany,
  testHouse,
} from "#platform/testing/house.ts";

const silent = createLog("silent");
const migration = (number: number, sql: string, checksum = sql): Migration => ({
  number,
  name: `${number}_tests`,
  sql,
  checksum,
});

test("each file runs once and in order; one that fails leaves nothing of itself and is tried again", async () => {
  await using house = await testHouse();
  const database = house.workshop.names.control;
  const timeline = await readTimeline("control");
  const run = (more: Timeline) =>
    withAdmin(house.serverUrl, database, (client) => migrate(client, [...timeline, ...more]));

  assert.equal(await run([]), 0);
  const first = migration(9001, "create table one (id int primary key)");
  const broken = migration(9002, "create table two (id int primary key); select 1 / 0");
  await assert.rejects(run([first, broken]), /9002_tests failed: division by zero/);
  const { rows } = await house.control.query(
    "select to_regclass('one') is not null as one, to_regclass('two') is not null as two",
  );
  assert.deepEqual(rows, [{ one: true, two: false }]);
  assert.equal(await run([first, migration(9002, "create table two (id int primary key)")]), 1);
});

test("a file that was changed after it ran is refused", async () => {
  await using house = await testHouse();
  const timeline = await readTimeline("control");
  const rewritten = timeline.map((one, i) => (i === 0 ? { ...one, checksum: "other" } : one));
  await assert.rejects(
    withAdmin(house.serverUrl, house.workshop.names.control, (client) =>
      migrate(client, rewritten),
    ),
    /was changed after it had run here/,
  );
});

test("two processes that migrate at once do it once", async () => {
  await using house = await testHouse();
  const timeline = [
    ...(await readTimeline("control")),
    migration(9001, "create table one (id int primary key); select pg_sleep(0.1)"),
  ];
  const done = await Promise.all(
    [1, 2, 3].map(() =>
      withAdmin(house.serverUrl, house.workshop.names.control, (client) =>
        migrate(client, timeline),
      ),
    ),
  );
  assert.deepEqual(
    done.toSorted((a, b) => a - b),
    [0, 0, 1],
  );
});

test("a company that cannot be migrated stays behind, is told of, and blocks nobody", async () => {
  await using house = await testHouse();
  const companies = await sixCompanies(house);
  const [odd] = companies;
  assert(odd !== undefined);
  await asOwner(house, odd, "create table extra (id int primary key)");
  const timeline = [
    ...(await readTimeline("tenant")),
    migration(9001, "create table extra (id int primary key)"),
  ];

  const first = await migrateCompanies(house.workshop, timeline, silent);
  assert.equal(first.migrated, companies.length - 1);
  assert.deepEqual(
    first.broken.map(({ companyId }) => companyId),
    [odd.access.company.id],
  );
  assert.deepEqual(await versionsOf(house), { behind: 1, problems: 1, at9001: 5 });

  await asOwner(house, odd, "drop table extra");
  const second = await migrateCompanies(house.workshop, timeline, silent);
  assert.deepEqual(second, { migrated: 1, broken: [], untouched: 0, later: 0 });
  assert.deepEqual(await versionsOf(house), { behind: 0, problems: 0, at9001: 6 });
});

test("a ring takes so many companies and no more, and the next goes on where it stopped", async () => {
  await using house = await testHouse();
  await sixCompanies(house);
  const timeline = [...(await readTimeline("tenant")), migration(9001, "select 1")];
  const ring = (atMost: number) => migrateCompanies(house.workshop, timeline, silent, atMost);
  assert.deepEqual(await ring(2), { migrated: 2, broken: [], untouched: 0, later: 4 });
  assert.deepEqual(await versionsOf(house), { behind: 4, problems: 0, at9001: 2 });
  assert.deepEqual(await ring(10), { migrated: 4, broken: [], untouched: 0, later: 0 });
});

test("a migration that is wrong everywhere stops at the first few companies", async () => {
  await using house = await testHouse();
  await sixCompanies(house);
  const timeline = [...(await readTimeline("tenant")), migration(9001, "select 1 / 0")];
  const { migrated, broken, untouched } = await migrateCompanies(house.workshop, timeline, silent);
  assert.deepEqual([migrated, broken.length, untouched], [0, 3, 3]);
});

test("what a migration makes is open to the company's role, what it revokes is not", async () => {
  await using house = await testHouse();
  const { access } = await testCompany(house);
  const timeline = [
    ...(await readTimeline("tenant")),
    migration(9001, "create table open_to_all (id int generated always as identity primary key)"),
    migration(
      9002,
      "create table closed (id int primary key); revoke delete on closed from kaunter_app",
    ),
  ];
  await migrateCompanies(house.workshop, timeline, silent);
  await access.pool.query("insert into open_to_all default values");
  await access.pool.query("delete from open_to_all");
  await access.pool.query("insert into closed values (1)");
  await assert.rejects(access.pool.query("delete from closed"), /permission denied/);
});

const sixCompanies = (house: TestHouse): Promise<TestCompany[]> =>
  Promise.all(Array.from({ length: 6 }, () => testCompany(house)));

async function asOwner(house: TestHouse, company: TestCompany, statement: string): Promise<void> {
  const { rows } = await house.control.query<{ name: string }>(
    "select database_name as name from companies where id = $1",
    [company.access.company.id],
  );
  await withAdmin(house.serverUrl, rows[0]?.name ?? "", (client) => client.query(statement));
}

async function versionsOf(house: TestHouse) {
  const { rows } = await house.control.query(`
    select count(*) filter (where schema_version < 9001)::int as behind,
           count(schema_problem)::int as problems,
           count(*) filter (where schema_version = 9001)::int as at9001
      from companies`);
  return rows[0];
}
