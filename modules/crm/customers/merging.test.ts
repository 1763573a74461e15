import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "#kernel/errors.ts";
import { showId } from "#kernel/ids.ts";
import { DAY_MS, differences } from "#modules/records/trash/trash.testing.ts";
import { type Shop, testShop } from "#modules/sales/fixtures/shop.ts";
import { at, buyer, order, refund, subscription } from "#modules/sales/fixtures/telling.ts";
import { perform } from "#platform/actions/action.ts";
import { changeCustomer, createCustomer, getCustomer } from "./customers.actions.ts";
import {
  COMPARE_ACTION,
  MERGE_ACTION,
  MERGES_ACTION,
  merged,
  UNDO_ACTION,
  undone,
  wholeOf,
} from "./merging.testing.ts";
import { trashCustomers } from "./trash.actions.ts";

const AINA = buyer({
  email: "aina@example.com",
  name: "Aina binti Zul",
  phoneText: "012-345 6789",
});
const AINAH = buyer({ email: "aina.zul@example.com", name: "Aina Zul", tags: ["vip"] });

/** Two records of one person, each with an order. */
async function twoOf(shop: Shop): Promise<{ one: string; other: string }> {
  await shop.hears(
    { order: order({ customer: AINA }) },
    { order: order({ externalId: "101", number: "#101", customer: AINAH }, 2) },
    { refund: refund({ orderExternalId: "101" }) },
    { subscription: subscription({ customer: AINAH }) },
  );
  const idOf = async (email: string) =>
    (await shop.rows("select id from customers where email = $1", [email]))[0].id as string;
  return { one: await idOf("aina@example.com"), other: await idOf("aina.zul@example.com") };
}

const is = (kind: string, code: string) => (error: unknown) =>
  error instanceof Problem && error.kind === kind && error.code === code;

test("merging brings orders, subscriptions, addresses, tags, notes and timeline to the one, and the old id leads there", async () => {
  await using shop = await testShop();
  const { one, other } = await twoOf(shop);
  const shown = { id: showId("customer", other) };
  const { version } = await shop.asks(getCustomer, shown);
  await shop.asks(changeCustomer([]), { ...shown, version, note: "Likes it strong" });
  await merged(shop, one, other, { name: "from" });

  const customer = await shop.asks(getCustomer, shown);
  assert.equal(customer.id, showId("customer", one), "the old id leads to the one that stays");
  assert.deepEqual(
    [customer.name, customer.email, customer.phone, customer.tags, customer.note],
    ["Aina Zul", "aina@example.com", "+60123456789", ["vip"], "Likes it strong"],
  );
  assert.deepEqual([customer.ordersCount, customer.spentMinor], [2, 3100]);
  assert.deepEqual(
    customer.identities.map(({ key }: { key: string }) => key),
    ["aina.zul@example.com", "aina@example.com"],
  );
  const [left] = await shop.rows(
    `select (select count(*) from orders where customer_id = $1) as orders,
            (select count(*) from subscriptions where customer_id = $1) as subscriptions,
            (select count(*) from timeline_entries where subject_id = $1) as told`,
    [other],
  );
  assert.deepEqual(left, { orders: 0, subscriptions: 0, told: 0 });
});

test("undoing gives each its own, also what came since by any address", async () => {
  await using shop = await testShop();
  const { one, other } = await twoOf(shop);
  const merge = await merged(shop, one, other);
  await shop.hears(
    { order: order({ externalId: "102", number: "#102", customer: AINAH, totalMinor: 5000 }, 3) },
    { order: order({ externalId: "103", number: "#103", customer: AINA, totalMinor: 700 }, 3) },
  );
  const [before] = await shop.rows("select orders_count, spent_minor from customers");
  assert.deepEqual(before, { orders_count: 4, spent_minor: 8800 });

  const { intoId, fromId } = await undone(shop, merge.id);
  assert.deepEqual([intoId, fromId], [showId("customer", one), showId("customer", other)]);
  assert.deepEqual(
    await shop.rows("select email, orders_count, spent_minor from customers order by email"),
    [
      { email: "aina.zul@example.com", orders_count: 2, spent_minor: 6300 },
      { email: "aina@example.com", orders_count: 2, spent_minor: 2500 },
    ],
  );
  assert.deepEqual(
    await shop.rows(
      "select number, c.email from orders o join customers c on c.id = o.customer_id order by 1",
    ),
    [
      { number: "#100", email: "aina@example.com" },
      { number: "#101", email: "aina.zul@example.com" },
      { number: "#102", email: "aina.zul@example.com" },
      { number: "#103", email: "aina@example.com" },
    ],
  );
});

