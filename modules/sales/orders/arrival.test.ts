import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import type { StoreCustomer } from "#modules/crm/crm.public.ts";
import { testHouse } from "#platform/testing/house.ts";
import { dumpOf } from "../fixtures/dump.ts";
import { type Said, testShop } from "../fixtures/shop.ts";
import {
  at,
  buyer,
  line,
  order,
  payment,
  product,
  refund,
  subscription,
  variation,
} from "../fixtures/telling.ts";

const RUNS = Number(process.env["KAUNTER_PROPERTY_RUNS"] ?? 12);

/** As the mappings make it: two tellings of one second with the same tie are the same. */
const tieOf = (content: unknown): string =>
  `30:${hash("sha256", JSON.stringify(content), "hex").slice(0, 12)}`;

const minute = fc.integer({ min: 1, max: 12 });

const who = fc.constantFrom<Partial<StoreCustomer> | null>(
  null,
  { email: "aina@example.com", name: "Aina" },
  { email: "aina@example.com", name: "Aina binti Zul", phoneText: "012-345 6789" },
  { email: "badrul@example.com", name: "Badrul", phoneText: "012-345 6789" },
  { email: null, name: "Aina", phoneText: "012-345 6789" },
  { email: null, name: "", phoneText: "012-345 6789" },
  { email: null, name: "Chong", phoneText: "03-2345 6789" },
  { email: null, externalId: "7", name: "Badrul" },
  { email: "badrul@example.com", externalId: "7", isAccount: true, name: "Badrul bin Ali" },
);

const customerAt = (told: Partial<StoreCustomer> | null, changed: number): StoreCustomer | null => {
  if (told === null) return null;
  const customer = buyer(told);
  return {
    ...customer,
    clock: { updatedAt: at(changed), tie: tieOf({ ...customer, clock: null }) },
  };
};

const refundOf = (orderExternalId: string, id: number, amountMinor: number, told: number) => {
  const made = refund({ orderExternalId, externalId: `r${id}`, amountMinor });
  return { ...made, refundedAt: at(told), tie: tieOf({ ...made, refundedAt: null, tie: null }) };
};

const orderExternalId = fc.constantFrom("100", "101", "102");

const saidOrder = fc
  .record({
    externalId: orderExternalId,
    changed: minute,
    who,
    status: fc.constantFrom("pending", "open", "completed", "cancelled", "failed"),
    isFulfilled: fc.boolean(),
    paid: fc.option(minute),
    currency: fc.constantFrom("MYR", "MYR", "SGD"),
    note: fc.constantFrom("", "Ring twice"),
    refunds: fc.array(fc.tuple(fc.integer({ min: 1, max: 2 }), fc.constantFrom(100, 200)), {
      maxLength: 2,
    }),
    pays: fc.boolean(),
    lines: fc.array(
      fc.tuple(fc.constantFrom("p1", "p2", null), fc.constantFrom("v1", "v2", null)),
      { maxLength: 3 },
    ),
  })
  .map((o): Said => {
    const content = {
      externalId: o.externalId,
      number: `#${o.externalId}`,
      customer: customerAt(o.who, o.changed),
      status: o.status as "open",
      fulfilmentStatus: o.isFulfilled ? ("fulfilled" as const) : ("unfulfilled" as const),
      completedAt: o.isFulfilled ? at(o.changed) : null,
      cancelledAt: o.status === "cancelled" ? at(o.changed) : null,
      paidAt: o.paid === null ? null : at(o.paid),
      currency: o.currency,
      note: o.note,
      lines: o.lines.map(([externalProductId, externalVariantId], i) =>
        line({ externalId: `${i}`, externalProductId, externalVariantId }),
      ),
      refunds: o.refunds.map(([id, amount]) => refundOf(o.externalId, id, amount, o.changed)),
      payments: o.pays
        ? [
            payment({
              orderExternalId: o.externalId,
              paidAt: at(o.changed),
              tie: `10:${o.changed}`,
            }),
          ]
        : [],
    };
    const told = order(content, o.changed);
    return { order: { ...told, clock: { updatedAt: at(o.changed), tie: tieOf(content) } } };
  });

const saidRefund = fc
  .tuple(orderExternalId, fc.integer({ min: 1, max: 3 }), fc.constantFrom(100, 300), minute)
  .map(
    ([externalId, id, amount, told]): Said => ({ refund: refundOf(externalId, id, amount, told) }),
  );

const saidPayment = fc.tuple(orderExternalId, minute).map(
  ([externalId, told]): Said => ({
    payment: payment({
      orderExternalId: externalId,
      externalId: "own",
      paidAt: at(told),
      tie: `20:${told}`,
    }),
  }),
);

