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
const ROOMY_MS = 60_000;

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
  const moved = await moveCompany(at.ground, at.companyId, SECOND, ROOMY_MS);
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

test("killed with -9 at any step a move is finished or gone back from, and the company works on in one place", async () => {
  const before_ = (await at.owner.ask("GET", CUSTOMERS)).body.rows.length;
  for (const dies of ["make", "copy", "pause", "rest", "switch", "open", "drop"]) {
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
    ["far", ROOMY_MS, /stay in their region my-1/],
    ["nowhere", ROOMY_MS, /no cluster nowhere/],
    [cluster, ROOMY_MS, /already/],
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
