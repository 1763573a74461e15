import assert from "node:assert/strict";
import { test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { trashCustomers } from "#modules/crm/customers/trash.actions.ts";
import { testShop } from "#modules/sales/fixtures/shop.ts";
import { trashOrders } from "#modules/sales/orders/trash.actions.ts";
import { BUILT_IN } from "#platform/permissions/roles.ts";
import { asks, DAY_MS, sold } from "./trash.testing.ts";

test("the trash is listed with who, when and how long; deleting for good and emptying are for those who may", async () => {
  await using shop = await testShop();
  const ids = await sold(shop);
  await shop.asks(trashCustomers, { ids: [showId("customer", ids.customer)] });
  shop.house.clock.advance(DAY_MS);
  await shop.asks(trashOrders, { ids: [showId("order", ids.order)] });
  const { rows } = await asks(shop, "trash", {});
  assert.deepEqual(
    rows.map(({ type, name, actorName, daysLeft }: Record<string, unknown>) => [
      type,
      name,
      actorName,
      daysLeft,
    ]),
    [
      ["order", "#100", "Aisyah binti Rahman", 30],
      ["customer", "Aina binti Zul", "Aisyah binti Rahman", 29],
    ],
  );
  const found = await asks(shop, "trash", { search: "aina", type: "customer" });
  assert.equal(found.rows.length, 1);
  assert.deepEqual(await asks(shop, "empty trash", {}), { count: 2 });
  assert.deepEqual((await asks(shop, "trash", {})).rows, []);
  await shop.house.drain(shop.caller);
  assert.deepEqual(await shop.rows("select id from customers"), []);
});

test("who is not shown how people are reached neither sees nor finds it in the trash", async () => {
  await using shop = await testShop();
  const { id } = await asks(shop, "new customer", { email: "tanpanama@example.com" });
  await shop.asks(trashCustomers, { ids: [id] });
  const [plain] = (await asks(shop, "trash", { search: "tanpanama" })).rows;
  assert.deepEqual([plain.name, plain.reach], ["", "tanpanama@example.com"]);
  const [masked] = (await asks(shop, "trash", {}, "analyst")).rows;
  assert.deepEqual([masked.name, masked.reach], ["", "•••"]);
  assert.deepEqual((await asks(shop, "trash", { search: "tanpanama" }, "analyst")).rows, []);
});

test("whoever only views or does daily work neither deletes nor restores; a manager may not delete for good", async () => {
  await using shop = await testShop();
  const { id } = await asks(shop, "new customer", { name: "Aina" });
  await shop.asks(trashCustomers, { ids: [id] });
  for (const role of ["viewer", "member", "analyst"] as const) {
    const restore = asks(shop, "restore", { records: [id] }, role);
    await assert.rejects(restore, { kind: "forbidden" }, role);
  }
  await assert.rejects(asks(shop, "empty trash", {}, "manager"), { kind: "forbidden" });
  assert.deepEqual((await asks(shop, "restore", { records: [id] }, "manager")).restored, [id]);
});

test("who sees a part of the customers only sees of the trash what they deleted themselves", async () => {
  await using shop = await testShop();
  const theirs = await asks(shop, "new customer", { name: "Orang lain" });
  await shop.asks(trashCustomers, { ids: [theirs.id] });
  const part = shop.callerAs({
    ...BUILT_IN.member,
    allow: [
      { on: "crm.customers.*", scope: "own" },
      { on: "records.trash.read", scope: "all" },
      { on: "records.trash.restore", scope: "all" },
    ],
  });
  const mine = await asks(shop, "new customer", { name: "Saya" }, part);
  await asks(shop, "delete customers", { ids: [mine.id] }, part);
  const seen = await asks(shop, "trash", {}, part);
  assert.deepEqual(
    seen.rows.map(({ name }: { name: string }) => name),
    ["Saya"],
  );
  assert.deepEqual(await asks(shop, "trash count", {}, part), { count: 1, allCount: 1 });
  const restore = asks(shop, "restore", { records: [theirs.id] }, part);
  await assert.rejects(restore, { kind: "not_found" });
  const back = await asks(shop, "restore", { records: [mine.id, theirs.id] }, part);
  assert.deepEqual(back.restored, [mine.id]);
});
