import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { showId } from "#kernel/ids.ts";
import { changeCustomer, createCustomer } from "#modules/crm/customers/customers.actions.ts";
import { ACTIONS } from "#modules/modules.ts";
import { type Shop, testShop } from "#modules/sales/fixtures/shop.ts";
import { buyer, order, product } from "#modules/sales/fixtures/telling.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import { BUILT_IN } from "#platform/permissions/roles.ts";
import { testHouse } from "#platform/testing/house.ts";
import { differences, stateOf } from "../trash/trash.testing.ts";

const RUNS = Number(process.env["KAUNTER_PROPERTY_RUNS"] ?? 12);

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
type Reply = any;

const actionOf = (method: string, path: string): CompanyAction => {
  const found = ACTIONS.find(({ does }) => does.method === method && does.path === path);
  if (found?.door !== "company") throw new Error(path);
  return found;
};

const starts = (shop: Shop, input: object, as: Caller = shop.caller): Promise<Reply> =>
  perform(actionOf("POST", "/api/records/bulk"), shop.house, as, input);
const undoes = (shop: Shop, id: string, as: Caller = shop.caller): Promise<Reply> =>
  perform(actionOf("POST", "/api/records/bulk/:id/undo"), shop.house, as, { id });
const stands = (shop: Shop, id: string, as: Caller = shop.caller): Promise<Reply> =>
  perform(actionOf("GET", "/api/records/bulk/:id"), shop.house, as, { id });

/** Starts it, lets the worker do it, and says how it ended. */
async function done(shop: Shop, input: object, as?: Caller): Promise<Reply> {
  const { id } = await starts(shop, input, as);
  await shop.house.drain(shop.caller);
  return stands(shop, id, as);
}
async function undone(shop: Shop, id: string): Promise<Reply> {
  await undoes(shop, id);
  await shop.house.drain(shop.caller);
  return stands(shop, id);
}

/** What business there is: without what says that it was done and taken back, and what jobs work out from it. */
const business = async (shop: Shop): Promise<string[]> =>
  (await stateOf(shop)).filter(
    (row) => !/^(?:(?:bulk|day|search)_|duplicate_(?:keys|pairs|looks) )/.test(row),
  );

const told = (externalId: string, tags: string[]) =>
  buyer({
    isAccount: true,
    externalId,
    email: `buyer${externalId}@example.my`,
    name: `Buyer ${externalId}`,
    tags,
  });

/** Three customers of a store, one by hand, two orders and a product. */
async function peopled(shop: Shop): Promise<void> {
  const first = told("1", ["vip"]);
  await shop.hears(
    { product: product() },
    { customer: first },
    { customer: told("2", []) },
    { customer: told("3", ["lama"]) },
    { order: order({ customer: first }) },
    { order: order({ externalId: "101", number: "#101", customer: first }) },
  );
  await shop.asks(createCustomer, { name: "By hand", city: "Ipoh", tags: ["vip"] });
}

const deed = fc.oneof(
  fc.record({
    type: fc.constant("customer"),
    deed: fc.oneof(
      fc.record({
        does: fc.constant("set"),
        field: fc.constantFrom("city", "organisation", "street", "country", "note"),
        value: fc.constantFrom("MY", "SG", null),
      }),
      fc.record({
        does: fc.constant("tag"),
        add: fc.subarray(["vip", "baru"]),
        remove: fc.subarray(["lama", "borong"]),
      }),
      fc.constant({ does: "give", ownerId: null }),
      fc.constant({ does: "archive" }),
      fc.constant({ does: "trash" }),
    ),
  }),
  fc.record({
    type: fc.constant("order"),
    deed: fc.oneof(
      fc.record({
        does: fc.constant("set"),
        field: fc.constantFrom("note", "paymentMethod"),
        value: fc.constantFrom("tunai", ""),
      }),
      fc.constant({ does: "trash" }),
    ),
  }),
  fc.record({
    type: fc.constant("product"),
    deed: fc.oneof(
      fc.record({
        does: fc.constant("tag"),
        add: fc.subarray(["kopi", "baru"]),
        remove: fc.subarray(["panas"]),
      }),
      fc.constant({ does: "set", field: "status", value: "draft" }),
      fc.constant({ does: "trash" }),
    ),
  }),
);

test("whatever is done to many and undone, everything is as it was", async () => {
  await using house = await testHouse();
  const property = fc.asyncProperty(deed, async (asked) => {
    await using shop = await testShop({}, house);
    await peopled(shop);
    const before = await business(shop);
    house.clock.advance(60_000);
    const run = await done(shop, asked);
    assert.equal(run.state, "done", JSON.stringify(run));
    assert.equal(run.changedCount + run.skippedCount, run.totalCount);
    const after = await undone(shop, run.id);
    assert.deepEqual([after.state, after.leftCount], ["undone", 0]);
    assert.deepEqual(differences(before, await business(shop)), [], JSON.stringify(asked));
  });
  await fc.assert(property, { numRuns: RUNS, endOnFailure: RUNS > 50 });
});

