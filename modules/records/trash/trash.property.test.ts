import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { showId } from "#kernel/ids.ts";
import { trashProducts } from "#modules/catalog/products/trash.actions.ts";
import { trashCustomers } from "#modules/crm/customers/trash.actions.ts";
import { dumpOf } from "#modules/sales/fixtures/dump.ts";
import { said } from "#modules/sales/fixtures/saying.ts";
import { type Said, type Shop, testShop } from "#modules/sales/fixtures/shop.ts";
import { ORDER_STATES_OF_C } from "#modules/sales/fixtures/states.ts";
import { trashOrders } from "#modules/sales/orders/trash.actions.ts";
import { trashSubscriptions } from "#modules/sales/subscriptions/subscriptions.actions.ts";
import { testHouse } from "#platform/testing/house.ts";
import { DAY_MS, differences, emptied, restored, stateOf } from "./trash.testing.ts";

const RUNS = Number(process.env["KAUNTER_PROPERTY_RUNS"] ?? 12);

const DELETES = {
  customer: trashCustomers,
  order: trashOrders,
  product: trashProducts,
  subscription: trashSubscriptions,
} as const;
type Type = keyof typeof DELETES;

/** What people do between what stores tell: of the records there are, the one at `at` round the list. */
type Done = { readonly does: "trash" | "restore"; readonly type: Type; readonly at: number };
const done = fc.record<Done>({
  does: fc.constantFrom("trash", "trash", "restore"),
  type: fc.constantFrom("customer", "order", "product", "subscription"),
  at: fc.nat({ max: 5 }),
});

/** Without what stores delete: that is theirs to tell of again, and a person's restore overrules it. */
const kept = said.filter((one) => !("gone" in one));

const steps = fc.array(fc.oneof({ weight: 2, arbitrary: kept }, { weight: 1, arbitrary: done }), {
  minLength: 6,
  maxLength: 28,
});

async function takeStep(shop: Shop, step: Said | Done): Promise<void> {
  if (!("does" in step)) return void (await shop.hears(step));
  const { does, type, at } = step;
  const which = does === "trash" ? "trashed_at is null" : "trashed_at is not null";
  const rows = await shop.rows(`select id from ${type}s where ${which} order by id`);
  if (rows.length === 0) return;
  const shown = showId(type, rows[at % rows.length].id);
  if (does === "trash") await shop.asks(DELETES[type], { ids: [shown] });
  else await restored(shop, [shown], "merge");
}

async function restoreAll(shop: Shop): Promise<void> {
  for (;;) {
    const [next] = await shop.rows("select subject_type, subject_id from trash_entries limit 1");
    if (next === undefined) return;
    await restored(shop, [showId(next.subject_type as Type, next.subject_id)], "merge");
  }
}

test("whatever is deleted and brought back between what stores tell, in the end it is as if nothing had been deleted", async () => {
  await using house = await testHouse();
  const property = fc.asyncProperty(steps, async (all) => {
    await using shop = await testShop({}, house);
    for (const step of all) await takeStep(shop, step);
    await restoreAll(shop);
    await using control = await testShop({}, house);
    for (const step of all) if (!("does" in step)) await control.hears(step);
    assert.deepEqual(differences(await dumpOf(control), await dumpOf(shop)), []);
  });
  await fc.assert(property, { numRuns: RUNS, endOnFailure: RUNS > 50 });
});

test("at every moment roll-ups are the sums of what is not deleted, and deleting and bringing back is the identity", async () => {
  await using house = await testHouse();
  const property = fc.asyncProperty(steps, async (all) => {
    await using shop = await testShop({}, house);
    for (const step of all) {
      await takeStep(shop, step);
      assert.deepEqual(await wrongSums(shop), []);
    }
    for (const type of ["customer", "order", "product", "subscription"] as const)
      for (const { id } of await shop.rows(`select id from ${type}s where trashed_at is null`)) {
        const before = await stateOf(shop);
        await takeBoth(shop, type, id);
        assert.deepEqual(differences(before, await stateOf(shop)), [], type);
      }
  });
  await fc.assert(property, { numRuns: RUNS, endOnFailure: RUNS > 50 });
});

test("after the purge nothing that a person deleted comes back, whatever stores tell again", async () => {
  await using house = await testHouse();
  const property = fc.asyncProperty(
    fc.array(kept, { minLength: 6, maxLength: 20 }),
    async (all) => {
      await using shop = await testShop({}, house);
      await shop.hears(...all);
      for (const type of ["order", "product", "subscription"] as const)
        for (const { id } of await shop.rows(`select id from ${type}s`))
          await shop.asks(DELETES[type], { ids: [showId(type, id)] });
      house.clock.advance(31 * DAY_MS);
      await emptied(shop);
      const told = all.filter((one) => !("customer" in one));
      await shop.hears(...told);
      const left = await shop.rows(`
        select 'order' as what from orders union all select 'line' from order_lines union all
        select 'product' from products union all select 'variant' from variants union all
        select 'subscription' from subscriptions union all
        select 'told' from timeline_entries where key like 'sales.%'`);
      assert.deepEqual(left, []);
    },
  );
  await fc.assert(property, { numRuns: RUNS, endOnFailure: RUNS > 50 });
});

async function takeBoth(shop: Shop, type: Type, id: string): Promise<void> {
  await shop.asks(DELETES[type], { ids: [showId(type, id)] });
  await restored(shop, [showId(type, id)]);
}

const wrongSums = (shop: Shop) =>
  shop.rows(`
    select c.name, c.orders_count, c.spent_minor, c.order_states, o.count, o.spent, s.states from customers c,
           lateral (select count(*), coalesce(sum(net_minor) filter (where currency = 'MYR'), 0) as spent
                      from orders where customer_id = c.id and is_sale and deleted_at is null) o,
           lateral ${ORDER_STATES_OF_C} s(states)
     where (c.orders_count, c.spent_minor, c.order_states) is distinct from (o.count, o.spent, s.states)`);
