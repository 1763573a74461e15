import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { trashProducts } from "#modules/catalog/products/trash.actions.ts";
import { trashCustomers } from "#modules/crm/customers/trash.actions.ts";
import { testShop } from "#modules/sales/fixtures/shop.ts";
import {
  at,
  buyer,
  order,
  payment,
  product,
  refund,
  subscription,
  variation,
} from "#modules/sales/fixtures/telling.ts";
import { trashOrders } from "#modules/sales/orders/trash.actions.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { testHouse } from "#platform/testing/house.ts";
import {
  asks,
  DAY_MS,
  differences,
  emptied,
  many,
  restored,
  sold,
  stateOf,
  whereIs,
} from "./trash.testing.ts";

const DELETES = { customer: trashCustomers, order: trashOrders, product: trashProducts } as const;

test("deleted and brought back, every record is as it was, with all that hangs on it", async () => {
  await using shop = await testShop();
  const ids = await sold(shop);
  for (const [type, id] of Object.entries(ids) as [keyof typeof ids, string][]) {
    const before = await stateOf(shop);
    const shown = showId(type, id);
    await shop.asks(DELETES[type], { ids: [shown] });
    assert.notDeepEqual(await stateOf(shop), before, `${type}: nothing was deleted`);

    const { restored: back } = await restored(shop, [shown]);
    assert.deepEqual(back, [shown]);
    assert.deepEqual(differences(before, await stateOf(shop)), [], type);
  }
  const all = Object.entries(ids) as [keyof typeof ids, string][];
  const before = await stateOf(shop);
  for (const [type, id] of all) await shop.asks(DELETES[type], { ids: [showId(type, id)] });
  await restored(
    shop,
    all.map(([type, id]) => showId(type, id)),
  );
  assert.deepEqual(differences(before, await stateOf(shop)), [], "all together");
});

test("a deleted record is in no list, no count, no sum and no search, and its page says so", async () => {
  await using shop = await testShop();
  const ids = await sold(shop);
  const seen = async () => ({
    customers: await many(shop, "customers", { search: "aina" }),
    archived: await many(shop, "customers", { archived: "true" }),
    orders: await many(shop, "orders", { search: "100" }),
    products: await many(shop, "products", { search: "kopi" }),
  });
  assert.deepEqual(await seen(), { customers: 1, archived: 0, orders: 1, products: 1 });
  await shop.asks(trashOrders, { ids: [showId("order", ids.order)] });
  const [sums] = await shop.rows("select orders_count, spent_minor from customers");
  assert.deepEqual(sums, { orders_count: 1, spent_minor: 900 });

  await shop.asks(trashCustomers, { ids: [showId("customer", ids.customer)] });
  await shop.asks(trashProducts, { ids: [showId("product", ids.product)] });
  assert.deepEqual(await seen(), { customers: 0, archived: 0, orders: 0, products: 0 });
  for (const [type, id] of Object.entries(ids)) {
    const page = await asks(shop, type, id);
    assert.equal(page.trashedAt, shop.house.clock.now.toISOString(), type);
    assert.match(page.blocked.change, /in_trash$/);
    assert.match(page.blocked.trash, /in_trash$/);
  }
});

test("what a store tells of a deleted order is kept for the day it comes back, and counts from then on", async () => {
  await using shop = await testShop();
  const ids = await sold(shop);
  await shop.asks(trashOrders, { ids: [showId("order", ids.order)] });
  await shop.hears(
    { order: order({ totalMinor: 2500, lines: [] }, 20) },
    { refund: refund({ externalId: "r2", amountMinor: 100 }) },
  );
  assert.equal(await many(shop, "orders", { search: "100" }), 0, "a person's word stands");
  const [still] = await shop.rows("select orders_count, spent_minor from customers");
  assert.deepEqual(still, { orders_count: 1, spent_minor: 900 });

  await restored(shop, [showId("order", ids.order)]);
  const [back] = await shop.rows(
    "select total_minor, refunded_minor, is_sale from orders where external_id = '100'",
  );
  assert.deepEqual(back, { total_minor: 2500, refunded_minor: 600, is_sale: true });
  const [sums] = await shop.rows("select orders_count, spent_minor from customers");
  assert.deepEqual(sums, { orders_count: 2, spent_minor: 900 + 2500 - 600 });
});

