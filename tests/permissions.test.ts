import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { BUILT_IN, permissionsOf, type ROLES } from "#platform/permissions/roles.ts";
import { ACTIONS, PERMISSIONS } from "../modules/modules.ts";

/** Changes no record: an Analyst takes out what they see, without how people are reached. */
const EXPORT = "records.exports.run";

test("every permission has plain words in both languages, and its module a heading", () => {
  const words = readFileSync("modules/companies/roles/web/permissions.words.ts", "utf8");
  const worded = [...words.matchAll(/^ {4}"([a-z_.]+)":/gm)].map(([, name = ""]) => name);
  const timesIn = (name: string) => worded.filter((one) => one === name).length;
  assert.deepEqual(
    PERMISSIONS.filter((name) => timesIn(name) !== 2),
    [],
  );
  const modules = new Set(PERMISSIONS.map((name) => name.split(".")[0]));
  for (const module of modules)
    assert.equal(words.split(`\n    ${module}: "`).length, 3, `${module} has a heading`);
});

test("the five roles are what the policies say", () => {
  const may = (role: (typeof ROLES)[number]) => permissionsOf(role, PERMISSIONS);
  const changing = new Set(
    ACTIONS.flatMap((action) =>
      action.door === "company" && action.kind === "command" ? [action.needs] : [],
    ),
  );
  assert.equal(may("admin").size, PERMISSIONS.length);
  for (const name of ["companies.roles.read", "companies.roles.write", "companies.keys.write"])
    assert.ok(!may("manager").has(name), `manager ${name}`);
  for (const name of ["crm.customers.write", "sales.orders.write", "connect.connections.write"])
    assert.ok(may("manager").has(name), `manager ${name}`);
  for (const role of ["analyst", "viewer"] as const) {
    for (const name of may(role))
      assert.ok(!changing.has(name) || name === EXPORT, `${role} ${name}`);
    assert.equal(may(role).has(EXPORT), role === "analyst");
    assert.equal(BUILT_IN[role].sees.contact, "masked");
  }
  for (const name of ["crm.customers.write", "sales.orders.write", "catalog.products.write"])
    assert.ok(may("member").has(name), `member ${name}`);
  for (const role of ["analyst", "member", "viewer"] as const)
    assert.notEqual(BUILT_IN[role].sees.secret, "plain", role);
});
