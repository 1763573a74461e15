import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { testHouse } from "#platform/testing/house.ts";
import { dumpOf } from "../fixtures/dump.ts";
import { said } from "../fixtures/saying.ts";
import { testShop } from "../fixtures/shop.ts";

const RUNS = Number(process.env["KAUNTER_PROPERTY_RUNS"] ?? 12);

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