test("what a store tells of a deleted product is kept for the day it comes back", async () => {
  await using shop = await testShop();
  const ids = await sold(shop);
  await shop.asks(trashProducts, { ids: [showId("product", ids.product)] });
  await shop.hears(
    { product: product({ title: "Kopi O Kaw" }, 20) },
    { variation: variation("v1", "7.50", 20) },
  );
  assert.equal(await many(shop, "products", {}), 0, "a person's word stands");
  await restored(shop, [showId("product", ids.product)]);
  const back = await shop.rows(
    "select p.title, v.price_minor from products p join variants v on v.product_id = p.id where v.external_id = 'v1'",
  );
  assert.deepEqual(back, [{ title: "Kopi O Kaw", price_minor: 750 }]);
});

test("what a store deletes goes to the trash in its name, comes back by either's word, and is gone after 30 days", async () => {
  await using shop = await testShop();
  const ids = await sold(shop);
  const shown = { order: showId("order", ids.order), product: showId("product", ids.product) };
  const gone = async (minute: number) => {
    await shop.hears({ gone: "order", externalId: "100", at: at(minute) });
    await shop.hears({ gone: "product", externalId: "p1", at: at(minute) });
  };
  const inTrash = async () => {
    const { rows } = await asks(shop, "trash", {});
    return rows
      .map((row: { type: string; actorName: string }) => `${row.type} by ${row.actorName}`)
      .sort();
  };
  const both = ["order by Shop", "product by Shop"];
  const before = await stateOf(shop);
  await gone(40);
  assert.deepEqual(await inTrash(), both);
  await restored(shop, Object.values(shown));
  const rest = differences(before, await stateOf(shop)).filter((row) => !/_deletions /.test(row));
  assert.deepEqual(rest, [], "all but the note that the store had deleted them");

  await shop.hears({ order: order({}, 20) }, { product: product({}, 20) });
  assert.deepEqual(await inTrash(), [], "what it says of before does not delete them again");
  await gone(41);
  assert.deepEqual(await inTrash(), both);
  await shop.hears({ order: order({}, 42) }, { product: product({}, 42) });
  assert.deepEqual(await inTrash(), [], "the store has them again");

  await gone(50);
  shop.house.clock.advance(31 * DAY_MS);
  await emptied(shop);
  const left = "select id from products union all select id from orders where external_id = '100'";
  assert.deepEqual(await shop.rows(left), []);
});

test("an order that its store deletes while it is in the trash comes back all the same", async () => {
  await using shop = await testShop();
  const ids = await sold(shop);
  const shown = showId("order", ids.order);
  await shop.asks(trashOrders, { ids: [shown] });
  await shop.hears({ gone: "order", externalId: "100", at: at(50) });
  await restored(shop, [shown]);
  const [back] = await shop.rows(
    "select deleted_at, trashed_at, is_sale from orders where external_id = '100'",
  );
  assert.deepEqual(back, { deleted_at: null, trashed_at: null, is_sale: true });
});

test("a deleted customer is not brought back by what their store tells of before, and learns it all the same", async () => {
  await using shop = await testShop();
  const ids = await sold(shop);
  const before = await stateOf(shop);
  await shop.asks(trashCustomers, { ids: [showId("customer", ids.customer)] });
  const news = buyer({
    isAccount: true,
    externalId: "7",
    name: "Aina Zulkifli",
    clock: { updatedAt: at(40), tie: "10:z" },
  });
  await shop.hears({ customer: news }, { order: order({ fulfilmentStatus: "fulfilled" }, 41) });
  assert.equal(await many(shop, "customers", {}), 0);
  assert.equal((await shop.rows("select from customers")).length, 1);

  await restored(shop, [showId("customer", ids.customer)]);
  const [back] = await shop.rows("select name, orders_count from customers");
  assert.deepEqual(back, { name: "Aina Zulkifli", orders_count: 2 });
  assert.notDeepEqual(await stateOf(shop), before);
});

