import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { transaction } from "#platform/db/db.ts";
import { workshopWithRoom } from "#platform/tenancy/clusters.ts";
import { databaseExists, withAdmin } from "#platform/tenancy/server.ts";
import { whatIsWrong } from "#platform/tenancy/verifying.ts";
import { testCompany, twinHouse } from "#platform/testing/house.ts";
import { movedBeside, SECOND, type TwoClusters, twoClusters } from "./moves.testing.ts";
import { endLeftMoves, moveCompany } from "./moves.ts";

let at: TwoClusters;
before(async () => {
  at = await twoClusters();
});
after(() => at[Symbol.asyncDispose]());

const CUSTOMERS = "/api/crm/customers";
const PAUSE_MAX_MS = 5_000;

async function placeOf(companyId: string) {
  const { rows } = await at.door.house.control.query<{ cluster: string; name: string }>(
    "select cluster, database_name as name from companies where id = $1",
    [companyId],
  );
  return rows[0] ?? assert.fail("no company");
}

/** On which servers a database of that name is. */
async function serversOf(name: string): Promise<string[]> {
  const servers = { main: at.door.house.serverUrl, [SECOND]: at.secondUrl };
  const found = [];
  for (const [cluster, url] of Object.entries(servers))
    if (await withAdmin(url, "postgres", (client) => databaseExists(client, name)))
      found.push(cluster);
  return found;
}

test("a company goes to another PostgreSQL while somebody writes: every table equal, nothing that was said to be kept is lost, another process follows", async () => {
  const { house } = at.door;
  await using twin = await twinHouse(house);
  assert.ok(await twin.companies.access(at.companyId));
  const kept: string[] = [];
  const odd: number[] = [];
  let isOver = false;
  const writing = (async () => {
    for (let i = 0; !isOver; i += 1) {
      const name = `Semasa pindah ${i}`;
      const { status } = await at.owner.ask("POST", CUSTOMERS, { name });
      if (status === 200) kept.push(name);
      else if (status !== 503) odd.push(status);
    }
  })();
  const moved = await moveCompany(at.ground, at.companyId, SECOND, PAUSE_MAX_MS);
  isOver = true;
  await writing;
  assert.deepEqual(odd, [], "whoever was turned away was told to come again");
  assert.ok(moved.tables > 50 && moved.rows > 100 && moved.pausedMs > 0);

  const { cluster, name } = await placeOf(at.companyId);
  assert.equal(cluster, SECOND);
  assert.deepEqual(await serversOf(name), [SECOND], "nothing stays where it was");
  assert.deepEqual(await whatIsWrong(house, house.workshop, at.companyId), []);
  const access = await twin.companies.access(at.companyId);
  const { rows } = (await access?.pool.query("select name from customers")) ?? assert.fail();
  const names = rows.map((row) => row.name);
  assert.deepEqual(
    kept.filter((one) => !names.includes(one)),
    [],
  );
  const after_ = await at.owner.ask("POST", CUSTOMERS, { name: "Selepas pindah" });
  assert.equal(after_.status, 200, JSON.stringify(after_.body));
  await house.drain(at.companyId);

  // Its backups are made and proven there.
  await at.later(86_400_000);
  await at.keep();
  const proof = await house.control.query(
    "select verified_as, scratch from backups where company_id = $1 order by asked_at desc limit 1",
    [at.companyId],
  );
  assert.deepEqual(proof.rows, [{ verified_as: "equal", scratch: null }]);
});

/** As the house itself, in the company's database on that cluster. */
const onCluster = (cluster: string, name: string, statement: string) =>
  withAdmin(cluster === SECOND ? at.secondUrl : at.door.house.serverUrl, name, (client) =>
    client.query(statement),
  );

const WATCHING = "select from pg_namespace where nspname = 'moving'";

test("what is added, changed and deleted while it is copied arrives, at whatever step", async () => {
  const { cluster, name } = await placeOf(at.companyId);
  const to = cluster === SECOND ? "main" : SECOND;
  const add = (called: string) => at.owner.ask("POST", CUSTOMERS, { name: called });
  const moved = await moveCompany(at.ground, at.companyId, to, PAUSE_MAX_MS, async (step) => {
    if (step === "watch")
      for (const i of [1, 2, 3]) for (const was of [`Lama ${i}`, `Hilang ${i}`]) await add(was);
    if (step === "copy" || step === "compare" || step === "pause") {
      const i = { copy: 1, compare: 2, pause: 3 }[step];
      await add(`Pada langkah ${step}`);
      await onCluster(
        cluster,
        name,
        `update customers set name = 'Baru ${i}' where name = 'Lama ${i}'`,
      );
      await onCluster(cluster, name, `delete from customers where name = 'Hilang ${i}'`);
    }
  });
  assert.ok(moved.pausedMs < PAUSE_MAX_MS);
  assert.deepEqual(await serversOf(name), [to]);
  const { rows } = await onCluster(
    to,
    name,
    "select name from customers where name ~ 'Baru|Lama|Hilang|langkah' order by 1",
  );
  assert.deepEqual(
    rows.map((row) => row.name),
    ["Baru 1", "Baru 2", "Baru 3", ...["compare", "copy", "pause"].map((s) => `Pada langkah ${s}`)],
  );
});

