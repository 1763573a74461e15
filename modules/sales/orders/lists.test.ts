import assert from "node:assert/strict";
import { test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { RECORD_TYPES } from "#modules/modules.ts";
import { type Shop, testShop } from "../fixtures/shop.ts";
import { at, buyer, line, order, product, refund, SHOP } from "../fixtures/telling.ts";
import { createOrder } from "./hand.actions.ts";
import * as actions from "./orders.actions.ts";
import { ORDER_SORTS, type OrderRow } from "./orders.contract.ts";

const listOrders = actions.listOrders(RECORD_TYPES);
const countListedOrders = actions.countListedOrders(RECORD_TYPES);

const numbers = async (shop: Shop, filter: object): Promise<string[]> =>
  (await shop.asks(listOrders, filter)).rows.map(({ number }: OrderRow) => number);

/** 100 to 104: the first is placed at 01:30 on 2 November in Kuala Lumpur, the others a day later each. */
async function fiveOrders(): Promise<Shop> {
  const shop = await testShop();
  const told = (i: number) =>
    order({
      externalId: `${100 + i}`,
      number: `#${100 + i}`,
      placedAt: new Date(Date.UTC(2026, 10, 1 + i, 17, 30)),
      totalMinor: [1800, 500, 500, 9900, 0][i] ?? 0,
      currency: i === 3 ? "SGD" : "MYR",
      status: i === 4 ? "cancelled" : "open",
      lines: [line({ externalProductId: i < 2 ? "p1" : null })],
      refunds: i === 1 ? [refund({ orderExternalId: "101", refundedAt: at(0) })] : [],
      customer: buyer({
        email: `buyer${i}@example.com`,
        name: ["Aina", "Badrul Hisham", "陳大文", "Ольга", ""][i] ?? "",
        phoneText: i === 0 ? "012-345 6789" : null,
      }),
    });
  await shop.hears({ product: product() }, ...[0, 1, 2, 3, 4].map((i) => ({ order: told(i) })));
  return shop;
}

test("every sort pages through all orders once, ties included", async () => {
  await using shop = await fiveOrders();
  for (const sort of ORDER_SORTS) {
    const all: string[] = [];
    let after: string | undefined;
    do {
      const page = await shop.asks(listOrders, { sort, limit: "2", ...(after && { after }) });
      all.push(...page.rows.map(({ number }: OrderRow) => number));
      after = page.next ?? undefined;
    } while (after !== undefined);
    assert.equal(new Set(all).size, 5, `${sort}: ${all}`);
    assert.equal(all.length, 5);
  }
  assert.deepEqual(await numbers(shop, { sort: "-placed", limit: "2" }), ["#104", "#103"]);
  assert.deepEqual(await numbers(shop, { sort: "-total", limit: "2" }), ["#103", "#100"]);
});

test("a day is a day in the company's zone, both ends included", async () => {
  await using shop = await fiveOrders();
  const days = { placedFrom: "2026-11-02", placedTo: "2026-11-03" };
  assert.deepEqual(await numbers(shop, days), ["#101", "#100"]);
  assert.deepEqual(await numbers(shop, { placedTo: "2026-11-01" }), []);
  assert.deepEqual(await numbers(shop, { refundedFrom: "2026-11-01", refundedTo: "2026-11-01" }), [
    "#101",
  ]);
});

test("orders are found by number, name in any script, address and phone as people type it", async () => {
  await using shop = await fiveOrders();
  const found = (search: string) => numbers(shop, { search });
  assert.deepEqual(await found("#103"), ["#103"]);
  assert.deepEqual(await found("BADRUL his"), ["#101"]);
  assert.deepEqual(await found("ольга"), ["#103"]);
  assert.deepEqual(await found("陳"), ["#102"]);
  assert.deepEqual(await found("文"), ["#102"]);
  assert.deepEqual(await found("buyer4@example.com"), ["#104"]);
  assert.deepEqual(await found("012-345 6789"), ["#100"]);
  assert.deepEqual(await found("0123456789"), ["#100"]);
  assert.deepEqual(await found("100%"), []);
  assert.deepEqual(await found("nobody@example.com"), []);
});

test("filters narrow the list and the count alike, and sums are kept apart by currency", async () => {
  await using shop = await fiveOrders();
  const [{ id: productUuid }] = await shop.rows("select id from products");
  const [{ id: customerUuid }] = await shop.rows("select id from customers where name = 'Aina'");
  await shop.asks(createOrder, {
    channel: "stall",
    lines: [{ title: "Kopi", quantity: 1, unitPriceMinor: 100 }],
  });
  const cases: [object, number][] = [
    [{ status: "cancelled" }, 1],
    [{ paymentStatus: "unpaid" }, 1],
    [{ fulfilmentStatus: "unfulfilled" }, 6],
    [{ connectionId: showId("connection", SHOP) }, 5],
    [{ customerId: showId("customer", customerUuid) }, 1],
    [{ productId: showId("product", productUuid) }, 2],
    [{ currency: "SGD" }, 1],
    [{ channel: "stall" }, 1],
    [{ isSale: "false" }, 1],
    [{ totalMin: "500", totalMax: "1800" }, 3],
    [{ status: "open", currency: "MYR", channel: "web" }, 3],
  ];
  for (const [filter, count] of cases) {
    assert.equal((await numbers(shop, filter)).length, count, JSON.stringify(filter));
    const counted = await shop.asks(countListedOrders, filter);
    assert.deepEqual([counted.count, counted.allCount], [count, 6], JSON.stringify(filter));
  }
  const { count, sums } = await shop.asks(countListedOrders, {});
  assert.equal(count, 6);
  assert.deepEqual(sums, [
    { currency: "MYR", totalMinor: 2900, netMinor: 2400 },
    { currency: "SGD", totalMinor: 9900, netMinor: 9900 },
  ]);
});

test("what a store has deleted is in no list, and a made-up cursor is bad input", async () => {
  await using shop = await fiveOrders();
  await shop.hears({ gone: "order", externalId: "103", at: new Date(Date.UTC(2026, 10, 20)) });
  assert.equal((await numbers(shop, {})).length, 4);
  assert.equal((await shop.asks(countListedOrders, {})).count, 4);
  await assert.rejects(numbers(shop, { after: "bm9uc2Vuc2U" }), { code: "input.invalid" });
});