test("a deed on all that a filter leaves is done in batches, each one entry of the log, and skips with a reason", async () => {
  await using shop = await testShop();
  await peopled(shop);
  const where = JSON.stringify({ field: "tags", is: "any_of", value: ["vip"] });
  const run = await done(shop, {
    type: "customer",
    where,
    deed: { does: "tag", add: ["raya", "vip"] },
  });
  assert.deepEqual([run.totalCount, run.changedCount], [2, 2]);
  const again = await done(shop, { type: "customer", deed: { does: "tag", add: ["raya"] } });
  assert.deepEqual([again.totalCount, again.changedCount, again.skippedCount], [4, 2, 2]);
  assert.deepEqual(again.reasons, [{ reason: "records.bulk.no_difference", count: 2 }]);
  const entries = await shop.rows(
    "select action, actor_name, change from audit_entries where subject_type = 'bulk' order by at, position",
  );
  assert.equal(entries.filter(({ action }) => action === "records.bulk.apply").length, 2);
  assert.ok(entries.every(({ actor_name }) => actor_name === shop.caller.actor.name));
});

test("an undo leaves alone what somebody changed since and says so, and keeps what else they changed", async () => {
  await using shop = await testShop();
  await peopled(shop);
  const run = await done(shop, {
    type: "customer",
    deed: { does: "set", field: "city", value: "Kuching" },
  });
  const rows = await shop.rows("select id, version, name from customers order by id");
  const change = (at: number, values: object) =>
    shop.asks(changeCustomer([]), {
      id: showId("customer", rows[at].id),
      version: rows[at].version,
      ...values,
    });
  await change(0, { city: "Melaka" });
  await change(1, { organisation: "Kedai Seri" });
  const after = await undone(shop, run.id);
  assert.deepEqual([after.undoneCount, after.leftCount], [3, 1]);
  assert.deepEqual(after.reasons, [{ reason: "records.bulk.changed_since", count: 1 }]);
  const now = await shop.rows("select city, organisation from customers order by id");
  assert.equal(now[0].city, "Melaka");
  assert.notEqual(now[1].city, "Kuching");
  assert.equal(now[1].organisation, "Kedai Seri");
  await assert.rejects(undoes(shop, run.id), { code: "records.bulk.already_undone" });
});

test("what is stopped before it is done is put back, and after 30 days nothing is undone", async () => {
  await using shop = await testShop();
  await peopled(shop);
  const before = await business(shop);
  const { id } = await starts(shop, { type: "customer", deed: { does: "archive" } });
  await undoes(shop, id);
  await shop.house.drain(shop.caller);
  assert.equal((await stands(shop, id)).state, "undone");
  assert.deepEqual(differences(before, await business(shop)), []);
  const run = await done(shop, { type: "customer", deed: { does: "archive" } });
  shop.house.clock.advance(31 * 86_400_000);
  await assert.rejects(undoes(shop, run.id), { code: "records.bulk.too_late" });
});

test("a member changes only the records in their reach, sets nothing they do not see, and takes back only their own deeds", async () => {
  await using shop = await testShop();
  await peopled(shop);
  const own = shop.callerAs({
    ...BUILT_IN.member,
    allow: [
      { on: "*.*.read", scope: "all" },
      { on: "records.bulk.run", scope: "all" },
      { on: "crm.customers.write", scope: "own" },
    ],
    sees: BUILT_IN.analyst.sees,
  });
  await perform(createCustomer, shop.house, own, { name: "Mine" });
  const set = (field: string) => ({
    type: "customer",
    deed: { does: "set", field, value: "Kuching" },
  });
  const run = await done(shop, set("city"), own);
  assert.deepEqual([run.changedCount, run.skippedCount], [1, 4]);
  assert.deepEqual(run.reasons, [{ reason: "platform.permission.not_own", count: 4 }]);
  assert.deepEqual(
    (await shop.rows("select name from customers where city = 'Kuching'")).map(({ name }) => name),
    ["Mine"],
  );
  await assert.rejects(starts(shop, set("street"), own), { code: "platform.field.masked" });
  await assert.rejects(starts(shop, { type: "customer", deed: { does: "trash" } }, own), {
    kind: "forbidden",
  });
  await assert.rejects(undoes(shop, run.id), { kind: "not_found" });
  await assert.rejects(starts(shop, set("email")), { kind: "invalid" });
});