test("merging and undoing at once is the identity", async () => {
  await using shop = await testShop();
  const { one, other } = await twoOf(shop);
  const before = await wholeOf(shop);
  const { id } = await merged(shop, one, other, { name: "from", email: "from" });
  await undone(shop, id);
  assert.deepEqual(differences(before, await wholeOf(shop)), []);
});

test("of three merged in turn each merge is undone by itself, in any order", async () => {
  await using shop = await testShop();
  const { one, other } = await twoOf(shop);
  await shop.asks(createCustomer, { name: "Zul Aina", email: "third@example.com" });
  const [{ id: third }] = await shop.rows("select id from customers where email like 'third%'");
  const before = await wholeOf(shop);
  const first = await merged(shop, other, third);
  const second = await merged(shop, one, other);
  await undone(shop, first.id);
  assert.equal((await shop.rows("select from customers")).length, 2);
  await undone(shop, second.id);
  assert.deepEqual(differences(before, await wholeOf(shop)), []);
});

test("whoever asked not to be written to is not written to under any name", async () => {
  await using shop = await testShop();
  const no = { state: "unsubscribed" as const, at: at(1) };
  const yes = { state: "subscribed" as const, at: at(9) };
  await shop.hears(
    {
      customer: buyer({
        email: "a@example.com",
        isAccount: true,
        externalId: "1",
        emailConsent: no,
      }),
    },
    {
      customer: buyer({
        email: "b@example.com",
        isAccount: true,
        externalId: "2",
        emailConsent: yes,
      }),
    },
  );
  const [a, b] = await shop.rows("select id from customers order by email");
  const { id } = await merged(shop, b.id, a.id);
  assert.deepEqual(await shop.rows("select email_consent from customers"), [
    { email_consent: "unsubscribed" },
  ]);
  await undone(shop, id);
  assert.deepEqual(await shop.rows("select email_consent from customers order by email"), [
    { email_consent: "unsubscribed" },
    { email_consent: "subscribed" },
  ]);
});

test("what was written on the one since the merge stays with it", async () => {
  await using shop = await testShop();
  const { one, other } = await twoOf(shop);
  const merge = await merged(shop, one, other);
  const shown = { id: showId("customer", one) };
  const { version } = await shop.asks(getCustomer, shown);
  await shop.asks(changeCustomer([]), { ...shown, version, organisation: "Kopi Sdn Bhd" });
  await undone(shop, merge.id);
  assert.deepEqual(await shop.rows("select organisation from customers order by email"), [
    { organisation: null },
    { organisation: "Kopi Sdn Bhd" },
  ]);
});

test("a merge that a store confirms since rests on the store's word and is not undone", async () => {
  await using shop = await testShop();
  const { one, other } = await twoOf(shop);
  const { id } = await merged(shop, one, other);
  await shop.hears(
    { customer: { ...AINA, isAccount: true, externalId: "7" } },
    { customer: { ...AINAH, isAccount: true, externalId: "7" } },
  );
  const { rows } = await shop.asks(MERGES_ACTION, { id: showId("customer", one) });
  assert.deepEqual(
    rows.map(({ blocked }: { blocked: { undo: string } }) => blocked.undo),
    ["crm.merge.store_says_so"],
  );
  await assert.rejects(undone(shop, id), is("refused", "crm.merge.store_says_so"));
});

test("what a store makes one is noted with the store, and cannot be undone", async () => {
  await using shop = await testShop();
  await twoOf(shop);
  await shop.hears(
    { customer: { ...AINA, isAccount: true, externalId: "7" } },
    { customer: { ...AINAH, isAccount: true, externalId: "7" } },
  );
  const [{ id }] = await shop.rows("select id from customers");
  const { rows } = await shop.asks(MERGES_ACTION, { id: showId("customer", id) });
  assert.deepEqual(
    rows.map((row: { saidBy: string; actorName: string; blocked: object }) => [
      row.saidBy,
      row.actorName,
      row.blocked,
    ]),
    [["store", "Shop", { undo: "crm.merge.store_says_so" }]],
  );
});

