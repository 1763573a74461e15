import assert from "node:assert/strict";
import { test } from "node:test";
import type { Problem } from "#kernel/errors.ts";
import { showId } from "#kernel/ids.ts";
import { createProduct } from "#modules/catalog/products/products.actions.ts";
import { type Shop, testShop } from "../fixtures/shop.ts";
import { order } from "../fixtures/telling.ts";
import { changeOrder, createOrder } from "./hand.actions.ts";
import { getOrder } from "./orders.actions.ts";
import { cancelOrder, completeOrder, payOrder, refundOrder } from "./verbs.actions.ts";

const KOPI = { title: "Kopi O", quantity: 3, unitPriceMinor: 250 };
const SALE = { channel: "stall", lines: [KOPI] };
const aina = async (shop: Shop): Promise<string> => {
  await shop.hears({ order: order() });
  const [{ id }] = await shop.rows("select id from customers");
  return showId("customer", id);
};
const is = (kind: string, code: string, path?: unknown) => (problem: Problem) => {
  assert.deepEqual([problem.kind, problem.code], [kind, code]);
  if (path !== undefined) assert.deepEqual(problem.details, path);
  return true;
};

test("a sale by hand is numbered, priced, paid, rolled up, told and audited", async () => {
  await using shop = await testShop();
  const customerId = await aina(shop);
  const made = await shop.asks(createOrder, {
    ...SALE,
    customerId,
    lines: [KOPI, { title: "Kuih", quantity: 0.5, unitPriceMinor: 333, discountMinor: 10 }],
    shippingMinor: 500,
    discountMinor: 101,
    taxMinor: 45,
    isPaid: true,
    paymentMethod: "DuitNow",
  });
  assert.equal(made.number, "M-1001");
  // 750 + (167 - 10) - 101 + 500 + 45
  assert.equal(made.totalMinor, 1351);
  assert.equal(made.differenceMinor, 0);
  assert.deepEqual(
    made.lines.map((line: { netMinor: number; sharedDiscountMinor: number }) => [
      line.netMinor,
      line.sharedDiscountMinor,
    ]),
    [
      [667, 83],
      [139, 18],
    ],
  );
  assert.deepEqual([made.paymentStatus, made.status, made.isSale], ["paid", "open", true]);
  assert.equal(made.payments[0].amountMinor, 1351);
  assert.equal(made.customerName, "Aina binti Zul");
  const [customer] = await shop.rows("select orders_count, spent_minor from customers");
  assert.deepEqual(customer, { orders_count: 2, spent_minor: 1800 + 1351 });
  const audits = await shop.rows("select action from audit_entries where subject_name = 'M-1001'");
  assert.deepEqual(audits, [{ action: "sales.orders.write" }]);
});

test("numbers have no gaps, also when a sale is refused and when many are made at once", async () => {
  await using shop = await testShop();
  const refused = shop.asks(createOrder, { ...SALE, discountMinor: 9999 });
  await assert.rejects(
    refused,
    is("invalid", "input.invalid", [
      { path: ["discountMinor"], code: "sales.order.discount_too_large" },
    ]),
  );
  const made = await Promise.all(Array.from({ length: 12 }, () => shop.asks(createOrder, SALE)));
  const numbers = made.map(({ number }) => number).sort();
  assert.deepEqual(
    numbers,
    Array.from({ length: 12 }, (_, i) => `M-${1001 + i}`),
  );
});

test("two sales to one customer at the same moment are both in their roll-ups", async () => {
  await using shop = await testShop();
  const customerId = await aina(shop);
  await Promise.all(
    Array.from({ length: 8 }, () => shop.asks(createOrder, { ...SALE, customerId })),
  );
  const [customer] = await shop.rows("select orders_count, spent_minor from customers");
  assert.deepEqual(customer, { orders_count: 9, spent_minor: 1800 + 8 * 750 });
});

