import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import pg from "pg";
import { urlFor } from "#platform/tenancy/names.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import { ask, testStore } from "./test-store.ts";

const house = await testHouse();
after(() => house[Symbol.asyncDispose]());

const ORDER = {
  id: 727,
  number: "727",
  status: "processing",
  currency: "MYR",
  date_created_gmt: "2026-11-01T03:00:00",
  date_modified_gmt: "2026-11-01T03:05:00",
  date_paid_gmt: "2026-11-01T03:05:00",
  discount_total: "0.00",
  discount_tax: "0.00",
  shipping_total: "10.00",
  shipping_tax: "0.00",
  cart_tax: "0.00",
  total: "59.90",
  total_tax: "0.00",
  prices_include_tax: false,
  customer_id: 0,
  billing: {
    first_name: "Siti",
    last_name: "Aminah",
    email: "Siti@Example.my",
    phone: "012-345 6789",
    country: "MY",
  },
  shipping: {},
  payment_method: "fpx",
  payment_method_title: "FPX",
  transaction_id: "T1",
  line_items: [
    {
      id: 1,
      name: "Kopi O",
      product_id: 5,
      variation_id: 0,
      quantity: 2,
      subtotal: "49.90",
      subtotal_tax: "0.00",
      total: "49.90",
      total_tax: "0.00",
      sku: "KO",
      price: 24.95,
    },
  ],
  tax_lines: [],
  shipping_lines: [{ id: 2, method_title: "Pos Laju", total: "10.00", total_tax: "0.00" }],
  fee_lines: [],
  coupon_lines: [],
  refunds: [],
};

test("a signed order becomes a customer, an order and numbers, and the log says so", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);

  assert.equal(await store.send(ORDER), 200);
  await store.read();

  const [entry] = await store.log();
  assert.equal(entry?.["state"], "done", JSON.stringify(entry));
  assert.deepEqual(entry?.["summary"], { kind: "sales.order.created", name: "727" });
  const { rows } = await company.access.pool.query(`
    select o.number, o.total_minor, c.email, c.orders_count, c.spent_minor
      from orders o join customers c on c.id = o.customer_id`);
  assert.deepEqual(rows, [
    {
      number: "727",
      total_minor: 5990,
      email: "siti@example.my",
      orders_count: 1,
      spent_minor: 5990,
    },
  ]);
  const audited = await company.access.pool.query(
    "select actor_kind, subject_type, request_id from audit_entries where actor_kind = 'connection'",
  );
  assert.deepEqual(
    new Set(audited.rows.map((row) => row.subject_type)),
    new Set(["customer", "order"]),
  );
  assert.ok(audited.rows.every((row) => row.request_id === entry?.["id"]));
});

test("the same delivery again changes nothing and is logged as seen", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);

  await store.send(ORDER);
  await store.send(ORDER, { topic: "order.updated" });
  await store.read();

  assert.deepEqual(await statesOf(store), ["done", "seen"]);
  const { rows } = await company.access.pool.query(
    "select version, (select count(*)::int from orders) as n from orders",
  );
  assert.deepEqual(rows, [{ version: 1, n: 1 }]);
});

test("an unknown topic is answered with 200 and logged as ignored with its reason", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);

  assert.equal(await store.send({ id: 1 }, { topic: "spaceship.launched" }), 200);
  await store.read();

  const [entry] = await store.log();
  assert.equal(entry?.["state"], "ignored");
  assert.equal(entry?.["reason"], "connect.reading.unknown_topic");
});

test("what cannot be read is kept as failed with the field and the reason, and does not block the next", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);

  await store.send({ ...ORDER, id: 1, number: "1", total: "1.259,90" });
  await store.send({ ...ORDER, id: 2, number: "2" });
  await store.read();

  const [failed, done] = await store.log();
  assert.equal(failed?.["state"], "failed");
  assert.equal(failed?.["reason"], "connect.reading.not_money");
  assert.equal(failed?.["reasonPath"], "total");
  assert.equal(failed?.["reasonDetail"], "1.259,90");
  assert.equal(done?.["state"], "done");
});

