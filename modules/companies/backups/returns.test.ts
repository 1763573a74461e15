import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SEALED } from "#modules/modules.ts";
import { giveNewKeys, resealCompany } from "#platform/crypto/rotation.ts";
import { newCompanyName } from "#platform/tenancy/names.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { type Answer, SIGN_UP } from "#platform/testing/door.ts";
import { fingerprint } from "#platform/testing/fingerprint.ts";
import { type BackedUp, backedUpDoor } from "./backups.testing.ts";
import { doReturns } from "./returns.ts";

let at: BackedUp;
before(async () => {
  at = await backedUpDoor();
});
after(() => at[Symbol.asyncDispose]());

const AT = "/api/companies/backups";
const DAY_MS = 86_400_000;
const NAME = SIGN_UP.companyName;
/** The log says of the return itself, and the queue what it did since. */
const BESIDE = ["audit_entries", "audit_lanes"];

async function ask(url: string, body: object = {}): Promise<Answer> {
  await at.owner.ask("POST", "/api/accounts/sessions/confirm", { password: SIGN_UP.password });
  return at.owner.ask("POST", url, body);
}

async function backup(): Promise<string> {
  const { body } = await ask(AT);
  await at.keep();
  return body.id;
}

const returned = (seen: (database: string) => void = () => undefined) =>
  doReturns(at.ground, async (_house, { pool }) => {
    const { rows } = await pool.query<{ name: string }>("select current_database() as name");
    seen(rows[0]?.name ?? "");
  });

async function pool() {
  await at.door.house.companies.forget(at.companyId);
  const access = await at.door.house.companies.access(at.companyId);
  assert.ok(access);
  return access.pool;
}

/** Everything but what a return itself leaves: its entries in the log. */
async function state(): Promise<string> {
  const columns = await (await pool()).query<{ name: string }>(
    "select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public' and table_name = any($1)",
    [BESIDE],
  );
  return fingerprint(
    await pool(),
    columns.rows.map(({ name }) => name),
  );
}

const add = async (name: string) =>
  assert.equal((await at.owner.ask("POST", "/api/crm/customers", { name })).status, 200);
const namesOf = async (): Promise<string[]> =>
  (await at.owner.ask("GET", "/api/crm/customers")).body.rows.map(
    (row: { name: string }) => row.name,
  );

test("a company returns to a backup whole, and from there back to what it was before, whole", async () => {
  const id = await backup();
  const then = await state();
  await add("Selepas sandaran");
  const later = await state();
  assert.notEqual(later, then);

  const asked = await ask(`${AT}/${id}/return`, { id, name: NAME });
  assert.equal(asked.status, 200, JSON.stringify(asked.body));
  assert.ok((await namesOf()).includes("Selepas sandaran"), "until the switch all goes on");
  const looked: string[] = [];
  await returned((database) => looked.push(database));
  assert.equal(await state(), then);
  assert.ok(!(await namesOf()).includes("Selepas sandaran"));
  assert.equal(looked.length, 1, "it was looked through before anybody saw it");
  assert.notEqual(
    looked[0],
    (await (await pool()).query("select current_database() as name")).rows[0].name,
  );
  await add("Sesudah kembali");

  const { lastReturn } = (await at.owner.ask("GET", AT)).body;
  assert.deepEqual([lastReturn.state, lastReturn.blocked.takeBack], ["done", null]);
  const back = await ask(`/api/companies/returns/${lastReturn.id}/take-back`, {
    id: lastReturn.id,
  });
  assert.equal(back.status, 200, JSON.stringify(back.body));
  await returned();
  assert.equal(await state(), later);
  const log = await at.owner.ask("GET", "/api/trust/audit?limit=2");
  assert.deepEqual(
    log.body.rows.map(({ action }: { action: string }) => action),
    ["companies.backups.return", "companies.backups.return"],
  );
});

