import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, test } from "node:test";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import { deliveryDoor } from "./door.ts";
import { unpackBody } from "./packing.ts";
import { ask, testStore } from "./test-store.ts";

const house = await testHouse();
after(() => house[Symbol.asyncDispose]());
const HOUR_MS = 3_600_000;

test("a signed delivery is answered with 200, kept sealed with a job to read it, and waits in the log", async () => {
  const company = await testCompany(house);
  const { pool } = company.access;
  await using store = await testStore(house, company);

  assert.equal(await store.send({ id: 1, secretive: "Nasi lemak" }), 200);

  const came = await pool.query("select deliveries_count, body from delivery_batches");
  assert.deepEqual(
    came.rows.map((row) => row.deliveries_count),
    [1],
  );
  assert.equal(came.rows[0].body.includes("Nasi lemak"), false);
  const jobs = await pool.query("select task_identifier from graphile_worker.jobs");
  assert.ok(jobs.rows.some((job) => job.task_identifier === "connect.deliveries.process"));
  await store.listed();
  const { rows } = await pool.query(
    "select r.state, d.body from deliveries d join delivery_results r on r.delivery_id = d.id",
  );
  assert.equal(rows.length, 1);
  assert.equal(rows[0].state, "waiting");
  assert.equal(rows[0].body.includes("Nasi lemak"), false);
  assert.equal((await pool.query("select from delivery_batches")).rowCount, 0);
});

test("what has come and is not in the log yet is counted among those that wait", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  await store.send({ id: 1 });
  await store.listed();
  await store.send({ id: 2 });
  const counted = (filter: object) =>
    ask(house, company.admin, "GET /api/connect/deliveries/count", filter);

  assert.deepEqual((await counted({}))["byState"], { waiting: 2 });
  assert.deepEqual((await counted({ connectionId: store.connection.id }))["count"], 2);
  assert.deepEqual((await counted({ state: "failed" }))["byState"], {});
  await store.read();
  assert.equal((await counted({ state: "waiting" }))["count"], 0);
});

test("nothing is answered before it is committed", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  const client = await company.access.pool.connect();
  await client.query("begin");
  await client.query("lock table delivery_batches in exclusive mode");

  let isAnswered = false;
  const answer = store.send({ id: 1 }).finally(() => {
    isAnswered = true;
  });
  await waitingFor(company, "delivery_batches");
  assert.equal(isAnswered, false);
  await client.query("commit");
  client.release();
  assert.equal(await answer, 200);
});

test("when the door holds as much as it may it says so, and all it acknowledges is kept", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  const client = await company.access.pool.connect();
  await client.query("begin");
  await client.query("lock table delivery_batches in exclusive mode");
  const filler = randomBytes(3_500_000).toString("base64");

  const answers: number[] = [];
  const sent = Array.from({ length: 30 }, async (_, id) => {
    answers.push(await store.send({ id, filler }));
  });
  while (!answers.includes(503)) await new Promise((next) => setTimeout(next, 5));
  await client.query("commit");
  client.release();
  await Promise.all(sent);

  assert.deepEqual(
    [...new Set(answers)].sort((a, b) => a - b),
    [200, 503],
  );
  const { rows } = await company.access.pool.query(
    "select sum(deliveries_count)::int as kept from delivery_batches",
  );
  assert.equal(rows[0].kept, answers.filter((status) => status === 200).length);
});

test("many deliveries at once are all kept, in far fewer commits than there are of them", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  const door = deliveryDoor.open(house);

  const knocks = Array.from({ length: 200 }, (_, id) => store.knockOf({ id }));
  const answers = await Promise.all(knocks.map((one) => door.handle(one)));
  await door.close();

  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
  const { rows } = await company.access.pool.query(
    "select sum(deliveries_count)::int as kept, count(*)::int as commits from delivery_batches",
  );
  assert.equal(rows[0].kept, 200);
  assert.ok(rows[0].commits < 100, `${rows[0].commits} commits`);
});

test("a wrong and a missing signature are answered with 401, counted, and nothing of them is kept", async () => {
  const company = await testCompany(house);
  const store = await testStore(house, company);

  assert.equal(await store.send({ id: 1 }, { secret: "not the secret" }), 401);
  assert.equal(await store.send({ id: 1 }, { signature: "" }), 401);
  assert.equal(await store.send({ id: 1 }, { signature: "AAAA" }), 401);
  // Closing writes what was counted; so does every second.
  await store[Symbol.asyncDispose]();

  assert.deepEqual(await store.log(), []);
  const { refusals } = (await store.look()) as { refusals: { reason: string; count: number }[] };
  assert.deepEqual(Object.fromEntries(refusals.map(({ reason, count }) => [reason, count])), {
    "connect.delivery.signature_missing": 1,
    "connect.delivery.signature_wrong": 2,
  });
});

