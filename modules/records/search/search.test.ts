import assert from "node:assert/strict";
import { test } from "node:test";
import { createCustomer, listCustomers } from "#modules/crm/customers/customers.actions.ts";
import { trashCustomers } from "#modules/crm/customers/trash.actions.ts";
import { RECORD_TYPES } from "#modules/modules.ts";
import { type Action, perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import { BUILT_IN } from "#platform/permissions/roles.ts";
import { type TestHouse, testCompany, testHouse } from "#platform/testing/house.ts";
import { searchActions } from "./search.actions.ts";

test("a name typed wrong leads to the one that is meant, as soon as its words were learnt", async () => {
  await using house = await testHouse();
  const company = await testCompany(house);
  const { enter, nearest } = inHouse(house, company.admin);
  for (const name of ["Siti Nurhaliza", "José Zoë", "林志豪"]) await enter(name);
  assert.equal(await nearest("Sitti Nurhalisa"), null, "nothing is learnt yet");
  await house.drain(company.access.company.id);
  for (const [typed, meant] of [
    ["Sitti Nurhalisa", "siti nurhaliza"],
    ["siti nurhaliza", null],
    ["nurhalzia 012", "nurhaliza 012"],
    ["jsoe", "jose"],
    ["José", null],
    ["somebody", null],
  ] as const)
    assert.equal(await nearest(typed), meant, typed);
});

test("marks over and under letters are no part of a search, whichever side has them", async () => {
  await using house = await testHouse();
  const company = await testCompany(house);
  const { enter, ask } = inHouse(house, company.admin);
  for (const name of ["José Ñandú", "Zoe", "Đặng Thị Hồng"]) await enter(name);
  const found = async (search: string) =>
    ((await ask(listCustomers(RECORD_TYPES), { search })) as { rows: { name: string }[] }).rows.map(
      ({ name }) => name,
    );
  for (const search of ["jose", "José", "NANDU", "ñandu"])
    assert.deepEqual(await found(search), ["José Ñandú"], search);
  assert.deepEqual(await found("zoë"), ["Zoe"]);
  assert.deepEqual(await found("thi hong"), ["Đặng Thị Hồng"]);
});

test("what is gone for good is in no word any more", async () => {
  await using house = await testHouse();
  house.clock.now = new Date();
  const company = await testCompany(house);
  const { enter, nearest, ask } = inHouse(house, company.admin);
  const { id } = await enter("Xylandra Quoll");
  await enter("Aina Quoll");
  house.clock.advance(11 * 60_000);
  await house.drain(company.access.company.id);
  assert.equal(await nearest("xilandra"), "xylandra");
  await ask(trashCustomers, { ids: [id] });
  house.clock.advance(31 * 86_400_000);
  await house.drain(company.access.company.id);
  assert.equal(await nearest("xilandra"), null);
  assert.equal(await nearest("quool"), "quoll");
});

test("who reaches some customers only is told no words of others", async () => {
  await using house = await testHouse();
  const company = await testCompany(house);
  await inHouse(house, company.admin).enter("Nurhaliza");
  await house.drain(company.access.company.id);
  const own = company.caller({
    ...BUILT_IN.viewer,
    allow: [
      { on: "crm.customers.read", scope: "own" },
      { on: "catalog.products.read", scope: "all" },
      { on: "records.search.read", scope: "all" },
    ],
  });
  assert.equal(await inHouse(house, company.caller("viewer")).nearest("nurhalisa"), "nurhaliza");
  assert.equal(await inHouse(house, own).nearest("nurhalisa"), null);
});

type CompanyAction = Extract<Action, { door: "company" }>;

function inHouse(house: TestHouse, caller: Caller) {
  const ask = (action: unknown, input: object) =>
    perform(action as CompanyAction, house, caller, input);
  return {
    ask,
    enter: (name: string) => ask(createCustomer, { name }) as Promise<{ id: string }>,
    nearest: async (text: string) => {
      const { nearest } = searchActions(RECORD_TYPES);
      return ((await ask(nearest, { text })) as { text: string | null }).text;
    },
  };
}