test("a sale names products of the catalogue, and only those there are", async () => {
  await using shop = await testShop();
  const product = await shop.asks(createProduct, {
    title: "Kopi",
    variants: [{ title: "Ais", sku: "K-A", priceMinor: 300 }],
  });
  const variantId = product.variants[0].id;
  const made = await shop.asks(createOrder, { ...SALE, lines: [{ ...KOPI, variantId }] });
  assert.deepEqual(
    [
      made.lines[0].productId,
      made.lines[0].variantId,
      made.lines[0].variantTitle,
      made.lines[0].sku,
    ],
    [product.id, variantId, "Ais", "K-A"],
  );
  const unknown = showId("variant", "019ab000-0000-7000-8000-00000000000f");
  await assert.rejects(
    shop.asks(createOrder, { ...SALE, lines: [KOPI, { ...KOPI, variantId: unknown }] }),
    is("invalid", "input.invalid", [
      { path: ["lines", 1, "variantId"], code: "catalog.product.not_found" },
    ]),
  );
});

test("paying, refunding in parts and cancelling follow each other, each closed with its reason", async () => {
  await using shop = await testShop();
  const customerId = await aina(shop);
  const made = await shop.asks(createOrder, { ...SALE, customerId });
  const { id } = made;
  assert.deepEqual(made.blocked, {
    change: null,
    give: null,
    contents: null,
    cancel: null,
    complete: null,
    pay: null,
    refund: "sales.order.not_paid",
    trash: null,
  });
  const paid = await shop.asks(payOrder, { id, version: made.version, method: "Cash" });
  assert.deepEqual([paid.paymentStatus, paid.paymentMethod], ["paid", "Cash"]);
  assert.deepEqual(
    [paid.blocked.pay, paid.blocked.cancel],
    ["sales.order.already_paid", "sales.order.refund_first"],
  );
  await assert.rejects(
    shop.asks(payOrder, { id, version: made.version }),
    is("stale", "record.changed_meanwhile"),
  );

  const part = await shop.asks(refundOrder, {
    id,
    version: paid.version,
    amountMinor: 200,
    reason: "cold",
  });
  assert.deepEqual(
    [part.paymentStatus, part.refundedMinor, part.netMinor],
    ["part_refunded", 200, 550],
  );
  assert.equal(part.blocked.contents, "sales.order.has_refunds");
  await assert.rejects(
    shop.asks(refundOrder, { id, version: part.version, amountMinor: 551 }),
    is("invalid", "input.invalid", [{ path: ["amountMinor"], code: "sales.order.more_than_left" }]),
  );
  const all = await shop.asks(refundOrder, { id, version: part.version, amountMinor: 550 });
  assert.deepEqual([all.paymentStatus, all.netMinor, all.isSale], ["refunded", 0, true]);
  assert.equal(all.blocked.refund, "sales.order.nothing_left");
  const [still] = await shop.rows("select orders_count, spent_minor from customers");
  assert.deepEqual(still, { orders_count: 2, spent_minor: 1800 });

  const gone = await shop.asks(cancelOrder, { id, version: all.version });
  assert.deepEqual(
    [gone.status, gone.isSale, gone.blocked.cancel],
    ["cancelled", false, "sales.order.already_cancelled"],
  );
  const [left] = await shop.rows("select orders_count from customers");
  assert.deepEqual(left, { orders_count: 1 });
  const told = await shop.rows(
    "select kind from timeline_entries where subject_type = 'order' and subject_id = $1 order by kind",
    [(await shop.rows("select id from orders where number = 'M-1001'"))[0].id],
  );
  assert.deepEqual(
    told.map(({ kind }) => kind),
    [
      "sales.order.cancelled",
      "sales.order.paid",
      "sales.order.placed",
      "sales.order.refunded",
      "sales.order.refunded",
    ],
  );
});

