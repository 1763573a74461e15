import assert from "node:assert/strict";
import { test } from "node:test";
import { createCustomer } from "#modules/crm/customers/customers.actions.ts";
import { RECORD_TYPES } from "#modules/modules.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import { BUILT_IN } from "#platform/permissions/roles.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import { viewActions } from "./views.actions.ts";

const views = viewActions(RECORD_TYPES);
const { groups } = views;

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
type Reply = any;

async function doorOf() {
  const house = await testHouse();
  const company = await testCompany(house);
  return {
    house,
    company,
    asks: (action: CompanyAction, input: object, as: Caller = company.admin): Promise<Reply> =>
      perform(action, house, as, input),
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}

const WHERE = JSON.stringify({ all: [{ field: "spent", is: "at_least", value: 10_000 }] });
const VIP = {
  type: "customer",
  name: "Big spenders",
  state: { where: WHERE, columns: "name:240,spent", sort: "-spent", density: "compact" },
};

test("a view comes back as it was saved, its own to who saved it until it is shared", async () => {
  await using door = await doorOf();
  const colleague = door.company.caller("member");
  const made = await door.asks(views.create, VIP);
  assert.deepEqual(made.state, { kind: "list", filter: {}, ...VIP.state });
  const of = async (as?: Caller) =>
    (await door.asks(views.list, { type: "customer" }, as)).views.map(
      ({ name, isOwn, blocked }: Reply) => [name, isOwn, blocked.change],
    );
  assert.deepEqual(await of(), [["Big spenders", true, null]]);
  assert.deepEqual(await of(colleague), []);
  const { version } = await door.asks(views.share, { id: made.id, version: 1, isShared: true });
  assert.deepEqual(await of(colleague), [["Big spenders", false, "platform.permission.missing"]]);
  const rename = { id: made.id, version, name: "Mine" };
  await assert.rejects(door.asks(views.change, rename, colleague), { kind: "refused" });
  assert.deepEqual((await door.asks(views.list, { type: "order" })).views, []);
});

test("a change on an old version is refused, and what was deleted comes back for 30 days", async () => {
  await using door = await doorOf();
  const made = await door.asks(views.create, VIP);
  const changed = await door.asks(views.change, { id: made.id, version: 1, name: "VIP" });
  assert.deepEqual([changed.name, changed.version, changed.state.sort], ["VIP", 2, "-spent"]);
  await assert.rejects(door.asks(views.change, { id: made.id, version: 1, name: "No" }), {
    kind: "stale",
  });
  await door.asks(views.remove, { id: made.id, version: 2 });
  assert.deepEqual((await door.asks(views.list, { type: "customer" })).views, []);
  await assert.rejects(door.asks(views.change, { id: made.id, version: 3, name: "No" }), {
    code: "records.view.deleted",
  });
  const back = await door.asks(views.restore, { id: made.id });
  assert.deepEqual(back.name, "VIP");
  await door.asks(views.remove, { id: made.id, version: back.version });
  door.house.clock.advance(30 * 86_400_000);
  await door.house.drain(door.company.admin);
  await assert.rejects(door.asks(views.restore, { id: made.id }), { kind: "not_found" });
  const { rows } = await door.company.access.pool.query("select name from record_views");
  assert.deepEqual(rows, []);
});

test("a view whose filter cannot be answered, or asks by what is not seen, is neither saved nor shown to others", async () => {
  await using door = await doorOf();
  const analyst = door.company.caller({ ...BUILT_IN.member, sees: BUILT_IN.analyst.sees });
  const byEmail = JSON.stringify({ field: "email", is: "ends", value: "@rival.example" });
  await assert.rejects(
    door.asks(views.create, { ...VIP, state: { where: '{"field":"shoe","is":"empty"}' } }),
    {
      details: [{ path: ["state", "where"], code: "records.filter.unknown_field" }],
    },
  );
  await assert.rejects(door.asks(views.create, { ...VIP, state: { where: byEmail } }, analyst), {
    code: "platform.field.masked",
  });
  for (const state of [{ where: byEmail }, { filter: { search: "ali@rival.example" } }, {}]) {
    const made = await door.asks(views.create, { ...VIP, state });
    await door.asks(views.share, { id: made.id, version: 1, isShared: true });
  }
  const seen = async (as?: Caller) =>
    (await door.asks(views.list, { type: "customer" }, as)).views.length;
  assert.deepEqual([await seen(), await seen(analyst)], [3, 1]);
});

test("everybody has views in an order of their own, and a list opens with the one they chose", async () => {
  await using door = await doorOf();
  const ids: string[] = [];
  for (const name of ["A", "B", "C"])
    ids.push((await door.asks(views.create, { ...VIP, name })).id);
  await door.asks(views.arrange, { type: "customer", views: [ids[2], ids[0]] });
  await door.asks(views.choose, { type: "customer", view: ids[2] });
  const listed = await door.asks(views.list, { type: "customer" });
  assert.deepEqual(
    listed.views.map(({ name }: Reply) => name),
    ["C", "A", "B"],
  );
  assert.equal(listed.defaultView, ids[2]);
  const other = await door.asks(views.list, { type: "customer" }, door.company.caller("admin"));
  assert.deepEqual([other.views, other.defaultView], [[], null]);
});

test("records are put together by choice, word and month in the company’s zone, within a filter", async () => {
  await using door = await doorOf();
  for (const [name, tags, emailConsent] of [
    ["A", ["vip", "lama"], "subscribed"],
    ["B", ["vip"], "subscribed"],
    ["C", [], "unknown"],
  ] as const)
    await door.asks(createCustomer, { name, tags, emailConsent });
  const by = async (asked: object, as?: Caller) =>
    (await door.asks(groups, { type: "customer", ...asked }, as)).groups.map(
      ({ value, count }: Reply) => [value, count],
    );
  assert.deepEqual(await by({ by: "emailConsent" }), [
    ["subscribed", 2],
    ["unknown", 1],
  ]);
  assert.deepEqual(await by({ by: "tags" }), [
    ["vip", 2],
    ["lama", 1],
    [null, 1],
  ]);
  assert.deepEqual(await by({ by: "created", bucket: "month" }), [["2026-11-01", 3]]);
  const where = JSON.stringify({ field: "tags", is: "any_of", value: ["vip"] });
  assert.deepEqual(await by({ by: "emailConsent", where }), [["subscribed", 2]]);
  await assert.rejects(by({ by: "email" }), { kind: "invalid" });
  await assert.rejects(by({ by: "street" }, door.company.caller("viewer")), { kind: "forbidden" });
});