const saidCustomer = fc
  .tuple(
    who.filter((told) => told !== null),
    minute,
  )
  .map(([told, changed]): Said => ({ customer: customerAt(told, changed) ?? buyer() }));

const variantIds = fc.constantFrom([null], ["v1"], ["v1", "v2"], null);
const saidProduct = fc
  .record({
    externalId: fc.constantFrom("p1", "p2"),
    changed: minute,
    ids: variantIds,
    price: fc.constantFrom("5.00", "6.50", null),
    tags: fc.constantFrom([], ["new"]),
  })
  .map(({ externalId, changed, ids, price, tags }): Said => {
    const variants =
      ids?.map((id) => ({
        externalId: id,
        title: "",
        sku: null,
        currency: null,
        price,
        comparePrice: null,
        stockCount: null,
      })) ?? null;
    const told = product({ externalId, variants, tags: [...tags] }, changed);
    return {
      product: { ...told, clock: { updatedAt: at(changed), tie: tieOf({ ...told, clock: null }) } },
    };
  });

const saidVariation = fc
  .tuple(fc.constantFrom("v1", "v2", "v3"), fc.constantFrom("7.00", "8.00"), minute)
  .map(([id, price, changed]): Said => ({ variation: variation(id, price, changed) }));

const saidSubscription = fc
  .tuple(who, minute, fc.constantFrom("active", "cancelled", "on_hold"))
  .map(([told, changed, status]): Said => {
    const content = {
      customer: customerAt(told, changed),
      status: status as "active",
      cancelledAt: status === "cancelled" ? at(changed) : null,
    };
    return {
      subscription: {
        ...subscription(content, changed),
        clock: { updatedAt: at(changed), tie: tieOf(content) },
      },
    };
  });

const saidGone = fc.oneof(
  fc.record({
    gone: fc.constant("order" as const),
    externalId: orderExternalId,
    at: minute.map(at),
  }),
  fc.record({
    gone: fc.constant("product" as const),
    externalId: fc.constantFrom("p1", "v1"),
    at: minute.map(at),
  }),
  fc.record({
    gone: fc.constant("subscription" as const),
    externalId: fc.constant("s1"),
    at: minute.map(at),
  }),
);

const said = fc.oneof(
  { weight: 6, arbitrary: saidOrder },
  { weight: 2, arbitrary: saidRefund },
  { weight: 1, arbitrary: saidPayment },
  { weight: 2, arbitrary: saidCustomer },
  { weight: 3, arbitrary: saidProduct },
  { weight: 3, arbitrary: saidVariation },
  { weight: 1, arbitrary: saidSubscription },
  { weight: 2, arbitrary: saidGone },
);

test("however a store's tellings are shuffled and repeated, the same is known in the end", async () => {
  await using house = await testHouse();
  const property = fc.asyncProperty(
    fc
      .array(said, { minLength: 4, maxLength: 24 })
      .chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray(all, { minLength: all.length }),
          fc.shuffledSubarray(all),
        ),
      ),
    async (arrivals) => {
      const [inOrder, shuffled, repeated] = arrivals;
      const dumps: string[][] = [];
      for (const heard of [inOrder, [...shuffled, ...repeated]]) {
        await using shop = await testShop({}, house);
        await shop.hears(...heard);
        dumps.push(await dumpOf(shop));
      }
      assert.deepEqual(dumps[1], dumps[0]);
    },
  );
  await fc.assert(property, { numRuns: RUNS, endOnFailure: RUNS > 50 });
});

test("what a store tells leaves each customer's roll-ups equal to the sum of their orders", async () => {
  await using house = await testHouse();
  const property = fc.asyncProperty(
    fc.array(said, { minLength: 8, maxLength: 30 }),
    async (heard) => {
      await using shop = await testShop({}, house);
      await shop.hears(...heard);
      const wrong = await shop.rows(`
      select c.name, c.orders_count, c.spent_minor, o.count, o.spent from customers c,
             lateral (select count(*), coalesce(sum(net_minor) filter (where currency = 'MYR'), 0) as spent
                        from orders where customer_id = c.id and is_sale) o
       where (c.orders_count, c.spent_minor) is distinct from (o.count, o.spent)`);
      assert.deepEqual(wrong, []);
      const lost = await shop.rows(
        "select from orders o where customer_id is not null and not exists (select from customers where id = o.customer_id)",
      );
      assert.deepEqual(lost, []);
    },
  );
  await fc.assert(property, { numRuns: RUNS, endOnFailure: RUNS > 50 });
});
