import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "#kernel/errors.ts";
import { type Action, type CompanyAction, perform } from "#platform/actions/action.ts";
import { permissionsOf, ROLES } from "#platform/permissions/roles.ts";
import { fingerprint } from "#platform/testing/fingerprint.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import { ACTIONS, PERMISSIONS } from "../modules/modules.ts";

const COMPANY_ACTIONS = ACTIONS.filter(
  (action: Action): action is CompanyAction => action.door === "company",
);

test("every action turns away a person without its permission, and nothing has changed", async () => {
  await using house = await testHouse();
  const company = await testCompany(house);
  const before = await fingerprint(company.access.pool);
  for (const action of COMPANY_ACTIONS) {
    const others = PERMISSIONS.filter((permission) => permission !== action.needs);
    await assert.rejects(
      perform(action, house, company.caller(others), {}),
      (error: unknown) => error instanceof Problem && error.kind === "forbidden",
      `${action.does.method} ${action.does.path}`,
    );
  }
  assert.equal(await fingerprint(company.access.pool), before);
});

test("every action turns away what is not well formed before anything is touched", async () => {
  await using house = await testHouse();
  const company = await testCompany(house);
  const before = await fingerprint(company.access.pool);
  for (const action of COMPANY_ACTIONS)
    for (const nonsense of [null, 7, "text", []])
      await assert.rejects(
        perform(action, house, company.admin, nonsense),
        (error: unknown) => error instanceof Problem && error.kind === "invalid",
        `${action.does.method} ${action.does.path} took ${JSON.stringify(nonsense)}`,
      );
  assert.equal(await fingerprint(company.access.pool), before);
});

test("a permission is named like the verb it opens: module.noun.verb", () => {
  const odd = PERMISSIONS.filter((name) => !/^[a-z]+\.[a-z_]+\.[a-z_]+$/.test(name));
  assert.deepEqual(odd, []);
});

test("a query needs a permission to read, a command one to change", () => {
  const odd = COMPANY_ACTIONS.filter(
    ({ kind, does }) => (kind === "query") !== (does.method === "GET"),
  ).map(({ does }) => `${does.method} ${does.path}`);
  assert.deepEqual(odd, []);
});

test("two endpoints never share method and path", () => {
  const ways = ACTIONS.map(({ does }) => `${does.method} ${does.path.replace(/:\w+/g, ":")}`);
  assert.deepEqual(
    ways.filter((way, i) => ways.indexOf(way) !== i),
    [],
  );
});

/** Makes a file of what an Analyst sees, and changes no record. */
const EXPORT = "records.exports.run";

test("an admin may everything; whoever only views changes nothing", () => {
  assert.equal(permissionsOf("admin", PERMISSIONS).size, PERMISSIONS.length);
  const changing = new Set(
    COMPANY_ACTIONS.filter(({ kind }) => kind === "command").map(({ needs }) => needs),
  );
  const viewers = ROLES.filter((role) => role === "viewer" || role === "analyst");
  for (const role of viewers)
    for (const permission of permissionsOf(role, PERMISSIONS))
      assert(!changing.has(permission) || permission === EXPORT, `${role} may ${permission}`);
});
