import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { whereIs } from "#modules/records/trash/trash.testing.ts";
import { type Said, type Shop, testShop } from "#modules/sales/fixtures/shop.ts";
import {
  at,
  buyer,
  order,
  payment,
  refund,
  subscription,
} from "#modules/sales/fixtures/telling.ts";
import { testHouse } from "#platform/testing/house.ts";
import { eraseCustomer } from "./requests.testing.ts";

const account = (minute: number) =>
  buyer({
    isAccount: true,
    externalId: "7",
    phoneText: "012-345 6789",
    createdAt: at(0),
    clock: { updatedAt: at(minute), tie: `50:${minute}` },
  });
const guest = buyer({
  email: null,
  phoneText: "012-345 6789",
  clock: { updatedAt: at(2), tie: "10:g" },
});

/** All that a store ever told of one person, in the order in which it happened. */
const TELLINGS: readonly Said[] = [
  { customer: account(0) },
  { order: order({ customer: account(1), note: "for Aina" }) },
  { order: order({ customer: account(2), note: "for Aina, later" }, 20) },
  { order: order({ externalId: "101", number: "#101", placedAt: at(5), totalMinor: 900 }, 6) },
  { order: order({ externalId: "102", number: "#102", placedAt: at(6), customer: guest }, 7) },
  { refund: refund({ reason: "Aina changed her mind" }) },
  { payment: payment() },
  { subscription: subscription({ customer: account(3) }) },
  { customer: account(30) },
];

/** What was sold, as it stands: nothing in it says when what arrived. */
const STATE = `
  select 'order' as is, number as name, status, total_minor, refunded_minor, name || coalesce(email, '') as who, note,
         customer_id is null as is_nobodys, erased_at is not null as is_erased from orders
   union all
  select 'refund', external_id, reason, amount_minor, 0, '', '', order_id is null, false from refunds
   union all
  select 'payment', external_id, status, amount_minor, 0, '', '', order_id is null, false from payments
   union all
  select 'subscription', number, status, amount_minor, 0, name || coalesce(phone, ''), '', customer_id is null,
         erased_at is not null from subscriptions
   union all
  select 'customer', name, '', 0, 0, '', '', false, false from customers
   order by 1, 2`;

test("an erasure ends the same whatever of the past had arrived before it, and in whatever order the rest comes after", async () => {
  await using house = await testHouse();
  const whole = await stateAfter(TELLINGS, []);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...TELLINGS.keys()], {
        minLength: TELLINGS.length,
        maxLength: TELLINGS.length,
      }),
      fc.integer({ min: 1, max: TELLINGS.length }),
      async (order, count) => {
        // Somebody has to be there to be erased: their account is told first.
        const all = [0, ...order.filter((each) => each !== 0)].map(
          (each) => TELLINGS[each] as Said,
        );
        assert.deepEqual(await stateAfter(all.slice(0, count), all.slice(count)), whole);
      },
    ),
    { numRuns: 12 },
  );

  async function stateAfter(before: readonly Said[], after: readonly Said[]): Promise<object[]> {
    await using shop: Shop = await testShop({}, house);
    await shop.hears(...before);
    const [{ id }] = await shop.rows("select id from customers order by created_at limit 1");
    await eraseCustomer(shop, id);
    await shop.hears(...after);
    for (const word of ["aina", "123456789"]) assert.deepEqual(await whereIs(shop, word), []);
    return shop.rows(STATE);
  }
});
