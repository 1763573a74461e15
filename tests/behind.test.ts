import assert from "node:assert/strict";
import { test } from "node:test";
import { testStore } from "#modules/connect/deliveries/test-store.ts";
import { checkAllBooks } from "#modules/finance/finance.public.ts";
import { signLogs } from "#modules/trust/trust.public.ts";
import { migrateCompanies } from "#platform/tenancy/rings.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { readTimeline } from "#platform/tenancy/timelines.ts";
import { SIGN_UP, signedUp, testDoor } from "#platform/testing/door.ts";
import { testCompany } from "#platform/testing/house.ts";

const CUSTOMERS = "/api/crm/customers";

test("a company whose migration failed is told to come again, in words, at each door; all others go on; it is back by itself when the migration is run again", async () => {
  await using door = await testDoor();
  const { house } = door;
  const owner = await signedUp(door);
  const other = await signedUp(door, { email: "lain@kedai.example", companyName: "Kedai Lain" });
  const shop = await testCompany(house);
  await using store = await testStore(house, shop);
  assert.equal(await store.send({ id: 1 }), 200);
  const { rows } = await house.control.query<{ id: string; name: string; database: string }>(
    "select id, name, database_name as database from companies",
  );
  const broken = rows.filter(({ name }) => name !== "Kedai Lain");
  const putWrong = (from: string, to: string) =>
    Promise.all(
      broken.map(({ database }) =>
        withAdmin(house.serverUrl, database, (client) =>
          client.query(`alter table house.migrations rename column ${from} to ${to}`),
        ),
      ),
    );
  const timeline = await readTimeline("tenant");
  const run = () => migrateCompanies(house.workshop, timeline, house.log);

  // A new release starts: it remembers nobody, and its migration reaches all but two.
  await putWrong("checksum", "odd");
  await house.control.query("update companies set schema_version = 1");
  for (const { id } of rows) await house.companies.forget(id);
  const first = await run();
  assert.deepEqual([first.migrated, first.broken.length], [1, 2]);

  const told = await owner.ask("GET", CUSTOMERS);
  assert.deepEqual(
    [told.status, told.headers["retry-after"], told.body.code],
    [503, "30", "platform.database.behind"],
  );
  const changed = await owner.ask("POST", CUSTOMERS, { name: "Tidak disimpan" });
  assert.equal(changed.status, 503);
  assert.equal((await owner.ask("GET", "/api/accounts/me")).status, 200, "who one is stays known");
  assert.equal(await store.send({ id: 2 }), 503, "a store is told to send it again");
  assert.equal((await other.ask("POST", CUSTOMERS, { name: "Disimpan" })).status, 200);
  // What goes through all companies leaves out these two.
  await checkAllBooks(house);
  await signLogs(house);
  assert.equal((await run()).broken.length, 2, "as often as it is tried");

  await putWrong("odd", "checksum");
  const answers: number[] = [];
  let isOver = false;
  const asking = (async () => {
    while (!isOver) answers.push((await other.ask("GET", CUSTOMERS)).status);
  })();
  assert.deepEqual(await run(), { migrated: 2, broken: [], untouched: 0, later: 0 });
  isOver = true;
  await asking;
  assert.ok(answers.length > 0 && answers.every((status) => status === 200));
  const back = await owner.ask("GET", CUSTOMERS);
  assert.deepEqual([back.status, back.body.rows], [200, []], "and nothing of it was changed");
  assert.equal(await store.send({ id: 2 }), 200);
});

test("an address that is opened without signing in says the same in both languages, and a job's wake is kept", async () => {
  await using door = await testDoor();
  const { house } = door;
  await signedUp(door, SIGN_UP);
  const { rows } = await house.control.query<{ id: string }>("select id from companies");
  const id = rows[0]?.id ?? assert.fail();
  await house.wakes.wake(id);
  await house.control.query("update companies set schema_version = 1");
  await house.companies.forget(id);
  const secret = Buffer.concat([Buffer.from(id.replaceAll("-", ""), "hex"), Buffer.alloc(32)]);
  const path = `/api/companies/takeouts/files/${secret.toString("base64url")}`;
  const { status, headers, body } = await door.browser().ask("GET", path);
  assert.deepEqual([status, headers["retry-after"]], [503, "30"]);
  assert.match(String(body), /brought to a new version[\s\S]*versi baharu/);
  await assert.rejects(house.drain(id), { code: "platform.database.behind" });
  const wakes = await house.control.query("select from wakes where company_id = $1", [id]);
  assert.equal(wakes.rowCount, 1);
});
