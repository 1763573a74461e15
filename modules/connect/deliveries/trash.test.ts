import assert from "node:assert/strict";
import { after, test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { trashCustomers } from "#modules/crm/customers/trash.actions.ts";
import { trashOrders } from "#modules/sales/orders/trash.actions.ts";
import { perform } from "#platform/actions/action.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import { ask, testStore } from "./test-store.ts";

const house = await testHouse();
after(() => house[Symbol.asyncDispose]());

const CANARY = "kenariemas";
const DAY_MS = 86_400_000;

test("of what was deleted for good its deliveries keep that they came, and a replay brings nothing back", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  await store.send(ORDER, { topic: "order.created" });
  await store.send(CUSTOMER, { topic: "customer.created" });
  await store.read();
  assert.equal((await store.log()).filter(({ subject }) => subject !== null).length, 2);
  assert.equal((await found()).length, 2);
  const [about] = await store.log();
  const shown = await ask(house, company.admin, "GET /api/connect/deliveries/:id", {
    id: about?.["id"],
  });
  assert.match(String(shown["body"]), new RegExp(CANARY));

  const { rows: orders } = await company.access.pool.query("select id from orders");
  const { rows: customers } = await company.access.pool.query("select id from customers");
  await trash(trashOrders, orders, "order");
  await trash(trashCustomers, customers, "customer");
  house.clock.advance(31 * DAY_MS);
  await store.read();

  assert.deepEqual(await found(), []);
  for (const { id, state, reason, summary, subject } of await store.log()) {
    assert.deepEqual(
      [state, reason, summary, subject],
      ["ignored", "connect.delivery.blanked", {}, null],
    );
    const { body, bodyBytes } = await ask(house, company.admin, "GET /api/connect/deliveries/:id", {
      id,
    });
    assert.deepEqual([body, bodyBytes], ["", 0]);
  }
  const ids = (await store.log()).map(({ id }) => id);
  await ask(house, company.admin, "POST /api/connect/deliveries/replay", { ids });
  await store.read();
  assert.deepEqual([...new Set((await store.log()).map(({ state }) => state))], ["ignored"]);
  const { rows: left } = await company.access.pool.query(
    "select id from orders union all select id from customers",
  );
  assert.deepEqual(left, []);

  async function found() {
    const list = await ask(house, company.admin, "GET /api/connect/deliveries", { search: CANARY });
    return list["rows"] as object[];
  }

  async function trash(
    action: typeof trashOrders | typeof trashCustomers,
    rows: { id: string }[],
    type: "order" | "customer",
  ) {
    const ids = rows.map(({ id }) => showId(type, id));
    assert(ids.length > 0, type);
    await perform(action, house, company.admin, { ids });
  }
});

test("nobody may put anything else into a delivery than nothing", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  await store.send(CUSTOMER, { topic: "customer.created" });
  await store.listed();
  const { pool } = company.access;
  const { rows } = await pool.query("select id from deliveries");
  await assert.rejects(pool.query("update deliveries set body = ''"), /permission denied/);
  const lie = Buffer.alloc(65, 1);
  const { rows: done } = await pool.query(
    "select blank_deliveries($1::uuid[], $2::bytea[]) as count",
    [[rows[0].id], [lie]],
  );
  assert.equal(done[0].count, 0);
});

const BILLING = {
  first_name: CANARY,
  last_name: "binti Zul",
  email: `${CANARY}@example.com`,
  country: "MY",
};
const CUSTOMER = {
  id: 7,
  email: BILLING.email,
  first_name: CANARY,
  last_name: "binti Zul",
  date_created_gmt: "2026-11-01T03:00:00",
  date_modified_gmt: "2026-11-01T03:05:00",
  billing: BILLING,
  shipping: {},
};
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
  shipping_total: "0.00",
  shipping_tax: "0.00",
  cart_tax: "0.00",
  total: "49.90",
  total_tax: "0.00",
  prices_include_tax: false,
  customer_id: 7,
  billing: BILLING,
  shipping: {},
  payment_method: "fpx",
  payment_method_title: "FPX",
  transaction_id: "T1",
  line_items: [],
  tax_lines: [],
  shipping_lines: [],
  fee_lines: [],
  coupon_lines: [],
  refunds: [],
};
