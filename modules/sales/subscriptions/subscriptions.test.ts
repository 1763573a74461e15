import assert from "node:assert/strict";
import { test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { perform } from "#platform/actions/action.ts";
import { BUILT_IN } from "#platform/permissions/roles.ts";
import { testShop } from "../fixtures/shop.ts";
import { at, buyer, subscription } from "../fixtures/telling.ts";
import { listSubscriptions, trashSubscriptions } from "./subscriptions.actions.ts";

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

test("a role for one's own reaches the subscriptions of its own customers, and is as blind to others as to none", async () => {
  await using shop = await testShop();
  await shop.hears({ subscription: subscription() });
  const [{ id }] = await shop.rows("select id from subscriptions");
  const mine = shop.callerAs({
    ...BUILT_IN.member,
    allow: ["sales.subscriptions.read", "sales.subscriptions.delete"].map((on) => ({
      on,
      scope: "own" as const,
    })),
  });
  const seen = async () =>
    ((await perform(listSubscriptions, shop.house, mine, {})) as { rows: unknown[] }).rows.length;
  const trash = () =>
    perform(trashSubscriptions, shop.house, mine, { ids: [showId("subscription", id)] });

  assert.equal(await seen(), 0);
  await assert.rejects(trash(), /not_found/);
  await shop.rows("update customers set owner_id = $1", [mine.actor.id]);
  assert.equal(await seen(), 1);
  await trash();
  assert.equal(await seen(), 0);
});
