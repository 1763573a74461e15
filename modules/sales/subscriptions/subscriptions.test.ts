import assert from "node:assert/strict";
import { test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { testShop } from "../fixtures/shop.ts";
import { at, buyer, subscription } from "../fixtures/telling.ts";
import { listSubscriptions } from "./subscriptions.actions.ts";

test("a store's subscription joins its customer, is told in their timeline and listed", async () => {
  await using shop = await testShop();
  const [applied] = await shop.hears({ subscription: subscription() });
  assert.equal(applied?.outcome, "created");
  const [customer] = await shop.rows("select id from customers");
  const { rows } = await shop.asks(listSubscriptions, {
    customerId: showId("customer", customer.id),
  });
  assert.deepEqual(
    [rows[0].number, rows[0].customerName, rows[0].connection, rows[0].amountMinor],
    ["S-1", "Aina binti Zul", "Shop", 4900],
  );
  const told = await shop.rows("select kind from timeline_entries where kind like 'sales%'");
  assert.deepEqual(told, [{ kind: "sales.subscription.started" }]);
});

test("the newest state of a subscription stands, and its deletion until a later one", async () => {
  await using shop = await testShop();
  const ended = subscription({ status: "cancelled", cancelledAt: at(9) }, 9);
  await shop.hears({ subscription: ended }, { subscription: subscription({}, 3) });
  const [kept] = await shop.rows("select status from subscriptions");
  assert.equal(kept.status, "cancelled");
  await shop.hears({ gone: "subscription", externalId: "s1", at: at(10) });
  assert.deepEqual((await shop.asks(listSubscriptions, {})).rows, []);
  await shop.hears({ subscription: subscription({}, 20) });
  assert.equal((await shop.asks(listSubscriptions, { status: "active" })).rows.length, 1);
});

test("a subscription known by a phone alone follows whoever turns out to have it", async () => {
  await using shop = await testShop();
  const phoneText = "012-345 6789";
  const nobody = buyer({ email: null, name: "Aina", phoneText });
  await shop.hears({ subscription: subscription({ customer: nobody }) });
  await shop.hears({ customer: buyer({ phoneText, isAccount: true, externalId: "7" }) });
  const owners = await shop.rows(
    "select c.email, (select count(*) from customers) from subscriptions s join customers c on c.id = s.customer_id",
  );
  assert.deepEqual(owners, [{ email: "aina@example.com", count: 1 }]);
});
