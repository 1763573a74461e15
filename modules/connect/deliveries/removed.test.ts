import assert from "node:assert/strict";
import { after, test } from "node:test";
import { perform } from "#platform/actions/action.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import { trashRoutes } from "../../records/trash/trash.routes.ts";
import { connectionBin } from "../connections/trash.ts";
import { ask, testStore } from "./test-store.ts";

const house = await testHouse();
after(() => house[Symbol.asyncDispose]());

const DAY_MS = 86_400_000;
const CANARY = "kenarimerah";
const ORDER = {
  id: 7301,
  number: "7301",
  status: "processing",
  currency: "MYR",
  date_created_gmt: "2026-11-20T10:00:00",
  date_modified_gmt: "2026-11-20T10:00:00",
  total: "12.00",
  customer_id: 0,
  billing: { first_name: CANARY, last_name: "binti Ujian", email: `${CANARY}@example.my` },
  line_items: [
    { id: 1, name: "Kopi", product_id: 0, variation_id: 0, quantity: 1, total: "12.00", price: 12 },
  ],
};

const restore = trashRoutes({ bins: [connectionBin], followers: [] }).find(({ does }) =>
  does.path.endsWith("/restore"),
);
assert.ok(restore);

test("a removed store is in the trash and turns deliveries away; brought back, it hears again at the same address with the same secret, paused as it was", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  const { id, version } = store.connection;
  const bare = ({ version: _, deliveries: __, lastDeliveryAt: ___, ...rest }: object & Shown) =>
    rest;
  assert.equal(await store.send({ id: 1 }), 200);
  await store.read();
  await ask(house, company.admin, "POST /api/connect/connections/:id/pause", { id, version });
  assert.equal(await store.send({ id: 2 }), 200, "kept while paused");
  const before = await store.look();

  await remove(company, id, version + 1);
  assert.equal(await store.send({ id: 3 }), 404);
  assert.equal((await store.look())["state"], "removed");
  house.clock.advance(29 * DAY_MS);
  await house.drain(company);
  const swept = await house.control.query("select from webhook_addresses where address = $1", [
    store.address.slice(store.address.lastIndexOf("/") + 1),
  ]);
  assert.equal(swept.rows.length, 0, "an address that nobody answers at is not kept");

  await bringBack(company, id);
  assert.deepEqual(bare((await store.look()) as Shown), bare(before as Shown));
  assert.equal(await store.send({ id: 4 }), 200);
  const { rows } = await company.access.pool.query("select subject_id from trash_entries");
  assert.deepEqual(rows, []);
  await store.listed();
  const { rows: waiting } = await company.access.pool.query(
    "select from delivery_results where state = 'waiting'",
  );
  assert.equal(waiting.length, 2, "what waited for the pause to end still does");
});

test("30 days later a removed store's address, secret and deliveries are gone, and what it brought stays and says where it came from", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  const { id, version } = store.connection;
  await store.send(ORDER, { topic: "order.created" });
  await store.read();
  await store.send(ORDER, { topic: "order.updated" });
  await remove(company, id, version);
  house.clock.advance(30 * DAY_MS);
  await assert.rejects(bringBack(company, id), /too_late/);
  await house.drain(company);

  const { rows } = await company.access.pool.query(`
    select address, secret, previous_secret, name,
           (select count(*)::int from deliveries) as deliveries,
           (select count(*)::int from delivery_results) as results,
           (select count(*)::int from delivery_batches) as batches,
           (select count(*)::int from trash_entries) as trashed from connections`);
  assert.deepEqual(rows, [
    {
      address: null,
      secret: null,
      previous_secret: null,
      name: "Kedai woocommerce",
      deliveries: 0,
      results: 0,
      batches: 0,
      trashed: 0,
    },
  ]);
  assert.equal(await store.send(ORDER, { topic: "order.created" }), 404);
  const orders = await company.access.pool.query(
    "select o.number, k.name from orders o join connections k on k.id = o.connection_id",
  );
  assert.deepEqual(orders.rows, [{ number: "7301", name: "Kedai woocommerce" }]);
  await assert.rejects(bringBack(company, id), /not_found/);
});

test("nobody deletes a delivery of a store that is not gone for good", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  const { id, version } = store.connection;
  await store.send({ id: 1 });
  await store.listed();
  await store.send({ id: 2 });
  const { pool } = company.access;
  const purge = async () =>
    (await pool.query("select purge_deliveries(id, 100) as count from connections")).rows[0].count;
  assert.equal(await purge(), 0);
  await remove(company, id, version);
  assert.equal(await purge(), 0, "it is in the trash and can come back");
  await assert.rejects(pool.query("delete from deliveries"), /permission denied/);
  assert.equal((await pool.query("select from deliveries")).rows.length, 1);
  assert.equal((await pool.query("select from delivery_batches")).rows.length, 1);
});

type Shown = Record<string, unknown>;
type Company = Awaited<ReturnType<typeof testCompany>>;

const remove = (company: Company, id: string, version: number) =>
  ask(house, company.admin, "POST /api/connect/connections/:id/remove", { id, version });

const bringBack = (company: Company, id: string) =>
  perform(restore as never, house, company.admin, { records: [id] });
