import assert from "node:assert/strict";
import { test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { testShop } from "../fixtures/shop.ts";
import {
  at,
  buyer,
  line,
  order,
  payment,
  product,
  refund,
  variation,
} from "../fixtures/telling.ts";
import type { StoreRefund } from "../refunds/refunds.rules.ts";
import { getOrder } from "./orders.actions.ts";

test("a store's order becomes a customer, an order with lines, roll-ups, timelines and an audit entry", async () => {
  await using shop = await testShop();
  const [applied] = await shop.hears({ order: order({ payments: [payment()] }) });
  assert.equal(applied?.outcome, "created");

  const [kept] = await shop.rows("select * from orders");
  assert.equal(kept.is_sale, true);
  assert.deepEqual(
    [kept.lines_minor, kept.shipping_minor, kept.total_minor, kept.difference_minor],
    [1000, 800, 1800, 0],
  );
  const [customer] = await shop.rows("select * from customers");
  assert.deepEqual(
    [customer.orders_count, customer.spent_minor, customer.first_order_at, customer.last_order_at],
    [1, 1800, at(0), at(0)],
  );
  assert.equal(kept.customer_id, customer.id);
  const told = await shop.rows(
    "select subject_type, kind from timeline_entries where kind like 'sales%' order by 1, 2",
  );
  assert.deepEqual(
    told.map(({ subject_type, kind }) => `${subject_type} ${kind}`),
    [
      "customer sales.order.paid",
      "customer sales.order.placed",
      "order sales.order.paid",
      "order sales.order.placed",
    ],
  );
  const audits = await shop.rows(
    "select actor_kind, actor_name, change from audit_entries where subject_type = 'order'",
  );
  assert.equal(audits.length, 1);
  assert.deepEqual([audits[0].actor_kind, audits[0].actor_name], ["connection", "Shop"]);
  assert.equal(audits[0].change.after.totalMinor, 1800);

  const page = await shop.asks(getOrder, { id: showId("order", kept.id) });
  assert.equal(page.payments.length, 1);
  assert.equal(page.connection, "Shop");
  assert.equal(page.blocked.contents, "sales.order.belongs_to_store");
  assert.equal(page.blocked.change, null);
});

test("the same telling twice has one effect", async () => {
  await using shop = await testShop();
  const telling = { order: order({ refunds: [refund()], payments: [payment()] }) };
  await shop.hears(telling);
  const before = await shop.rows("select count(*) from audit_entries");
  const [again] = await shop.hears(telling);
  assert.equal(again?.outcome, "seen");
  assert.deepEqual(await shop.rows("select count(*) from audit_entries"), before);
  assert.deepEqual(await shop.rows("select count(*) from refunds"), [{ count: 1 }]);
});

test("an older state after a newer one changes nothing but what it knows of refunds", async () => {
  await using shop = await testShop();
  const older = order({ status: "open", refunds: [refund({ refundedAt: at(5) })] }, 5);
  const newer = order({ status: "completed", refunds: [refund({ refundedAt: at(9) })] }, 9);
  await shop.hears({ order: newer }, { order: older });
  const [kept] = await shop.rows("select status, refunded_minor, net_minor from orders");
  assert.deepEqual(kept, { status: "completed", refunded_minor: 500, net_minor: 1300 });
  const [given] = await shop.rows("select refunded_at from refunds");
  assert.deepEqual(given.refunded_at, at(5));
});

test("a refund that the store deleted is gone with its sums, days, timelines and postings, and an old word brings it not back", async () => {
  await using shop = await testShop();
  const state = (minute: number, ...refunds: StoreRefund[]) => ({
    order: order({ listsAllRefunds: true, refunds }, minute),
  });
  const both = [refund(), refund({ externalId: "r2", amountMinor: 300 })];
  await shop.hears(state(5, ...both), state(9, ...both.slice(1)));
  const sums = async () => {
    const [kept] = await shop.rows("select refunded_minor, net_minor from orders");
    const refunds = await shop.rows("select external_id from refunds");
    const told = await shop.rows(
      "select subject_type, count(*) from timeline_entries where kind = 'sales.order.refunded' group by 1 order by 1",
    );
    return { ...kept, refunds: refunds.map(({ external_id }) => external_id), told };
  };
  const left = {
    ...{ refunded_minor: 300, net_minor: 1500, refunds: ["r2"] },
    told: [
      { subject_type: "customer", count: 1 },
      { subject_type: "order", count: 1 },
    ],
  };
  assert.deepEqual(await sums(), left);
  const [audited] = await shop.rows(
    "select change from audit_entries where subject_type = 'order' order by id desc limit 1",
  );
  assert.equal(audited.change.before.refunds[0].amountMinor, 500);

  await shop.hears(state(4, ...both));
  assert.deepEqual(await sums(), left);
  await shop.hears(state(12, ...both));
  assert.equal((await sums()).refunded_minor, 800, "listed again, it is there again");
  assert.deepEqual(await shop.rows("select * from refund_deletions"), []);
});

test("a refund or payment before its order waits and is joined when the order comes", async () => {
  await using shop = await testShop();
  await shop.hears({ refund: refund() }, { payment: payment() });
  assert.deepEqual(await shop.rows("select order_id from refunds"), [{ order_id: null }]);
  await shop.hears({ order: order() });
  const [kept] = await shop.rows("select id, refunded_minor from orders");
  assert.equal(kept.refunded_minor, 500);
  assert.deepEqual(await shop.rows("select order_id from refunds"), [{ order_id: kept.id }]);
  assert.deepEqual(await shop.rows("select order_id from payments"), [{ order_id: kept.id }]);
  const [customer] = await shop.rows("select spent_minor from customers");
  assert.equal(customer.spent_minor, 1300);
  const told = await shop.rows("select from timeline_entries where kind = 'sales.order.refunded'");
  assert.equal(told.length, 2);
});

test("a deletion that comes first holds until a later state of the order is told", async () => {
  await using shop = await testShop();
  await shop.hears({ gone: "order", externalId: "100", at: at(10) }, { order: order({}, 5) });
  const [gone] = await shop.rows("select deleted_at, is_sale from orders");
  assert.deepEqual(gone, { deleted_at: at(10), is_sale: false });
  assert.deepEqual(await shop.rows("select orders_count from customers"), [{ orders_count: 0 }]);
  await shop.hears({ order: order({}, 20) });
  const [back] = await shop.rows("select deleted_at, is_sale from orders");
  assert.deepEqual(back, { deleted_at: null, is_sale: true });
  assert.deepEqual(await shop.rows("select orders_count from customers"), [{ orders_count: 1 }]);
});

test("lines find their product and variant whichever comes first", async () => {
  await using shop = await testShop();
  const lines = [
    line({ externalVariantId: "v2" }),
    line({ externalId: "2", externalProductId: null }),
  ];
  await shop.hears(
    { variation: variation("v2", "6.00") },
    { order: order({ lines }) },
    { product: product({ kind: "variable", variants: null }) },
    { order: order({ externalId: "101", number: "#101", lines }) },
  );
  const [variant] = await shop.rows("select id, product_id from variants");
  const linked = await shop.rows(
    "select product_id, variant_id from order_lines order by order_id, position",
  );
  const known = { product_id: variant.product_id, variant_id: variant.id };
  const unknown = { product_id: null, variant_id: null };
  assert.deepEqual(linked, [known, unknown, known, unknown]);
});

test("an order of 500 lines, of no one, in yen or in dinar, negative or of nothing is kept as it is", async () => {
  await using shop = await testShop();
  const lines = Array.from({ length: 500 }, (_, i) => line({ externalId: `${i}`, netMinor: i }));
  await shop.hears(
    { order: order({ externalId: "1", lines, totalMinor: 124_750, charges: [] }) },
    { order: order({ externalId: "2", currency: "JPY", customer: null, totalMinor: 1800 }) },
    {
      order: order({ externalId: "3", currency: "KWD", totalMinor: -1800, lines: [], charges: [] }),
    },
    { order: order({ externalId: "4", totalMinor: 0, lines: [], charges: [] }) },
    {
      order: order({
        externalId: "5",
        customer: buyer({ email: null, phoneText: "012-345 6789", name: "陳大文 محمد ✿" }),
      }),
    },
  );
  const kept = await shop.rows(
    "select external_id, currency, total_minor, difference_minor, joined_by, name from orders order by external_id",
  );
  assert.deepEqual(
    kept.map((row) => Object.values(row)),
    [
      ["1", "MYR", 124_750, 0, "email", "Aina binti Zul"],
      ["2", "JPY", 1800, 0, "nobody", ""],
      ["3", "KWD", -1800, -1800, "email", "Aina binti Zul"],
      ["4", "MYR", 0, 0, "email", "Aina binti Zul"],
      ["5", "MYR", 1800, 0, "phone", "陳大文 محمد ✿"],
    ],
  );
  assert.deepEqual(await shop.rows("select count(*) from order_lines"), [{ count: 502 }]);
  // The dinars are an order of hers, but no part of a sum in ringgit.
  const [aina] = await shop.rows(
    "select orders_count, spent_minor from customers where email is not null",
  );
  assert.deepEqual(aina, { orders_count: 3, spent_minor: 124_750 });
});

test("a customer chosen by a person and a note written by one outlive what the store says", async () => {
  await using shop = await testShop();
  await shop.hears(
    { order: order({ note: "Leave at door" }) },
    {
      order: order({
        externalId: "101",
        number: "#101",
        customer: buyer({ email: "b@example.com", name: "Badrul" }),
      }),
    },
  );
  const [first] = await shop.rows("select id, version from orders where external_id = '100'");
  const [badrul] = await shop.rows("select id from customers where email = 'b@example.com'");
  const { changeOrder } = await import("./hand.actions.ts");
  await shop.asks(changeOrder, {
    id: showId("order", first.id),
    version: first.version,
    customerId: showId("customer", badrul.id),
    note: "Ring twice",
  });
  await shop.hears({ order: order({ note: "Leave at gate", status: "completed" }, 40) });
  const [kept] = await shop.rows(
    "select customer_id, joined_by, note, status, name from orders where external_id = '100'",
  );
  assert.deepEqual(kept, {
    customer_id: badrul.id,
    joined_by: "person",
    note: "Ring twice",
    status: "completed",
    name: "Aina binti Zul",
  });
  const counts = await shop.rows("select email, orders_count from customers order by email");
  assert.deepEqual(counts, [
    { email: "aina@example.com", orders_count: 0 },
    { email: "b@example.com", orders_count: 2 },
  ]);
});
