import assert from "node:assert/strict";
import { test } from "node:test";
import { newId, showId } from "#kernel/ids.ts";
import type { Where } from "#kernel/where.ts";
import { createCustomer } from "#modules/crm/customers/customers.actions.ts";
import { ACTIONS } from "#modules/modules.ts";
import { ORDER_STATES_OF_C } from "#modules/sales/fixtures/states.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import { BUILT_IN } from "#platform/permissions/roles.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";

type Listed = { rows: { id: string; name: string; values?: Record<string, unknown> }[] };

async function doorOf() {
  const house = await testHouse();
  const company = await testCompany(house);
  const asks = (path: string, input: object, as: Caller = company.admin) =>
    perform(actionOf(path), house, as, input);
  const list = async (where: Where, as?: Caller) => {
    const asked = { where: JSON.stringify(where), sort: "name" };
    return ((await asks("/api/crm/customers", asked, as)) as Listed).rows.map(({ name }) => name);
  };
  return { house, company, asks, list, [Symbol.asyncDispose]: () => house[Symbol.asyncDispose]() };
}

const actionOf = (path: string): CompanyAction => {
  const found = ACTIONS.find(({ does }) => does.method === "GET" && does.path === path);
  if (found?.door !== "company") throw new Error(path);
  return found;
};

test("a filter that cannot be answered is refused at its place, with the reason", async () => {
  await using door = await doorOf();
  const refused = async (where: object) => {
    try {
      await door.asks("/api/crm/customers", { where: JSON.stringify(where) });
    } catch (error) {
      return (error as { details: unknown }).details;
    }
    return null;
  };
  const at = (path: (string | number)[], code: string) => [{ path: ["where", ...path], code }];
  const spent = { field: "spent", is: "at_least", value: 1 };
  assert.deepEqual(
    await refused({ all: [spent, { any: [{ field: "shoe", is: "is", value: "42" }] }] }),
    at(["all", 1, "any", 0], "records.filter.unknown_field"),
  );
  assert.deepEqual(
    await refused({ not: { ...spent, is: "contains" } }),
    at(["not"], "records.filter.wrong_operator"),
  );
  assert.deepEqual(await refused({ ...spent, value: "much" }), at([], "field.not_a_number"));
  assert.deepEqual(await refused({ ...spent, value: 1.5 }), at([], "field.not_a_number"));
  assert.deepEqual(
    await refused({ field: "created", is: "on", value: "2026-02-30" }),
    at([], "field.not_a_day"),
  );
  assert.deepEqual(
    await refused({ field: "emailConsent", is: "any_of", value: ["perhaps"] }),
    at([], "field.invalid"),
  );
  assert.deepEqual(
    await refused({ related: "wishes", has: "some" }),
    at([], "records.filter.unknown_relation"),
  );
  assert.deepEqual(
    await refused({
      related: "orders",
      has: "some",
      where: { field: "name", is: "empty", value: 1 },
    }),
    at(["where"], "field.invalid"),
  );
  assert.deepEqual(
    await refused({ all: Array.from({ length: 50 }, () => ({ all: [spent, spent] })) }),
    at([], "records.filter.too_many_conditions"),
  );
  const deep = (levels: number): object => (levels === 0 ? spent : { not: deep(levels - 1) });
  assert.equal(await refused(deep(5)), null);
  assert.deepEqual(await refused(deep(6)), at(Array(5).fill("not"), "records.filter.too_deep"));
  for (const text of ["{", "7", '{"spend":1}', `${'{"not":'.repeat(900)}7${"}".repeat(900)}`])
    await assert.rejects(door.asks("/api/crm/customers", { where: text }), { kind: "invalid" });
});

test("who does not see how people are reached filters neither by it nor, over orders, by theirs", async () => {
  await using door = await doorOf();
  const viewer = door.company.caller("viewer");
  const email: Where = { field: "email", is: "contains", value: "example" };
  for (const where of [email, { not: email }, { related: "orders", has: "some", where: email }])
    await assert.rejects(door.list(where as Where, viewer), {
      kind: "forbidden",
      code: "platform.field.masked",
    });
  assert.deepEqual(await door.list({ field: "name", is: "contains", value: "a" }, viewer), []);
  const blind = door.company.caller(["crm.customers.read"]);
  await assert.rejects(door.list({ related: "orders", has: "none" }, blind), { kind: "forbidden" });
});

test("a filter reaches only the records that somebody's role reaches, also those that hang on others", async () => {
  await using door = await doorOf();
  const own = door.company.caller({
    ...BUILT_IN.member,
    allow: [
      { on: "crm.customers.read", scope: "own" },
      { on: "crm.customers.write", scope: "own" },
      { on: "sales.orders.read", scope: "own" },
    ],
  });
  for (const [caller, name] of [
    [door.company.admin, "Theirs"],
    [own, "Mine"],
  ] as const) {
    const input = { name, city: "Ipoh" };
    const { id } = (await perform(createCustomer, door.house, caller, input)) as { id: string };
    await door.company.access.pool.query(
      `insert into orders (id, number, channel, customer_id, status, payment_status, fulfilment_status, is_sale, currency,
         lines_minor, total_minor, items_count, placed_at, name, joined_by, created_at, updated_at)
       select $1, '#1', 'stall', id, 'open', 'paid', 'unfulfilled', true, 'MYR', 1, 1, 1, now(), '', 'person', now(), now()
         from customers where name = $2`,
      [newId<"order">(), name],
    );
    await door.company.access.pool.query(
      `update customers c set order_states = ${ORDER_STATES_OF_C}`,
    );
    assert.match(id, /^cus_/);
  }
  const ipoh: Where = { field: "city", is: "is", value: "ipoh" };
  const bought: Where = { related: "orders", has: "some" };
  assert.deepEqual(await door.list(ipoh), ["Mine", "Theirs"]);
  assert.deepEqual(await door.list({ any: [ipoh, { not: ipoh }] }, own), ["Mine"]);
  assert.deepEqual(await door.list(bought), ["Mine", "Theirs"]);
  // The order is nobody's: not theirs to see, whoever bought it.
  assert.deepEqual(await door.list(bought, own), []);
  const me = showId("account", own.actor.id ?? "");
  assert.deepEqual(await door.list({ field: "owner", is: "any_of", value: [me] }), ["Mine"]);
  assert.deepEqual(await door.list({ field: "owner", is: "is_me" }, own), ["Mine"]);
});

test("a list reads more fields with its rows where they are asked for, and leaves out what is not seen plain", async () => {
  await using door = await doorOf();
  await perform(createCustomer, door.house, door.company.admin, {
    name: "Aina",
    email: "aina@example.my",
    state: "Perak",
  });
  const values = async (fields: string, as?: Caller) => {
    const { rows } = (await door.asks("/api/crm/customers", { fields }, as)) as Listed;
    return rows[0]?.values;
  };
  assert.deepEqual(await values("state,email,lastOrder"), {
    state: "Perak",
    email: "aina@example.my",
    lastOrder: null,
  });
  assert.deepEqual(await values("state,email", door.company.caller("viewer")), { state: "Perak" });
  assert.equal(await values(""), undefined);
  await assert.rejects(values("shoe"), { kind: "invalid" });
});