test("to a copy that is not equal it is not moved, and nothing of watching it stays", async () => {
  const { cluster, name } = await placeOf(at.companyId);
  const to = cluster === SECOND ? "main" : SECOND;
  const spoiling = {
    compare: "delete from customers where id = (select min(id::text)::uuid from customers)",
    pause: `create function odd() returns trigger language plpgsql as $$ begin new.name := 'odd'; return new; end $$;
      create trigger odd before insert on customers for each row execute function odd();
      alter table customers enable always trigger odd`,
  };
  for (const [step, spoil] of Object.entries(spoiling)) {
    const moving = moveCompany(at.ground, at.companyId, to, PAUSE_MAX_MS, async (now) => {
      if (now !== step) return;
      await at.owner.ask("POST", CUSTOMERS, { name: `Lain pada ${step}` });
      await onCluster(to, name, spoil);
    });
    await assert.rejects(moving, /public.customers is not the same on both sides/, step);
    assert.equal((await placeOf(at.companyId)).cluster, cluster);
    assert.deepEqual(await serversOf(name), [cluster]);
    assert.equal((await onCluster(cluster, name, WATCHING)).rowCount, 0);
  }
});

const STEPS = [
  ...["make", "watch", "copy", "compare", "pause", "rest", "switch", "open", "drop"],
] as const;

test("killed with -9 at any step a move is finished or gone back from, and the company works on in one place", async () => {
  const before_ = (await at.owner.ask("GET", CUSTOMERS)).body.rows.length;
  for (const dies of STEPS) {
    const { cluster, name } = await placeOf(at.companyId);
    const to = cluster === SECOND ? "main" : SECOND;
    assert.equal(await movedBeside(at, to, dies), "SIGKILL", dies);
    await endLeftMoves(at.ground);
    await at.door.house.companies.learnKeys();
    const now = await placeOf(at.companyId);
    assert.equal(now.cluster, ["open", "drop"].includes(dies) ? to : cluster, dies);
    assert.deepEqual(await serversOf(name), [now.cluster], dies);
    const { status, body } = await at.owner.ask("GET", CUSTOMERS);
    assert.deepEqual([status, body.rows?.length], [200, before_], dies);
    assert.deepEqual(await whatIsWrong(at.door.house, at.door.house.workshop, at.companyId), []);
    assert.equal((await onCluster(now.cluster, name, WATCHING)).rowCount, 0, dies);
    const left = await at.door.house.control.query(
      "select state from company_moves where state in ('moving', 'moved')",
    );
    assert.equal(left.rowCount, 0, dies);
  }
});

test("it stays where it is, and says why, for another region, an unknown place, its own, and where writing would wait too long", async () => {
  const { cluster } = await placeOf(at.companyId);
  const to = cluster === SECOND ? "main" : SECOND;
  for (const [where, pauseMaxMs, why] of [
    ["far", PAUSE_MAX_MS, /stay in their region my-1/],
    ["nowhere", PAUSE_MAX_MS, /no cluster nowhere/],
    [cluster, PAUSE_MAX_MS, /already/],
    [to, 1, /--pause-max/],
  ] as const)
    await assert.rejects(moveCompany(at.ground, at.companyId, where, pauseMaxMs), why);
  assert.equal((await placeOf(at.companyId)).cluster, cluster);
  const { status } = await at.owner.ask("POST", CUSTOMERS, { name: "Masih di sini" });
  assert.equal(status, 200);
});

test("a company is made in the region it chose, on the cluster with the most room, and refused where none is left", async () => {
  const { house } = at.door;
  const far = await testCompany(house, { region: "sg-1" });
  const place = await placeOf(far.access.company.id);
  assert.equal(place.cluster, "far");
  assert.deepEqual(await serversOf(place.name), [SECOND], "both names are one server here");
  assert.deepEqual(await whatIsWrong(house, house.workshop, far.access.company.id), []);
  const full = {
    ...house.workshop,
    clusters: house.workshop.clusters.map((one) => ({
      ...one,
      room: one.name === "far" ? 1 : one.room,
    })),
  };
  await assert.rejects(
    transaction(house.control, "read write", (control) => workshopWithRoom(full, control, "sg-1")),
    (error: { code?: string }) => error.code === "companies.company.no_room",
  );
});
