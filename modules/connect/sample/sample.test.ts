import assert from "node:assert/strict";
import { after, test } from "node:test";
import type pg from "pg";
import { Problem } from "#kernel/errors.ts";
import { type Action, perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import { testStore } from "../deliveries/test-store.ts";
import { getSample, loadSample, removeSample } from "./sample.actions.ts";

const house = await testHouse();
after(() => house[Symbol.asyncDispose]());

type CompanyAction = Extract<Action, { door: "company" }>;
type Shown = { state: string; doneCount: number; totalCount: number };
const ask = async (caller: Caller, action: unknown): Promise<Shown> =>
  (await perform(action as CompanyAction, house, caller, {})) as Shown;

const TABLES = [
  "customers",
  "customer_identities",
  "customer_merges",
  "products",
  "variants",
  "product_variations",
  "product_deletions",
  "orders",
  "order_lines",
  "order_charges",
  "order_deletions",
  "refunds",
  "payments",
  "subscriptions",
  "subscription_deletions",
  "timeline_entries",
];

test("the sample company is filled, adds up, and goes again without a trace of it or a scratch on the rest", async () => {
  const company = await testCompany(house);
  await using store = await testStore(house, company);
  await store.send({
    id: 1,
    number: "1",
    status: "processing",
    currency: "MYR",
    total: "10.00",
    date_created_gmt: "2026-11-01T03:00:00",
    date_modified_gmt: "2026-11-01T03:00:00",
    billing: { first_name: "Siti", email: "siti@example.my" },
    line_items: [
      { id: 1, name: "Kopi", product_id: 5, quantity: 1, total: "10.00", total_tax: "0" },
    ],
  });
  await store.read();
  const before = await contentsOf(company.access.pool);

  assert.equal((await ask(company.admin, getSample)).state, "none");
  assert.equal((await ask(company.admin, loadSample)).state, "loading");
  await assert.rejects(
    ask(company.admin, loadSample),
    (problem) => problem instanceof Problem && problem.code === "connect.sample.already_loaded",
  );
  const startedAt = performance.now();
  await house.drain(company);
  const tookS = (performance.now() - startedAt) / 1000;

  const loaded = await ask(company.admin, getSample);
  assert.equal(loaded.state, "loaded", JSON.stringify(loaded));
  assert.equal(loaded.doneCount, loaded.totalCount);
  const { rows } = await company.access.pool.query(`
    select (select count(*)::int from customers) as customers, (select count(*)::int from orders) as orders,
           (select count(*)::int from refunds) as refunds,
           (select count(distinct currency)::int from orders) as currencies,
           (select sum(spent_minor)::float8 from customers) as spent,
           (select sum(net_minor)::float8 from orders where is_sale and currency = 'MYR' and customer_id is not null) as net`);
  const [sums] = rows;
  assert.ok(sums.customers >= 1900 && sums.orders >= 8900, JSON.stringify(sums));
  assert.ok(sums.refunds > 50 && sums.currencies > 1, JSON.stringify(sums));
  assert.equal(sums.spent, sums.net);
  process.stdout.write(`# sample loaded in ${tookS.toFixed(1)} s: ${JSON.stringify(sums)}\n`);

  assert.equal((await ask(company.admin, removeSample)).state, "removing");
  await house.drain(company);

  assert.equal((await ask(company.admin, getSample)).state, "none");
  assert.deepEqual(await contentsOf(company.access.pool), before);
  assert.equal((await ask(company.admin, loadSample)).state, "loading");
});

test("removing while it loads ends the loading, and nothing is left", async () => {
  const company = await testCompany(house);
  await ask(company.admin, loadSample);
  await ask(company.admin, removeSample);
  await house.drain(company);

  assert.equal((await ask(company.admin, getSample)).state, "none");
  for (const rows of Object.values(await contentsOf(company.access.pool)))
    assert.deepEqual(rows, []);
});

async function contentsOf(pool: pg.Pool): Promise<Record<string, unknown[]>> {
  const contents: Record<string, unknown[]> = {};
  for (const table of TABLES) {
    const { rows } = await pool.query(`select t::text as row from ${table} t order by 1`);
    contents[table] = rows.map(({ row }) => row);
  }
  return contents;
}