test("after thirty days a merge is for good, and nothing is kept of the parts", async () => {
  await using shop = await testShop();
  const { one, other } = await twoOf(shop);
  const { id } = await merged(shop, one, other);
  shop.house.clock.advance(31 * DAY_MS);
  await shop.house.drain(shop.caller);
  assert.deepEqual(
    await shop.rows(`select 'part' from customer_parts union all select 'tie' from customer_ties
      union all select 'identity' from customer_identities where part_id is not null
      union all select 'order' from orders where part_id is not null`),
    [],
  );
  await assert.rejects(undone(shop, id), is("not_found", "crm.merge.not_found"));
  await shop.hears({ order: order({ externalId: "104", number: "#104", customer: AINAH }, 4) });
  assert.equal((await shop.rows("select orders_count from customers"))[0].orders_count, 3);
});

test("what is in the trash is neither merged nor taken apart", async () => {
  await using shop = await testShop();
  const { one, other } = await twoOf(shop);
  const { id } = await merged(shop, one, other);
  await shop.asks(trashCustomers, { ids: [showId("customer", one)] });
  await assert.rejects(undone(shop, id), is("refused", "crm.customer.in_trash"));
});

test("a merge is audited on both, and told on the timeline", async () => {
  await using shop = await testShop();
  const { one, other } = await twoOf(shop);
  const { id } = await merged(shop, one, other);
  await undone(shop, id);
  const told = await shop.rows(
    "select subject_id, action, change -> 'after' as after from audit_entries where action = 'crm.customers.merge' order by id",
  );
  assert.deepEqual(
    told.map(({ subject_id, after }) => [subject_id, after.mergedWith ?? after.mergedInto ?? null]),
    [
      [one, "Aina Zul"],
      [other, "Aina binti Zul"],
      [one, null],
      [other, null],
    ],
  );
});

test("only who may merge does, and only whom they reach; what is masked is neither shown nor picked", async () => {
  await using shop = await testShop();
  const { one, other } = await twoOf(shop);
  const both = { id: showId("customer", one), fromId: showId("customer", other) };
  const versions = { version: 1, fromVersion: 1 };
  for (const role of ["member", "viewer", "analyst"] as const)
    await assert.rejects(
      perform(MERGE_ACTION, shop.house, shop.callerAs(role), { ...both, ...versions }),
      is("forbidden", "platform.permission.missing"),
    );
  const seen = (await perform(COMPARE_ACTION, shop.house, shop.callerAs("viewer"), both)) as {
    into: { email: string };
    blocked: object;
  };
  assert.equal(seen.into.email, "•••");
  assert.deepEqual(seen.blocked, { merge: "platform.permission.missing" });

  const half = {
    allow: [
      { on: "crm.customers.read", scope: "all" as const },
      { on: "crm.customers.merge", scope: "own" as const },
    ],
    deny: [],
    sees: { ...SEEN, contact: "masked" as const },
  };
  await assert.rejects(
    perform(MERGE_ACTION, shop.house, shop.callerAs(half), { ...both, ...versions }),
    (error: unknown) => error instanceof Problem && error.kind === "forbidden",
    "they are nobody's",
  );
  const blind = { ...half, allow: half.allow.map(({ on }) => ({ on, scope: "all" as const })) };
  await assert.rejects(
    perform(MERGE_ACTION, shop.house, shop.callerAs(blind), {
      ...both,
      ...versions,
      picks: { email: "from" },
    }),
    (error: unknown) => error instanceof Problem && error.kind === "forbidden",
    "an address they do not see",
  );
});

const SEEN = {
  public: "plain",
  business: "plain",
  contact: "plain",
  sensitive: "plain",
  secret: "hidden",
} as const;

test("two people who undo one merge at once undo it once", async () => {
  await using shop = await testShop();
  const { one, other } = await twoOf(shop);
  const { id } = await merged(shop, one, other);
  const done = await Promise.allSettled([1, 2].map(() => undone(shop, id)));
  assert.deepEqual(done.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  assert.equal((await shop.rows("select from customers")).length, 2);
  await assert.rejects(
    perform(UNDO_ACTION, shop.house, shop.caller, { id }),
    is("not_found", "crm.merge.not_found"),
  );
});