test("an address that nobody has, or no longer has, is answered with 404", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  const { id, version } = store.connection;
  assert.equal(await store.send({ id: 1 }), 200);

  await ask(house, company.admin, "POST /api/connect/connections/:id/remove", { id, version });

  assert.equal(await store.send({ id: 2 }), 404);
  assert.equal((await store.log()).length, 1);
});

test("more than 5 MB is answered with 413 and counted", async () => {
  const company = await testCompany(house);
  const store = await testStore(house, company);

  assert.equal(await store.send(Buffer.alloc(5 * 1024 * 1024 + 1, " ")), 413);
  await store[Symbol.asyncDispose]();

  const { refusals } = (await store.look()) as { refusals: { reason: string }[] };
  assert.deepEqual(
    refusals.map(({ reason }) => reason),
    ["connect.delivery.too_large"],
  );
});

test("what is not JSON is answered with 400 and kept in the log as failed", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);

  assert.equal(await store.send(Buffer.from('{"id": 1,')), 400);

  const [entry] = await store.log();
  assert.equal(entry?.["state"], "failed");
  assert.equal(entry?.["reason"], "connect.reading.not_json");
  const shown = await ask(house, company.admin, "GET /api/connect/deliveries/:id", {
    id: entry?.["id"],
  });
  assert.equal(shown["body"], '{"id": 1,');
});

test("the ping of a new WooCommerce webhook turns the connection green and keeps nothing", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  assert.equal((await store.look())["state"], "waiting");
  const told: string[] = [];
  house.live.subscribe(company.access.company.id, (topics) => told.push(...topics));

  const headers = { "x-wc-webhook-topic": "", "content-type": "application/x-www-form-urlencoded" };
  assert.equal(await store.send(Buffer.from("webhook_id=9"), { signature: "", headers }), 200);

  assert.equal((await store.look())["state"], "connected");
  assert.deepEqual(await store.log(), []);
  while (!told.includes("connect.connections")) await new Promise((next) => setTimeout(next, 5));
});

test("after a new secret the old one is accepted for 24 hours and not longer", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  const { id, version, secret: old } = store.connection;
  assert.equal(await store.send({ id: 1 }), 200);

  const changed = await ask(house, company.admin, "POST /api/connect/connections/:id/new-secret", {
    id,
    version,
  });

  assert.equal(await store.send({ id: 2 }, { secret: String(changed["secret"]) }), 200);
  assert.equal(await store.send({ id: 3 }, { secret: old }), 200);
  house.clock.advance(24 * HOUR_MS + 1000);
  assert.equal(await store.send({ id: 4 }, { secret: old }), 401);
  assert.equal(await store.send({ id: 5 }, { secret: String(changed["secret"]) }), 200);
  assert.equal((await store.log()).length, 4);
});

test("secrets in headers are blanked before they are kept, secrets and card numbers in bodies before they are shown", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  const body = { id: 1, note: "card 4111 1111 1111 1111", meta: { api_key: "sk_live_1234" } };

  await store.send(body, { headers: { authorization: "Bearer abc", cookie: "sid=1" } });

  const [entry] = await store.log();
  const shown = await ask(house, company.admin, "GET /api/connect/deliveries/:id", {
    id: entry?.["id"],
  });
  const { rows } = await company.access.pool.query(
    "select id, headers::text, body from deliveries",
  );
  const kept = unpackBody(company.access.sealer, rows[0].id, rows[0].body).toString();
  assert.match(kept, /"note":"card •••• 1111"/);
  for (const secret of ["Bearer abc", "sid=1", "sk_live", "4111 1111"]) {
    assert.equal(JSON.stringify(shown).includes(secret), false, secret);
    assert.equal(rows[0].headers.includes(secret), false, secret);
  }
  assert.equal(rows[0].headers.includes("order.created"), true);
});

/** Resolves when a statement waits for a lock on the table. */
async function waitingFor(
  { access }: Awaited<ReturnType<typeof testCompany>>,
  table: string,
): Promise<void> {
  for (;;) {
    const { rowCount } = await access.pool.query(
      "select 1 from pg_locks where not granted and relation = $1::regclass",
      [table],
    );
    if (rowCount !== 0) return;
  }
}