test("on day 29 it comes back, on day 31 nothing is left of it in any column of any table", async () => {
  await using shop = await testShop();
  const CANARY = "kenariemas";
  const person = buyer({
    isAccount: true,
    externalId: "9",
    name: `${CANARY} orang`,
    email: `${CANARY}@example.com`,
  });
  await shop.hears(
    { customer: person },
    { product: product({ title: `${CANARY} kopi`, description: CANARY, tags: [CANARY] }) },
    {
      order: order({
        number: `#${CANARY}`,
        note: CANARY,
        // Somebody who stays: the order's story stands in their timeline as well.
        customer: buyer({ email: "tetap@example.com", name: "Tetap" }),
        externalId: "300",
        lines: [{ ...order().lines[0], title: `${CANARY} kopi` } as never],
      }),
    },
    { refund: refund({ orderExternalId: "300", reason: CANARY }) },
    { payment: payment({ orderExternalId: "300", reference: CANARY }) },
  );
  const [gone] = await shop.rows("select id from customers where name <> 'Tetap'");
  const customer = showId("customer", gone.id);
  const other = showId("order", (await shop.rows("select id from orders"))[0].id);
  const sold = showId("product", (await shop.rows("select id from products"))[0].id);
  assert((await whereIs(shop, CANARY)).length > 5, "the canary is planted");

  await shop.asks(trashCustomers, { ids: [customer] });
  await shop.asks(trashOrders, { ids: [other] });
  await shop.asks(trashProducts, { ids: [sold] });
  shop.house.clock.advance(29 * DAY_MS);
  await emptied(shop);
  const { restored: back } = await restored(shop, [customer, other, sold]);
  assert.equal(back.length, 3, "day 29");

  await shop.asks(trashCustomers, { ids: [customer] });
  await shop.asks(trashOrders, { ids: [other] });
  await shop.asks(trashProducts, { ids: [sold] });
  shop.house.clock.advance(30 * DAY_MS - 1);
  await emptied(shop);
  assert((await whereIs(shop, CANARY)).length > 5, "a millisecond before the end of day 30");
  shop.house.clock.advance(1);
  await assert.rejects(restored(shop, [customer]), /too_late/);
  await emptied(shop);
  assert.deepEqual(await whereIs(shop, CANARY), []);
  assert.deepEqual(await shop.rows("select * from trash_entries"), []);
});

test("what is gone for good is not brought back by any old or new word of its store", async () => {
  await using shop = await testShop();
  const ids = await sold(shop);
  for (const [type, id] of Object.entries(ids) as [keyof typeof ids, string][])
    await shop.asks(DELETES[type], { ids: [showId(type, id)] });
  shop.house.clock.advance(31 * DAY_MS);
  await emptied(shop);
  const account = buyer({
    isAccount: true,
    externalId: "7",
    clock: { updatedAt: at(58), tie: "10:z" },
  });
  await shop.hears(
    { order: order({ totalMinor: 1 }, 50) },
    { refund: refund({ externalId: "r9" }) },
    { payment: payment({ externalId: "t9" }) },
    { customer: account },
    { product: product({ title: "Kopi lain" }, 50) },
    { variation: variation("v1", "9.00", 50) },
    { order: order({ externalId: "101", number: "#101", placedAt: at(5), totalMinor: 900 }, 6) },
    { subscription: subscription({}, 50) },
  );
  const counts = await shop.rows(`
    select (select count(*) from customers) as customers, (select count(*) from products) as products,
           (select count(*) from orders) as orders, (select count(*) from refunds) as refunds,
           (select count(*) from payments) as payments`);
  assert.deepEqual(counts, [{ customers: 0, products: 0, orders: 1, refunds: 0, payments: 0 }]);
  const [left] = await shop.rows("select external_id, customer_id, name, is_sale from orders");
  assert.deepEqual(left, {
    external_id: "101",
    customer_id: null,
    name: "Aina binti Zul",
    is_sale: true,
  });
  const sale = order(
    { externalId: "500", number: "#500", placedAt: shop.house.clock.now, customer: account },
    59,
  );
  await shop.hears({ order: sale });
  assert.equal(await many(shop, "customers", {}), 1, "a new sale is a new customer's");
});

test("what stores had deleted before there was a trash is put into it, and is gone 30 days later", async () => {
  await using shop = await testShop({}, await testHouse({ now: new Date() }));
  await using _ = shop.house;
  await sold(shop);
  await shop.hears({ gone: "order", externalId: "100", at: at(40) });
  await shop.hears({ gone: "product", externalId: "p1", at: at(40) });
  await shop.rows("delete from trash_entries");
  await shop.rows("select graphile_worker.remove_job('records.trash.purge')");
  const [{ name }] = await shop.rows("select current_database() as name");
  await withAdmin(shop.house.serverUrl, name, async (client) => {
    for (const [file, from] of [
      ["0037_sales_orders_overruled", "insert into"],
      ["0038_catalog_products_overruled", "insert into"],
      ["0039_records_trash_purge_of_earlier", "do $$"],
    ] as const) {
      const text = readFileSync(`database/tenant/${file}.sql`, "utf8");
      await client.query(text.slice(text.indexOf(from)));
    }
  });
  const { rows } = await asks(shop, "trash", {});
  assert.deepEqual(
    rows.map(({ actorName }: { actorName: string }) => actorName),
    ["Shop", "Shop"],
  );
  shop.house.clock.advance(31 * DAY_MS);
  await emptied(shop);
  assert.deepEqual(await shop.rows("select id from products"), []);
  assert.deepEqual(await shop.rows("select id from orders where external_id = '100'"), []);
});