test("completing a sale fulfils it, once", async () => {
  await using shop = await testShop();
  const made = await shop.asks(createOrder, SALE);
  const done = await shop.asks(completeOrder, { id: made.id, version: made.version });
  assert.deepEqual([done.status, done.fulfilmentStatus], ["completed", "fulfilled"]);
  await assert.rejects(
    shop.asks(completeOrder, { id: made.id, version: done.version }),
    is("refused", "sales.order.already_completed"),
  );
});

test("changing a sale prices it anew and keeps what was not named", async () => {
  await using shop = await testShop();
  const customerId = await aina(shop);
  const made = await shop.asks(createOrder, {
    ...SALE,
    customerId,
    shippingMinor: 500,
    discountMinor: 50,
    isPaid: true,
  });
  assert.equal(made.totalMinor, 1200);
  const more = await shop.asks(changeOrder, {
    id: made.id,
    version: made.version,
    lines: [KOPI, { title: "Teh", quantity: 1, unitPriceMinor: 300 }],
    note: "To the office",
  });
  assert.deepEqual(
    [more.totalMinor, more.shippingMinor, more.discountMinor, more.paymentStatus, more.note],
    [1500, 500, 50, "part_paid", "To the office"],
  );
  const free = await shop.asks(changeOrder, {
    id: made.id,
    version: more.version,
    shippingMinor: 0,
    customerId: null,
  });
  assert.deepEqual(
    [free.totalMinor, free.paymentStatus, free.customerId, free.lines.length],
    [1000, "paid", null, 2],
  );
  const [customer] = await shop.rows("select orders_count, spent_minor from customers");
  assert.deepEqual(customer, { orders_count: 1, spent_minor: 1800 });
  const [left] = await shop.rows(
    "select count(*) from timeline_entries where subject_type = 'customer' and detail->>'number' = 'M-1001'",
  );
  assert.equal(left.count, 0);
});

test("of a store's order only the customer and the note are changed by hand", async () => {
  await using shop = await testShop();
  await shop.hears({ order: order() });
  const [{ id: uuid, version }] = await shop.rows("select id, version from orders");
  const id = showId("order", uuid);
  const theirs = is("refused", "sales.order.belongs_to_store");
  await assert.rejects(shop.asks(changeOrder, { id, version, shippingMinor: 0 }), theirs);
  await assert.rejects(shop.asks(cancelOrder, { id, version }), theirs);
  await assert.rejects(shop.asks(completeOrder, { id, version }), theirs);
  await assert.rejects(shop.asks(payOrder, { id, version }), theirs);
  await assert.rejects(shop.asks(refundOrder, { id, version, amountMinor: 1 }), theirs);
  const changed = await shop.asks(changeOrder, { id, version, note: "Ring twice" });
  assert.equal(changed.note, "Ring twice");
});

test("a sale in yen has no cents and one in dinar has three, and neither is added to ringgit", async () => {
  await using shop = await testShop();
  const customerId = await aina(shop);
  for (const currency of ["JPY", "KWD"])
    await shop.asks(createOrder, { ...SALE, customerId, currency });
  const [customer] = await shop.rows("select orders_count, spent_minor from customers");
  assert.deepEqual(customer, { orders_count: 3, spent_minor: 1800 });
  await assert.rejects(
    shop.asks(createOrder, { ...SALE, currency: "XQX" }),
    is("invalid", "input.invalid", [{ path: ["currency"], code: "currency.unknown" }]),
  );
});

test("an order knows its neighbours by time", async () => {
  await using shop = await testShop();
  const made = [];
  for (const day of ["2026-11-01", "2026-11-03", "2026-11-02"])
    made.push(await shop.asks(createOrder, { ...SALE, placedAt: `${day}T04:00:00Z` }));
  const middle = await shop.asks(getOrder, { id: made[2].id });
  assert.deepEqual([middle.newerId, middle.olderId], [made[1].id, made[0].id]);
  await assert.rejects(
    shop.asks(createOrder, { ...SALE, placedAt: "2027-11-22T04:00:00Z" }),
    is("invalid", "input.invalid", [{ path: ["placedAt"], code: "sales.order.placed_in_future" }]),
  );
});
