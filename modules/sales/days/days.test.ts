import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { showId } from "#kernel/ids.ts";
import { inCompany } from "#platform/actions/action.ts";
import { type Sql, sql } from "#platform/db/sql.ts";
import { type Said, type Shop, testShop } from "../fixtures/shop.ts";
import { buyer, line, order, product, refund, SHOP } from "../fixtures/telling.ts";
import { trashOrders } from "../orders/trash.actions.ts";
import { dayJobs } from "./days.jobs.ts";
import { productsOfDays, sumsOfAllDays, sumsOfDays } from "./days.ts";

const RUNS = Number(process.env["KAUNTER_PROPERTY_RUNS"] ?? 25);
/** Clocks go back there within the period: 1 November 2026 has 25 hours. */
const ZONE = "America/New_York";
const PERIOD = { from: "2026-10-28", to: "2026-11-23" };

const ids = fc.constantFrom("1", "2", "3", "4");
/** Close to midnight over there as often as not; the last of them are today. */
const moment = fc
  .tuple(fc.integer({ min: 0, max: 22 }), fc.constantFrom(0, 4, 5, 12, 23), fc.nat({ max: 59 }))
  .map(([day, hour, minute]) => new Date(Date.UTC(2026, 9, 31 + day, hour, minute)));

const saidOrder = fc
  .record({
    externalId: ids,
    changed: fc.integer({ min: 1, max: 50 }),
    placedAt: moment,
    status: fc.constantFrom("pending", "open", "completed", "cancelled"),
    isTest: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
    currency: fc.constantFrom("USD", "USD", "MYR"),
    who: fc.constantFrom("aina", "badrul"),
    totalMinor: fc.integer({ min: 0, max: 9_000 }),
    lines: fc.array(
      fc.record({
        externalProductId: fc.constantFrom("p1", "p2", null),
        title: fc.constantFrom("Kopi O", "Teh"),
        current: fc.constantFrom(3, 3, 2, 0),
        netMinor: fc.integer({ min: 0, max: 999 }),
        isGiftCard: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
    refunds: fc.array(
      fc.record({
        id: fc.constantFrom("a", "b"),
        amountMinor: fc.constantFrom(10, 200),
        refundedAt: moment,
        currency: fc.constantFrom("USD", "MYR"),
      }),
      { maxLength: 2 },
    ),
  })
  .map(
    ({ externalId, changed, who, lines, refunds, ...told }): Said => ({
      order: order(
        {
          ...told,
          externalId,
          number: `#${externalId}`,
          status: told.status as "open",
          customer: buyer({ email: `${who}@example.com` }),
          lines: lines.map(({ current, ...one }, i) =>
            line({ ...one, externalId: `${i}`, quantity: 3, currentQuantity: current }),
          ),
          charges: [],
          refunds: refunds.map(({ id, ...made }) =>
            refund({ ...made, externalId: `${externalId}${id}`, orderExternalId: externalId }),
          ),
        },
        changed,
      ),
    }),
  );

const saidElse = fc.oneof(
  fc.constantFrom("p1", "p2").map((externalId): Said => ({ product: product({ externalId }) })),
  fc.record({ orderExternalId: ids, amountMinor: fc.constantFrom(5, 70), refundedAt: moment }).map(
    (made): Said => ({
      refund: refund({ ...made, externalId: `${made.orderExternalId}own`, currency: "USD" }),
    }),
  ),
  fc.record({ externalId: ids, at: moment }).map((gone): Said => ({ gone: "order", ...gone })),
);

/** What sales does not do in these words, but a purge, a repair or a cascade may. */
const BEHIND_ITS_BACK = [
  "insert into order_lines (order_id, position, title, quantity, current_quantity, unit_price_minor, net_minor) select id, 9, 'Kek', 1, 1, 7, 7 from orders where external_id = '2' on conflict do nothing",
  "update order_lines set current_quantity = 1 where position = 1",
  "delete from order_lines where position = 2",
  "delete from products where external_id = 'p1'",
  "update orders set placed_at = placed_at - interval '3 days' where external_id = '3'",
  "update orders set connection_id = null, external_id = null where external_id = '4'",
  "update refunds set refunded_at = refunded_at - interval '2 days' where order_external_id = '2'",
  "delete from refunds where order_external_id = '2'",
  "delete from orders where external_id = '1'",
];

const deed = fc.oneof(
  { weight: 6, arbitrary: saidOrder },
  { weight: 3, arbitrary: saidElse },
  { weight: 1, arbitrary: fc.constantFrom(...BEHIND_ITS_BACK) },
  { weight: 2, arbitrary: fc.constant("roll up" as const) },
);

test("whatever is told in whatever order, and however often days are added up, they come to what their orders say", async () => {
  await using shop = await testShop({ zone: ZONE, currency: "USD", country: "US" });
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 3, maxLength: 14 }), async (deeds) => {
      await clear(shop);
      for (const one of deeds) {
        if (one === "roll up") await rollUp(shop);
        else if (typeof one === "string") await shop.rows(one);
        else await shop.hears(one);
        await assertExact(shop);
      }
      await rollUp(shop);
      await assertExact(shop);
      await assertRolledUp(shop);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
});

test("whoever changes what was sold, a purge, a repair or a cascade, the figures follow at once", async () => {
  await using shop = await testShop({ zone: ZONE, currency: "USD" });
  await shop.hears({ product: product() });
  for (const externalId of ["1", "2", "3", "4"]) {
    const lines = [line(), line({ externalId: "2", externalProductId: null, title: "Teh" })];
    const refunds = [refund({ externalId: `r${externalId}`, orderExternalId: externalId })];
    await shop.hears({ order: order({ externalId, lines, refunds }) });
  }
  for (const statement of BEHIND_ITS_BACK) {
    await rollUp(shop);
    assert.deepEqual(await shop.rows("select from day_touches"), []);
    await shop.rows(statement);
    assert.notEqual((await shop.rows("select from day_touches")).length, 0, statement);
    await assertExact(shop);
  }
});

test("a sale that commits while its day is added up counts at once, and is in the next roll-up", async () => {
  await using shop = await testShop({ zone: ZONE, currency: "USD" });
  await shop.hears({ order: order({ currency: "USD" }) });
  const seller = await shop.caller.access.pool.connect();
  await seller.query("begin");
  await seller.query(
    "update orders set total_minor = 99, placed_at = placed_at - interval '1 day'",
  );
  await rollUp(shop);
  assert.equal(await untilOn(shop), "2026-11-22");
  await seller.query("commit");
  seller.release();

  const touched = await shop.rows("select from day_touches");
  assert.ok(touched.length > 0);
  await assertExact(shop);
  await rollUp(shop);
  await assertExact(shop);
  await assertRolledUp(shop);
});

test("what is sold is added up within a minute, by the worker, and today is left alone", async () => {
  await using shop = await testShop({ zone: ZONE, currency: "USD" });
  const yesterday = new Date("2026-11-21T18:00:00Z");
  await shop.hears(
    { order: order({ placedAt: yesterday }) },
    { order: order({ externalId: "101", placedAt: new Date("2026-11-22T07:00:00Z") }) },
  );
  const jobs = await shop.rows(
    "select run_at from graphile_worker.jobs where task_identifier = 'sales.days.roll_up'",
  );
  assert.deepEqual(jobs, [{ run_at: new Date(shop.caller.now.getTime() + 60_000) }]);
  assert.equal(await untilOn(shop), null);
  await shop.house.drain(shop.caller);
  const kept = await shop.rows("select sold_on, orders_count from day_sums");
  assert.deepEqual(kept, [{ sold_on: "2026-11-21", orders_count: 1 }]);
  assert.equal(await untilOn(shop), "2026-11-22");
  await assertExact(shop);
});

test("what was put in the trash is soon in no roll-up, also where nothing is sold any more", async () => {
  await using shop = await testShop({ zone: ZONE, currency: "USD" });
  await shop.hears({ order: order({ lines: [line({ externalProductId: null })] }) });
  await shop.house.drain(shop.caller);
  assert.equal((await shop.rows("select from day_products")).length, 1);
  const [{ id }] = await shop.rows("select id from orders");
  shop.house.clock.advance(60_000);
  await shop.asks(trashOrders, { ids: [showId("order", id)] });
  await shop.house.drain(shop.caller);
  assert.deepEqual(await shop.rows("select from day_products"), []);
  assert.deepEqual(await shop.rows("select from day_sums"), []);
});

test("in another zone a day is another day: figures are right at once, and the days are added up anew", async () => {
  await using shop = await testShop({ zone: ZONE, currency: "USD" });
  await shop.hears({ order: order({ placedAt: new Date("2026-11-10T02:00:00Z") }) });
  await rollUp(shop);
  await assertRolledUp(shop);
  const { access } = shop.caller;
  const moved: Shop = {
    ...shop,
    caller: {
      ...shop.caller,
      access: { ...access, company: { ...access.company, zone: "Asia/Kuala_Lumpur" } },
    },
  };
  await assertExact(moved);
  await rollUp(moved);
  await assertExact(moved);
  await assertRolledUp(moved);
  assert.deepEqual(await shop.rows("select sold_on from day_sums"), [{ sold_on: "2026-11-10" }]);
});

test("a company that has sold for years is added up month by month, each once", async () => {
  await using shop = await testShop({ zone: ZONE, currency: "USD" });
  const years = [2021, 2023, 2026].map((year) => new Date(Date.UTC(year, 3, 1, 12)));
  await shop.hears(
    ...years.map((placedAt, i): Said => ({ order: order({ externalId: `${i}`, placedAt }) })),
  );
  await rollUp(shop);
  const kept = await shop.rows("select sold_on from day_sums order by sold_on");
  assert.deepEqual(
    kept.map((row) => row.sold_on),
    ["2021-04-01", "2023-04-01", "2026-04-01"],
  );
  await rollUp(shop);
  assert.equal((await shop.rows("select from day_sums")).length, 3);
  await assertExact(shop);
});

async function rollUp(shop: Shop): Promise<void> {
  for (const one of dayJobs) await one.run(shop.house, shop.caller, {} as never);
}

const zoneOf = (shop: Shop) => shop.caller.access.company.zone;

/** What is read, in part from roll-ups and in part from orders, is what the plainest statement over all orders says. */
async function assertExact(shop: Shop): Promise<void> {
  const zone = zoneOf(shop);
  const read = (statement: Sql) =>
    inCompany(shop.house, shop.caller, "test", "read only", (ctx) =>
      ctx.db.rows<object>(statement),
    ).then(({ output }) => output);
  const sums = sql`
    select sold_on, currency, connection_id, is_sale, sum(orders_count)::int as orders, sum(total_minor)::int as total,
           sum(net_minor)::int as net, sum(refunds_minor)::int as refunds
      from (${sumsOfDays(PERIOD, zone)}) as d group by 1, 2, 3, 4 order by 1, 2, 3, 4`;
  assert.deepEqual(await read(sums), await read(plainSums(zone)));
  const all = sql`
    select currency, connection_id, is_sale, sum(orders_count)::int as orders, sum(total_minor)::int as total,
           sum(net_minor)::int as net
      from (${sumsOfAllDays(zone)}) as d group by 1, 2, 3 order by 1, 2, 3`;
  assert.deepEqual(await read(all), await read(PLAIN_ALL));
  const products = sql`
    select currency, connection_id, product_id, title, sum(sold_count)::int as pieces, sum(net_minor)::int as net
      from (${productsOfDays(PERIOD, zone)}) as d group by 1, 2, 3, 4 order by 1, 2, 3, 4`;
  assert.deepEqual(await read(products), await read(plainProducts(zone)));
}

const plainSums = (zone: string): Sql => sql`
  select sold_on, currency, connection_id, is_sale, sum(orders)::int as orders, sum(total)::int as total,
         sum(net)::int as net, sum(refunds)::int as refunds
    from (select (placed_at at time zone ${zone})::date as sold_on, currency, connection_id, is_sale, 1 as orders,
                 total_minor as total, total_minor - refunded_minor as net, 0 as refunds
            from orders where deleted_at is null
           union all
          select (r.refunded_at at time zone ${zone})::date, o.currency, o.connection_id, true, 0, 0, 0, r.amount_minor
            from refunds r join orders o on o.id = r.order_id and o.currency = r.currency and o.is_sale) as each
   where sold_on between ${PERIOD.from} and ${PERIOD.to}
   group by 1, 2, 3, 4 order by 1, 2, 3, 4`;

const PLAIN_ALL = sql`
  select currency, connection_id, is_sale, count(*)::int as orders, sum(total_minor)::int as total,
         sum(net_minor)::int as net
    from orders where deleted_at is null group by 1, 2, 3 order by 1, 2, 3`;

const plainProducts = (zone: string): Sql => sql`
  select o.currency, o.connection_id, l.product_id, case when l.product_id is null then l.title else '' end as title,
         sum(l.current_quantity)::int as pieces,
         sum(case when l.quantity = 0 then l.net_minor
                  else round(l.net_minor * l.current_quantity / l.quantity) end)::int as net
    from orders o join order_lines l on l.order_id = o.id
   where o.is_sale and not l.is_gift_card
     and (o.placed_at at time zone ${zone})::date between ${PERIOD.from} and ${PERIOD.to}
   group by 1, 2, 3, 4 order by 1, 2, 3, 4`;

/** Nothing of it waits for another roll-up, and what was kept is what a roll-up from nothing would keep. */
async function assertRolledUp(shop: Shop): Promise<void> {
  assert.deepEqual(await shop.rows("select from day_touches"), []);
  const kept = await keptOf(shop);
  await shop.rows("update day_horizon set zone = 'Etc/UTC', until_on = null");
  await rollUp(shop);
  assert.deepEqual(kept, await keptOf(shop));
}

async function keptOf(shop: Shop): Promise<string[]> {
  const rows = await Promise.all(
    ["day_sums", "day_products", "day_horizon"].map((table) =>
      shop.rows(`select (to_jsonb(t) - 'id')::text as row from ${table} t`),
    ),
  );
  return rows
    .flat()
    .map(({ row }) => row)
    .sort();
}

const untilOn = async (shop: Shop): Promise<string | null> =>
  (await shop.rows("select until_on from day_horizon"))[0]?.until_on;

const clear = (shop: Shop) =>
  shop.rows(
    `delete from refunds; delete from orders; delete from order_deletions; delete from products;
     delete from product_deletions; delete from customer_identities; delete from customers;
     delete from timeline_entries; delete from connections where id <> '${SHOP}'`,
  );
