import assert from "node:assert/strict";
import { test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { createCustomer, getCustomer } from "#modules/crm/customers/customers.actions.ts";
import { trashCustomers } from "#modules/crm/customers/trash.actions.ts";
import { ACTIONS } from "#modules/modules.ts";
import { type Shop, testShop } from "#modules/sales/fixtures/shop.ts";
import { buyer, order, product } from "#modules/sales/fixtures/telling.ts";
import { tagOrders } from "#modules/sales/orders/tag.actions.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import { differences, stateOf } from "../trash/trash.testing.ts";
import { retagged, stateRetagged } from "./tags.rules.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
type Reply = any;

const actionOf = (method: string, path: string): CompanyAction => {
  const found = ACTIONS.find(({ does }) => does.method === method && does.path === path);
  if (found?.door !== "company") throw new Error(path);
  return found;
};
const at = "/api/records/tags";
const COLOURS = actionOf("GET", `${at}/colours`);
const LIST = actionOf("GET", at);
const COLOUR = actionOf("POST", at);
const RENAME = actionOf("POST", `${at}/rename`);
const REMOVE = actionOf("POST", `${at}/remove`);
const UNDO = actionOf("POST", `${at}/changes/:id/undo`);
const NEW_VIEW = actionOf("POST", "/api/records/views");
const VIEWS = actionOf("GET", "/api/records/views");

/** A customer by hand, one of a store, an order and a product, all tagged. */
async function tagged(shop: Shop): Promise<{ id: string }> {
  const customer = buyer({ isAccount: true, externalId: "1", tags: ["vip", "lama"] });
  await shop.hears(
    { product: product({ tags: ["vip"] }) },
    { customer },
    { order: order({ customer }) },
  );
  const [{ id }] = await shop.rows("select id from orders");
  await shop.asks(tagOrders, { ids: [showId("order", id)], add: ["vip"] });
  return shop.asks(createCustomer, { name: "By hand", tags: ["vip"] });
}

const counts = async (shop: Shop) =>
  Object.fromEntries(
    (await shop.asks(LIST, {})).tags.map((tag: Reply) => [
      tag.name,
      [tag.colour, tag.customersCount, tag.ordersCount, tag.productsCount],
    ]),
  );

/** What business there is, without what deeds keep for their undo. */
const business = async (shop: Shop): Promise<string[]> =>
  (await stateOf(shop))
    .filter((row) => !/^(?:(?:bulk|day|search|tag)_|duplicate_(?:keys|pairs|looks) )/.test(row))
    .map((row) => row.replace(/"updated_at":"[^"]*"/g, ""))
    .map((row) =>
      row.startsWith("tags ") ? row.replace(/"(?:id|created_at)":"[^"]*",?/g, "") : row,
    );

test("tags have colours, are counted on customers, orders and products, and those that stores brought are listed too", async () => {
  await using shop = await testShop();
  await tagged(shop);
  await shop.asks(COLOUR, { name: "vip", colour: "violet" });
  await shop.asks(COLOUR, { name: " Baharu ", colour: "green" });
  assert.deepEqual(await counts(shop), {
    Baharu: ["green", 0, 0, 0],
    lama: ["grey", 1, 0, 0],
    vip: ["violet", 2, 1, 1],
  });
  assert.deepEqual((await shop.asks(COLOURS, {})).tags, [
    { name: "Baharu", colour: "green" },
    { name: "vip", colour: "violet" },
  ]);
  const viewer = await shop.callerAs("viewer");
  await assert.rejects(perform(COLOUR, shop.house, viewer, { name: "x", colour: "red" }), {
    kind: "forbidden",
  });
});

test("renaming carries every record and every view to the new name, and undoing brings all of it back", async () => {
  await using shop = await testShop();
  const { id } = await tagged(shop);
  await shop.asks(COLOUR, { name: "vip", colour: "violet" });
  const where = JSON.stringify({ field: "tags", is: "any_of", value: ["vip"] });
  await shop.asks(NEW_VIEW, { type: "customer", name: "VIPs", state: { where } });
  const before = await business(shop);

  const change = await shop.asks(RENAME, { name: "vip", into: "Setia" });
  assert.equal(change.totalCount, 4);
  await shop.house.drain(shop.caller);
  assert.deepEqual(await counts(shop), {
    lama: ["grey", 1, 0, 0],
    Setia: ["violet", 2, 1, 1],
  });
  assert.deepEqual((await shop.asks(getCustomer, { id })).tags, ["Setia"]);
  const { views } = await shop.asks(VIEWS, { type: "customer" });
  assert.match(JSON.stringify(views[0].state), /Setia/);

  await shop.asks(UNDO, { id: change.id });
  await shop.house.drain(shop.caller);
  assert.deepEqual(differences(before, await business(shop)), []);
  await assert.rejects(shop.asks(UNDO, { id: change.id }), { code: "records.tag.already_undone" });
});

test("a name that is in use makes the two one, a store's word does not bring the old one back, and undoing tells them apart", async () => {
  await using shop = await testShop();
  await tagged(shop);
  await shop.asks(COLOUR, { name: "lama", colour: "orange" });
  const change = await shop.asks(RENAME, { name: "vip", into: "lama" });
  await shop.house.drain(shop.caller);
  assert.deepEqual(await counts(shop), { lama: ["orange", 2, 1, 1] });
  const customer = buyer({
    isAccount: true,
    externalId: "1",
    tags: ["vip", "lama"],
    city: "Ipoh",
  } as never);
  await shop.hears({ customer });
  assert.deepEqual(await counts(shop), { lama: ["orange", 2, 1, 1] });
  await shop.asks(UNDO, { id: change.id });
  await shop.house.drain(shop.caller);
  const after = await counts(shop);
  assert.deepEqual(after["lama"].slice(1), [1, 0, 0]);
  assert.deepEqual(after["vip"].slice(1), [2, 1, 1]);
});

test("a deleted tag is on no record, not even on one that is put away, and comes back from an undo", async () => {
  await using shop = await testShop();
  const { id } = await tagged(shop);
  const resting = await shop.asks(createCustomer, { name: "In the trash", tags: ["vip"] });
  await shop.asks(trashCustomers, { ids: [resting.id] });
  const before = await business(shop);
  const change = await shop.asks(REMOVE, { name: "vip" });
  await shop.house.drain(shop.caller);
  assert.deepEqual(await counts(shop), { lama: ["grey", 1, 0, 0] });
  assert.deepEqual((await shop.asks(getCustomer, { id })).tags, []);
  await shop.asks(UNDO, { id: change.id });
  await shop.house.drain(shop.caller);
  assert.deepEqual(differences(before, await business(shop)), []);
  await assert.rejects(shop.asks(REMOVE, { name: "never" }), { code: "records.tag.not_there" });
});

test("whoever may not change all records renames no tag", async () => {
  await using shop = await testShop();
  await tagged(shop);
  const member = await shop.callerAs("member");
  await assert.rejects(perform(RENAME, shop.house, member, { name: "vip", into: "x" }), {
    kind: "forbidden",
  });
});

test("a filter asks for the new name wherever it names the tag, and for nothing else", () => {
  const where = {
    all: [
      { field: "tags", is: "any_of" as const, value: ["vip", "b"] },
      { not: { field: "tags", is: "all_of" as const, value: ["vip"] } },
      { field: "city", is: "is" as const, value: "vip" },
      {
        related: "orders",
        has: "some" as const,
        where: { field: "tags", is: "any_of" as const, value: ["vip", "new"] },
      },
    ],
  };
  assert.deepEqual(retagged(where, "vip", "new"), {
    all: [
      { field: "tags", is: "any_of", value: ["new", "b"] },
      { not: { field: "tags", is: "all_of", value: ["new"] } },
      { field: "city", is: "is", value: "vip" },
      { related: "orders", has: "some", where: { field: "tags", is: "any_of", value: ["new"] } },
    ],
  });
  assert.deepEqual(stateRetagged({ filter: { tag: "vip", city: "vip" } }, "vip", "new"), {
    filter: { tag: "new", city: "vip" },
  });
});
