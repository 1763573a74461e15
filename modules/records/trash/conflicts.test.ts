import assert from "node:assert/strict";
import { test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { trashCustomers } from "#modules/crm/customers/trash.actions.ts";
import { testShop } from "#modules/sales/fixtures/shop.ts";
import { buyer, order } from "#modules/sales/fixtures/telling.ts";
import { asks, DAY_MS, restored, sold } from "./trash.testing.ts";

test("whoever was deleted and buys again is a new customer; brought back, both are one with all their orders", async () => {
  await using shop = await testShop();
  const ids = await sold(shop);
  const shown = showId("customer", ids.customer);
  await shop.asks(trashCustomers, { ids: [shown] });
  const later = new Date(shop.house.clock.now.getTime() + DAY_MS);
  const again = order(
    { externalId: "200", number: "#200", placedAt: later, customer: buyer({ name: "Aina" }) },
    55,
  );
  await shop.hears({ order: again });
  const [alive] = await shop.rows(
    "select id, name, orders_count from customers where trashed_at is null",
  );
  assert.deepEqual([alive.name, alive.orders_count], ["Aina", 1]);

  const asked = await restored(shop, [shown]);
  assert.deepEqual(asked.restored, []);
  assert.deepEqual(asked.conflicts, [
    {
      record: shown,
      name: "Aina binti Zul",
      taken: [
        {
          kind: "email",
          key: "aina@example.com",
          record: showId("customer", alive.id),
          name: "Aina",
        },
      ],
      blocked: { without: null },
    },
  ]);
  assert.equal((await shop.rows("select from customers where trashed_at is not null")).length, 1);

  await restored(shop, [shown], "merge");
  const [one, ...more] = await shop.rows(
    "select id, email, orders_count, trashed_at, archived_at from customers",
  );
  assert.deepEqual(one, {
    id: ids.customer,
    email: "aina@example.com",
    orders_count: 3,
    trashed_at: null,
    archived_at: null,
  });
  assert.deepEqual(more, []);
  assert.deepEqual(await shop.rows("select * from customer_claims"), []);
});

test("brought back without the address that another has now, both keep what is theirs", async () => {
  await using shop = await testShop();
  const ids = await sold(shop);
  const shown = showId("customer", ids.customer);
  await shop.asks(trashCustomers, { ids: [shown] });
  const taken = await asks(shop, "new customer", { name: "Aini", email: "aina@example.com" });
  assert.equal(taken.email, "aina@example.com", "who is in the trash lets the address go");
  await restored(shop, [shown], "without");
  const kept = await shop.rows(
    "select name, email, orders_count from customers order by created_at, id",
  );
  assert.deepEqual(kept, [
    { name: "Aina binti Zul", email: null, orders_count: 2 },
    { name: "Aini", email: "aina@example.com", orders_count: 0 },
  ]);
});

test("who would be known by nothing without the taken address cannot come back without it", async () => {
  await using shop = await testShop();
  const { id } = await asks(shop, "new customer", { email: "kosong@example.com" });
  await shop.asks(trashCustomers, { ids: [id] });
  await asks(shop, "new customer", { name: "Lain", email: "kosong@example.com" });
  const { restored: back, conflicts } = await restored(shop, [id], "without");
  assert.deepEqual([back, conflicts[0].blocked.without], [[], "crm.customer.has_nothing"]);
});

test("of two in the trash with one address, the one deleted last has it and the other is asked about", async () => {
  await using shop = await testShop();
  const first = await asks(shop, "new customer", { name: "Satu", email: "sama@example.com" });
  await shop.asks(trashCustomers, { ids: [first.id] });
  shop.house.clock.advance(DAY_MS);
  const second = await asks(shop, "new customer", { name: "Dua", email: "sama@example.com" });
  await shop.asks(trashCustomers, { ids: [second.id] });
  const { restored: back, conflicts } = await restored(shop, [first.id, second.id]);
  assert.deepEqual(back, [second.id]);
  assert.deepEqual([conflicts[0].record, conflicts[0].taken[0].record], [first.id, second.id]);
});
