import assert from "node:assert/strict";
import { test } from "node:test";
import { products } from "#modules/catalog/products/products.contract.ts";
import { customers } from "#modules/crm/customers/customers.contract.ts";
import { RECORD_TYPES } from "#modules/modules.ts";
import { orders } from "#modules/sales/orders/orders.contract.ts";
import { perform } from "#platform/actions/action.ts";
import { transaction } from "#platform/db/db.ts";
import { empty, join, sql } from "#platform/db/sql.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import { typeActions } from "./types.actions.ts";
import { typeOf } from "./types.ts";

const CHANGES = {
  customer: customers.change.input,
  order: orders.change.input,
  product: products.change.input,
};
/** What PostgreSQL calls the value of each kind. */
const HELD_AS: Readonly<Record<string, readonly string[]>> = {
  number: ["int4", "int8", "numeric"],
  money: ["int8"],
  date: ["date"],
  moment: ["timestamptz"],
  yes_no: ["bool"],
  tags: ["_text"],
  choices: ["_text"],
  reference: ["uuid"],
  member: ["uuid"],
};

test("every field, relation, order and title of every type is SQL that holds, of the type that its kind says", async () => {
  await using house = await testHouse();
  const { access } = await testCompany(house);
  await transaction(access.pool, "read only", async (db) => {
    for (const type of RECORD_TYPES) {
      const row = sql`r`;
      const others = sql`others`;
      const read = type.fields.flatMap(({ value, currency, sort }) => [
        value(row),
        ...(currency === undefined ? [] : [currency(row)]),
        ...(sort === undefined ? [] : [sort.key(row)]),
      ]);
      await db.rows(sql`
        select ${join([...read, type.title(row)], sql`, `)} from ${type.table} r
         where ${type.isLive(row)} ${type.ownerId === null ? empty : sql`and ${type.ownerId(row)} is null`}`);
      for (const { type: name, joins } of type.relations)
        await db.rows(sql`
          select 1 from ${type.table} r, ${typeOf(RECORD_TYPES, name).table} others where ${joins(row, others)}`);
      for (const { key, kind, value } of type.fields) {
        const [held] = await db.rows<{ type: string }>(sql`
          select (select typname from pg_type where oid = pg_typeof(value)::oid) as type
            from (select (select ${value(row)} from ${type.table} r limit 1) as value) as one`);
        const expected = HELD_AS[kind] ?? ["text"];
        assert(expected.includes(held?.type ?? ""), `${type.name}.${key} is held as ${held?.type}`);
      }
    }
  });
});

test("what is said to be entered has its place in what is sent to change a record", () => {
  const homeless = RECORD_TYPES.flatMap((type) =>
    type.fields
      .filter(({ change }) => change !== undefined && !(change in CHANGES[type.name].shape))
      .map(({ key }) => `${type.name}.${key}`),
  );
  assert.deepEqual(homeless, []);
});

test("each field has a key of its own and words in both languages", () => {
  for (const { name, fields } of RECORD_TYPES) {
    assert.equal(new Set(fields.map(({ key }) => key)).size, fields.length, name);
    for (const { key, label } of fields)
      for (const said of Object.values(label)) assert.match(said, /\S/, `${name}.${key}`);
  }
});

test("a role that does not see how people are reached neither filters nor sorts by it, and enters nothing it may not", async () => {
  await using house = await testHouse();
  const company = await testCompany(house);
  const ask = async (role: "admin" | "viewer") => {
    const answer = await perform(typeActions(RECORD_TYPES).fields, house, company.caller(role), {
      type: "customer",
    });
    return new Map(
      (answer as { fields: { key: string; canFilter: boolean; canChange: boolean }[] }).fields.map(
        ({ key, canFilter, canChange }) => [key, { canFilter, canChange }],
      ),
    );
  };
  const admin = await ask("admin");
  const viewer = await ask("viewer");
  assert.deepEqual(admin.get("email"), { canFilter: true, canChange: true });
  assert.deepEqual(admin.get("spent"), { canFilter: true, canChange: false });
  assert.deepEqual(viewer.get("email"), { canFilter: false, canChange: false });
  assert.deepEqual(viewer.get("name"), { canFilter: true, canChange: false });
});
