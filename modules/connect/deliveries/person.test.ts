import assert from "node:assert/strict";
import { after, test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { ACTIONS } from "#modules/modules.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import { type TestCompany, testCompany, testHouse } from "#platform/testing/house.ts";
import { ask, testStore } from "./test-store.ts";

const house = await testHouse();
after(() => house[Symbol.asyncDispose]());

const CANARY = "kenariemas";
const EMAIL = `${CANARY}@example.com`;

test("an erasure empties what a store sent of the person, read or not, and what it sends of them later", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  await store.send(customerOf("2026-11-01T03:05:00"), { topic: "customer.created" });
  await store.send(orderOf(727, "2026-11-01T03:00:00"), { topic: "order.created" });
  // What was never read as anybody's speaks of them all the same: only its body says so.
  await store.send({ ...orderOf(728, "2026-11-01T04:00:00"), total: "no amount" });
  await store.send(
    { id: 99, code: CANARY, email_restrictions: [EMAIL] },
    { topic: "coupon.created" },
  );
  await store.send({
    ...orderOf(729, "2026-11-02T03:00:00"),
    billing: OTHER,
    customer_id: 0,
    customer_note: "",
  });
  await store.read();
  assert.equal((await bodiesWith(company)).length, 4);

  const { rows } = await company.access.pool.query("select id from customers where name like $1", [
    `${CANARY}%`,
  ]);
  await erased(company, rows[0].id);
  assert.deepEqual(await bodiesWith(company), []);
  assert.deepEqual(await whereIs(company), []);

  await store.send(customerOf("2026-11-03T03:05:00"), { topic: "customer.updated" });
  await store.send(orderOf(727, "2026-11-03T03:00:00"), { topic: "order.updated" });
  await store.send(orderOf(730, "2026-11-01T05:00:00"), { topic: "order.created" });
  await store.read();
  assert.deepEqual(await bodiesWith(company), []);
  assert.deepEqual(await whereIs(company), []);
  const late = (await store.log()).slice(-3);
  assert.deepEqual(
    late.map(({ reason }) => reason),
    Array(3).fill("connect.delivery.erased"),
  );
  const { rows: left } = await company.access.pool.query("select name from customers");
  assert.deepEqual(left, [{ name: "Badrul Amin" }]);
});

test("what Shopify passes on of a customer's request opens one in the inbox, once, also where nobody is known", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company, "shopify");
  const asked = {
    shop_id: 954889,
    shop_domain: "kedai.myshopify.com",
    orders_requested: [299938],
    customer: { id: 191167, email: EMAIL, phone: "012-345 6789" },
    data_request: { id: 9999 },
  };
  await store.send(asked, { topic: "customers/data_request" });
  await store.send(asked, { topic: "customers/data_request" });
  const { data_request: _, orders_requested: __, ...redact } = asked;
  await store.send({ ...redact, orders_to_redact: [299938] }, { topic: "customers/redact" });
  await store.send(
    { shop_id: 1, customer: { id: 5, email: null, phone: null } },
    { topic: "customers/redact" },
  );
  await store.send({ shop_id: 1, shop_domain: "kedai.myshopify.com" }, { topic: "shop/redact" });
  await store.read();

  const { rows } = await asks(company, "GET", "", {});
  assert.deepEqual(
    rows.map((row: any) => [row.kind, row.channel, row.email, row.phone, row.connection]),
    [
      ["access", "store", EMAIL, "+60123456789", "Kedai shopify"],
      ["erasure", "store", EMAIL, "+60123456789", "Kedai shopify"],
      ["erasure", "store", null, null, "Kedai shopify"],
      ["store_erasure", "store", null, null, "Kedai shopify"],
    ],
  );
  assert.deepEqual(
    (await store.log()).map(({ state }) => state),
    ["done", "seen", "done", "done", "done"],
  );

  const { id, version } = await asks(company, "GET", "/:id", { id: rows[1].id });
  const checked = await asks(company, "POST", "/:id/identify", { id, version, how: "Shopify did" });
  await asks(company, "POST", "/:id/erase", { id, version: checked.version });
  assert.deepEqual(await bodiesWith(company), []);
  assert.deepEqual(await whereIs(company), []);
});

async function erased(company: TestCompany, customer: string): Promise<void> {
  const entered = await asks(company, "POST", "", {
    kind: "erasure",
    channel: "email",
    customerId: showId("customer", customer),
    receivedOn: "2026-11-20",
  });
  const { id, version } = entered;
  const checked = await asks(company, "POST", "/:id/identify", {
    id,
    version,
    how: "at the counter",
  });
  await asks(company, "POST", "/:id/erase", { id, version: checked.version });
}

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
function asks(company: TestCompany, method: string, path: string, input: object): Promise<any> {
  const action = ACTIONS.find(
    ({ does }) => does.method === method && does.path === `/api/crm/requests${path}`,
  );
  return perform(action as CompanyAction, house, company.admin, input);
}

/** The deliveries whose opened body still names them. */
async function bodiesWith(company: TestCompany): Promise<string[]> {
  const { rows } = await company.access.pool.query<{ id: string }>("select id from deliveries");
  const found: string[] = [];
  for (const { id } of rows) {
    const shown = showId("delivery", id);
    const { body } = await ask(house, company.admin, "GET /api/connect/deliveries/:id", {
      id: shown,
    });
    if (String(body).includes(CANARY)) found.push(shown);
  }
  return found;
}

/** The tables in which anything names them. */
async function whereIs({ access }: TestCompany): Promise<string[]> {
  const { rows } = await access.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const { rows: counted } = await access.pool.query(
      `select count(*)::int as count from "${name}" as t where t::text ilike '%' || $1 || '%'`,
      [CANARY],
    );
    if (counted[0].count > 0) found.push(name);
  }
  return found;
}

const BILLING = {
  first_name: CANARY,
  last_name: "binti Zul",
  email: EMAIL,
  phone: "012-345 6789",
  country: "MY",
};
const OTHER = {
  first_name: "Badrul",
  last_name: "Amin",
  email: "badrul@example.com",
  country: "MY",
};

const customerOf = (modified: string) => ({
  id: 7,
  email: EMAIL,
  first_name: CANARY,
  last_name: "binti Zul",
  date_created_gmt: "2026-11-01T03:00:00",
  date_modified_gmt: modified,
  billing: BILLING,
  shipping: {},
});

const orderOf = (id: number, modified: string) => ({
  id,
  number: String(id),
  status: "processing",
  currency: "MYR",
  date_created_gmt: "2026-11-01T03:00:00",
  date_modified_gmt: modified,
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
  customer_note: `for ${CANARY}`,
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
});