test("a return that was cut off at any step goes on to its end", async () => {
  const id = await backup();
  const then = await state();
  await add("Dipotong");
  const { rows } = await at.door.house.control.query<{ name: string }>(
    "select database_name as name from companies where id = $1",
    [at.companyId],
  );
  const current = rows[0]?.name ?? "";
  const { serverUrl, workshop } = at.door.house;
  // While rows were read back: what was half restored is put away, and it begins again.
  await ask(`${AT}/${id}/return`, { id, name: NAME });
  const half = newCompanyName(workshop.names);
  await withAdmin(serverUrl, "postgres", (client) => client.query(`create database "${half}"`));
  await at.door.house.control.query(
    "update company_returns set state = 'restoring', fresh = $1 where state = 'asked'",
    [half],
  );
  // Between the two names of the switch: nobody finds the company, and what was asked for is done.
  const former = newCompanyName(workshop.names);
  let isCut = false;
  await doReturns(at.ground, async () => {
    if (isCut) return;
    isCut = true;
    await at.door.house.companies.forget(at.companyId);
    await at.door.house.control.query(
      "update company_returns set state = 'switching', former = $1 where state = 'restoring'",
      [former],
    );
    await withAdmin(serverUrl, "postgres", async (client) => {
      await client.query(`alter database "${current}" with allow_connections false`);
      await client.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1",
        [current],
      );
      await client.query(`alter database "${current}" rename to "${former}"`);
    });
    throw new Error("cut off");
  });
  assert.equal(await state(), then);
  const left = await withAdmin(serverUrl, "postgres", (client) =>
    client.query("select from pg_database where datname = $1", [half]),
  );
  assert.equal(left.rowCount, 0);
});

test("what was sealed with a key that a rotation took away since opens again after a return", async () => {
  const secret = "a secret of the store";
  const { body: made } = await ask("/api/connect/connections", {
    kind: "woocommerce",
    name: "Kedai",
    secret,
  });
  const shown = async () =>
    (await ask(`/api/connect/connections/${made.id ?? made.connection.id}/show-secret`)).body
      .secret;
  assert.equal(await shown(), secret);
  const id = await backup();
  const { companies } = at.door.house;
  const ground = { workshop: at.door.house.workshop, companies, columns: SEALED };
  await giveNewKeys(ground, 0);
  assert.notEqual(await resealCompany(ground, at.companyId), 0);
  await ask(`${AT}/${id}/return`, { id, name: NAME });
  await returned();
  assert.equal(await shown(), secret);
});

test("it is refused for another name, while one is under way, for an unproven backup, and to take back too late or twice", async () => {
  const id = await backup();
  const other = await ask(`${AT}/${id}/return`, { id, name: "Kedai Lain" });
  assert.deepEqual(
    [other.status, other.body.details[0].code],
    [400, "companies.return.other_name"],
  );
  await at.door.house.control.query(
    "update backups set verified_as = 'different' where state = 'kept'",
  );
  const unproven = await ask(`${AT}/${id}/return`, { id, name: NAME });
  assert.deepEqual([unproven.status, unproven.body.code], [409, "companies.backup.not_equal"]);
  await at.door.house.control.query(
    "update backups set verified_as = 'equal' where state = 'kept'",
  );
  await ask(`${AT}/${id}/return`, { id, name: NAME });
  const twice = await ask(`${AT}/${id}/return`, { id, name: NAME });
  assert.deepEqual([twice.status, twice.body.code], [409, "companies.return.under_way"]);
  await returned();
  const { lastReturn } = (await at.owner.ask("GET", AT)).body;
  await at.later(8 * DAY_MS);
  await returned();
  const late = await ask(`/api/companies/returns/${lastReturn.id}/take-back`, {
    id: lastReturn.id,
  });
  assert.deepEqual([late.status, late.body.code], [409, "companies.return.too_late"]);
});

test("a backup that cannot be read leaves the company as it is, and says so", async () => {
  const id = await backup();
  const then = await state();
  await at.door.house.control.query(
    "update backup_keys set sealed = (select sealed from backup_keys limit 1)",
  );
  const { rm } = await import("node:fs/promises");
  await rm(at.dir, { recursive: true });
  await ask(`${AT}/${id}/return`, { id, name: NAME });
  await returned();
  assert.equal(await state(), then);
  assert.equal((await at.owner.ask("GET", AT)).body.lastReturn.state, "failed");
});
