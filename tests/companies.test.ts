import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { transaction } from "#platform/db/db.ts";
import { makeReady, refill } from "#platform/tenancy/clones.ts";
import { urlFor } from "#platform/tenancy/names.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { whatIsWrong } from "#platform/tenancy/verifying.ts";
import {
  type TestCompany,
  type TestHouse,
  testCompany,
  testHouse,
} from "#platform/testing/house.ts";

const NEW = {
  name: "Kedai Dua",
  country: "MY",
  zone: "Asia/Kuala_Lumpur",
  currency: "MYR",
  region: "my-1",
  phone: null,
};

test("a company's role reaches its own database and no other", async () => {
  await using house = await testHouse();
  const [one, two] = [await testCompany(house), await testCompany(house)];
  const login = loginOf(one);
  const others = [databaseOf(two), house.workshop.names.control, house.workshop.names.template];
  assert.equal(await whoAmI(urlFor(house.serverUrl, databaseOf(one), login)), login.user);
  for (const database of others)
    await assert.rejects(
      whoAmI(urlFor(house.serverUrl, database, login)),
      /permission denied for database|not currently accepting connections/,
      database,
    );
});

test("a company's role has rows only: no tables, no temporary ones, no roles, no other's rights", async () => {
  await using house = await testHouse();
  const { access } = await testCompany(house);
  const forbidden = [
    "create table mine (id int)",
    "create temporary table mine (id int)",
    "create schema mine",
    "create database mine",
    "create role mine",
    "create extension hstore",
    "drop table customers",
    "alter table customers disable trigger all",
    "truncate audit_entries",
    "select * from house.migrations",
    "select * from pg_authid",
    "copy customers to program 'cat'",
  ];
  for (const statement of forbidden)
    await assert.rejects(
      access.pool.query(statement),
      /permission denied|must be owner/,
      statement,
    );
});

test("what is written once and for all can be added to and never changed", async () => {
  await using house = await testHouse();
  const { access } = await testCompany(house);
  for (const table of ["audit_entries", "deliveries"])
    for (const statement of [`delete from ${table}`, `truncate ${table}`])
      await assert.rejects(access.pool.query(statement), /permission denied/, statement);
  await assert.rejects(
    access.pool.query("update audit_entries set action = ''"),
    /permission denied/,
  );
  await assert.rejects(access.pool.query("update deliveries set topic = ''"), /permission denied/);
});

test("a company that is taken back leaves its database ready for the next", async () => {
  await using house = await testHouse();
  await makeReady(house.workshop);
  await assert.rejects(
    transaction(house.control, "read write", async (control) => {
      await house.companies.provision(control, NEW);
      throw new Error("changed my mind");
    }),
    /changed my mind/,
  );
  assert.equal(await readyCount(house), 1);
  assert.deepEqual(await house.companies.all(), []);
  const { access } = await testCompany(house);
  assert.equal(await readyCount(house), 0);
  await access.pool.query("select 1");
});

test("sign-ups at the same moment get a database each, ready or not", async () => {
  await using house = await testHouse();
  await refill(house.workshop, 2);
  const companies = await Promise.all(Array.from({ length: 5 }, () => testCompany(house)));
  assert.equal(new Set(companies.map(databaseOf)).size, 5);
  assert.equal(await readyCount(house), 0);
});

test("what a process that died left half made is cleared away, and the pool is filled again", async () => {
  await using house = await testHouse();
  await makeReady(house.workshop);
  await house.control.query(
    "update ready_companies set ready_at = null, begun_at = now() - interval '1 hour'",
  );
  const [left] = await readyNames(house);
  await refill(house.workshop, 1);
  const [fresh, ...more] = await readyNames(house);
  assert.notEqual(fresh, left);
  assert.deepEqual(more, []);
  const { rows } = await house.control.query("select from pg_database where datname = $1", [left]);
  assert.equal(rows.length, 0);
});

test("a company that is no longer active is not let in", async () => {
  await using house = await testHouse();
  const { access } = await testCompany(house);
  await house.control.query("update companies set status = 'deleting', ends_at = now()");
  assert.equal(await house.companies.access(access.company.id), null);
  assert.deepEqual(await house.companies.all(), []);
});

test("nothing is wrong with a fresh company; what somebody loosened is found", async () => {
  await using house = await testHouse();
  const company = await testCompany(house);
  const { id } = company.access.company;
  assert.deepEqual(await whatIsWrong(house, house.workshop, id), []);
  await withAdmin(house.serverUrl, databaseOf(company), async (client) => {
    await client.query(`grant connect on database ${databaseOf(company)} to public`);
    await client.query("grant update on audit_entries to kaunter_app");
    await client.query("alter table audit_entries disable trigger chain");
  });
  const wrong = (await whatIsWrong(house, house.workshop, id)).join("\n");
  assert.match(wrong, /Anybody may connect/);
  assert.match(wrong, /may update audit_entries/);
  assert.match(wrong, /are not chained/);
});

const loginOf = ({ access }: TestCompany) => {
  const url = new URL(access.pool.options.connectionString ?? "");
  return { user: url.username, password: decodeURIComponent(url.password) };
};
const databaseOf = (company: TestCompany): string => loginOf(company).user;

async function whoAmI(connectionString: string): Promise<string> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ who: string }>("select current_user as who");
    return rows[0]?.who ?? "";
  } finally {
    await client.end();
  }
}

const readyCount = async (house: TestHouse): Promise<number> => (await readyNames(house)).length;

async function readyNames(house: TestHouse): Promise<string[]> {
  const { rows } = await house.control.query<{ name: string }>(
    "select database_name as name from ready_companies",
  );
  return rows.map(({ name }) => name);
}