test("one that the house itself chokes on is set apart; the others of its batch are done, and it can be replayed", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  const { pool } = company.access;
  const admin = house.serverUrl;
  await asAdmin(admin, pool, "alter table orders add constraint choke check (number <> '13')");

  await Promise.all(
    Array.from({ length: 30 }, (_, i) => store.send({ ...ORDER, id: i + 1, number: `${i + 1}` })),
  );
  await store.read();

  const entries = await store.log();
  assert.equal(entries.filter((entry) => entry["state"] === "done").length, 29);
  const broken = entries.find((entry) => entry["state"] === "failed");
  assert.equal(broken?.["reason"], "connect.delivery.broke");

  await asAdmin(admin, pool, "alter table orders drop constraint choke");
  const replayed = await ask(house, company.admin, "POST /api/connect/deliveries/replay", {
    ids: [broken?.["id"]],
  });
  assert.deepEqual(replayed, { count: 1 });
  await store.read();
  assert.deepEqual(new Set(await statesOf(store)), new Set(["done"]));
  assert.equal(await countOf(pool, "orders"), 30);
});

test("bodies too large to be read together are read in turns, all of them", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  const note = "x".repeat(4_000_000);
  for (let id = 1; id <= 5; id += 1)
    await store.send({ ...ORDER, id, number: `${id}`, meta: note });

  await store.read();

  assert.deepEqual(new Set(await statesOf(store)), new Set(["done"]));
  assert.equal(await countOf(company.access.pool, "orders"), 5);
});

test("replaying a filter reads all it leaves again and changes nothing that was right", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  for (const id of [1, 2, 3]) await store.send({ ...ORDER, id, number: `${id}` });
  await store.read();

  const filter = { connectionId: store.connection.id, state: "done", topic: "order.created" };
  const replayed = await ask(house, company.admin, "POST /api/connect/deliveries/replay", {
    filter,
  });
  await store.read();

  assert.deepEqual(replayed, { count: 3 });
  const entries = await store.log();
  assert.deepEqual(
    entries.map((entry) => [entry["state"], entry["triesCount"]]),
    [
      ["seen", 2],
      ["seen", 2],
      ["seen", 2],
    ],
  );
});

test("a Shopify event told twice has one effect, and the second telling is logged as seen", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company, "shopify");
  const body = readFileSync("modules/connect/deliveries/test-order.shopify.json");
  const headers = { "x-shopify-event-id": "e-1" };

  await store.send(body, { headers });
  await store.read();
  await store.send(body, { headers });
  await store.read();

  const [first, second] = await store.log();
  assert.equal(first?.["state"], "done", JSON.stringify(first));
  assert.equal(second?.["state"], "seen");
  assert.equal(second?.["reason"], "connect.delivery.repeated");
});

test("what arrives while a connection is paused is kept, and read when it goes on", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  const { id, version } = store.connection;
  const paused = await ask(house, company.admin, "POST /api/connect/connections/:id/pause", {
    id,
    version,
  });

  assert.equal(await store.send(ORDER), 200);
  await store.read();
  assert.deepEqual(await statesOf(store), ["waiting"]);

  await ask(house, company.admin, "POST /api/connect/connections/:id/resume", {
    id,
    version: paused["version"],
  });
  await store.read();
  assert.deepEqual(await statesOf(store), ["done"]);
});

test("the log is found by order number, name, e-mail address and topic", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  await store.send(ORDER);
  await store.send({
    ...ORDER,
    id: 9,
    number: "KK-9",
    billing: { first_name: "Tan", email: "tan@example.com" },
  });
  await store.read();

  for (const search of ["KK-9", "tan@example.com", "Tan", "tan"]) {
    const found = await ask(house, company.admin, "GET /api/connect/deliveries", { search });
    assert.equal((found["rows"] as unknown[]).length, 1, search);
  }
  const byTopic = await ask(house, company.admin, "GET /api/connect/deliveries", {
    search: "order.cre",
  });
  assert.equal((byTopic["rows"] as unknown[]).length, 2);
  const counted = await ask(house, company.admin, "GET /api/connect/deliveries/count", {});
  assert.deepEqual(counted, { count: 2, byState: { done: 2 }, topics: ["order.created"] });
});

const statesOf = async (store: Awaited<ReturnType<typeof testStore>>) =>
  (await store.log()).map((entry) => entry["state"]);

async function countOf(pool: pg.Pool, table: string): Promise<number> {
  const { rows } = await pool.query(`select count(*)::int as count from ${table}`);
  return rows[0].count;
}

/** The company's role may not change tables; the server's admin does it in its database. */
async function asAdmin(serverUrl: string, pool: pg.Pool, statement: string): Promise<void> {
  const { rows } = await pool.query("select current_database() as name");
  const client = new pg.Client(urlFor(serverUrl, rows[0].name));
  await client.connect();
  await client.query(statement);
  await client.end();
}
