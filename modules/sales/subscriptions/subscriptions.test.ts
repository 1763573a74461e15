import assert from "node:assert/strict";
import { test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { perform } from "#platform/actions/action.ts";
import { BUILT_IN } from "#platform/permissions/roles.ts";
import { testShop } from "../fixtures/shop.ts";
import { at, buyer, subscription } from "../fixtures/telling.ts";
import {
  getSubscription,
  listSubscriptions,
  subscriptionFigures,
  trashSubscriptions,
} from "./subscriptions.actions.ts";
import type { StoreSubscription } from "./subscriptions.rules.ts";

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

test("each figure of subscriptions is what its rows come to: monthly revenue, renewals, churn", async () => {
  await using shop = await testShop();
  const { now } = shop.house.clock;
  const days = (count: number) => new Date(now.getTime() + count * 86_400_000);
  const told = (externalId: string, changes: Partial<StoreSubscription>) =>
    subscription({ externalId, number: externalId, startedAt: days(-90), ...changes });
  await shop.hears(
    { subscription: told("monthly", { amountMinor: 4900, nextChargeAt: days(3) }) },
    {
      subscription: told("yearly", {
        amountMinor: 12_000,
        intervalUnit: "year",
        nextChargeAt: days(20),
      }),
    },
    {
      subscription: told("two weeks", {
        amountMinor: 8400,
        intervalUnit: "week",
        intervalCount: 2,
        nextChargeAt: days(40),
      }),
    },
    { subscription: told("untold", { amountMinor: null, nextChargeAt: null }) },
    {
      subscription: told("abroad", { currency: "SGD", amountMinor: 3000, nextChargeAt: days(60) }),
    },
    { subscription: told("ending", { status: "ending", amountMinor: 5000 }) },
    { subscription: told("ended", { status: "cancelled", cancelledAt: days(-10) }) },
    { subscription: told("long ended", { status: "cancelled", cancelledAt: days(-40) }) },
    {
      subscription: told("came and went", {
        status: "cancelled",
        startedAt: days(-20),
        cancelledAt: days(-5),
      }),
    },
  );
  const figures = await shop.asks(subscriptionFigures, {});
  assert.deepEqual(figures, {
    activeCount: 5,
    untoldCount: 1,
    // 49.00, a twelfth of 120.00, and 84.00 every two weeks: 42.00 a week, 365/84 times a month.
    mrrMinor: 4900 + 1000 + 18_250,
    others: [{ currency: "SGD", mrrMinor: 3000 }],
    due7: { count: 1, minor: 4900 },
    due30: { count: 2, minor: 16_900 },
    churn: { startCount: 7, endedCount: 1 },
  });
  const rows = async (asked: object): Promise<string[]> =>
    (await shop.asks(listSubscriptions, asked)).rows.map(
      ({ number }: { number: string }) => number,
    );
  assert.deepEqual(await rows({ mrrCurrency: "MYR", sort: "next" }), [
    "monthly",
    "yearly",
    "two weeks",
  ]);
  assert.deepEqual(await rows({ dueDays: "30", sort: "next" }), ["monthly", "yearly"]);
  assert.deepEqual(await rows({ churned: "true" }), ["ended"]);
  assert.deepEqual(await rows({ search: "YEAR" }), ["yearly"]);
  const paged: string[] = [];
  let after: string | undefined;
  do {
    const page = await shop.asks(listSubscriptions, {
      limit: "2",
      sort: "next",
      ...(after && { after }),
    });
    paged.push(...page.rows.map(({ number }: { number: string }) => number));
    after = page.next ?? undefined;
  } while (after !== undefined);
  assert.equal(new Set(paged).size, 9);
  const [{ id }] = await shop.rows("select id from subscriptions where number = 'yearly'");
  const one = await shop.asks(getSubscription, { id: showId("subscription", id) });
  assert.equal(one.customerName, "Aina binti Zul");
});
