import assert from "node:assert/strict";
import { test } from "node:test";
import { diceFor } from "#modules/connect/fixtures/dice.ts";
import {
  covers,
  decide,
  isWider,
  ownersOf,
  type RoleRules,
  SCOPES,
  type Scope,
  whyNotOn,
} from "./decide.rules.ts";

const CATALOGUE = new Set([
  "crm.customers.read",
  "crm.customers.write",
  "sales.orders.read",
  "trust.audit.read",
]);
const rules = (
  allow: readonly (readonly [on: string, scope: Scope])[],
  deny: readonly string[] = [],
): Pick<RoleRules, "allow" | "deny"> => ({
  allow: allow.map(([on, scope]) => ({ on, scope })),
  deny,
});

test("what is not in the catalogue is not allowed, a deny wins, and the widest of several allows counts", () => {
  const read = "crm.customers.read";
  const table: [ReturnType<typeof rules>, string, string | null, Scope | null][] = [
    [rules([]), read, "platform.permission.missing", null],
    [rules([[read, "all"]]), read, null, "all"],
    [rules([[read, "own"]]), read, null, "own"],
    [
      rules([
        [read, "own"],
        [read, "team"],
      ]),
      read,
      null,
      "team",
    ],
    [
      rules([
        ["*.*.read", "own"],
        [read, "all"],
      ]),
      read,
      null,
      "all",
    ],
    [rules([["*.*.*", "all"]], [read]), read, "platform.permission.denied", null],
    [rules([[read, "all"]], ["crm.*.*"]), read, "platform.permission.denied", null],
    [rules([[read, "all"]], ["sales.*.*"]), read, null, "all"],
    [rules([["*.*.*", "all"]]), "crm.customers.fly", "platform.permission.unknown", null],
    [
      rules([["crm.customers.fly", "all"]]),
      "crm.customers.fly",
      "platform.permission.unknown",
      null,
    ],
    [rules([["crm.customers", "all"]]), read, "platform.permission.missing", null],
    [rules([["*", "all"]]), read, "platform.permission.missing", null],
  ];
  for (const [given, permission, reason, scope] of table)
    assert.deepEqual(
      decide(given, permission, CATALOGUE),
      { reason, scope },
      JSON.stringify(given),
    );
});

test("over 20,000 random roles a deny wins, one more allow takes nothing away, and nothing unknown is open", () => {
  const dice = diceFor("roles");
  const words = [...CATALOGUE, "*.*.*", "*.*.read", "crm.*.*", "crm.customers.fly", "*", ""];
  const some = () => Array.from({ length: dice.between(0, 4) }, () => dice.pick(words));
  const grants = () => some().map((on) => [on, dice.pick(SCOPES)] as const);
  for (let i = 0; i < 20_000; i += 1) {
    const given = rules(grants(), some());
    const permission = dice.pick([...CATALOGUE, "crm.customers.fly", "nothing"]);
    const before = decide(given, permission, CATALOGUE);
    const more = { ...given, allow: [...given.allow, ...rules(grants()).allow] };
    const after = decide(more, permission, CATALOGUE);
    if (given.deny.some((pattern) => covers(pattern, permission)))
      assert.notEqual(after.reason, null);
    if (!CATALOGUE.has(permission)) assert.notEqual(after.reason, null);
    if (before.scope !== null) {
      assert.notEqual(after.scope, null);
      assert.ok(after.scope !== null && !isWider(before.scope, after.scope));
    }
  }
});

test("a record of nobody is only for those who may do it to all", () => {
  const aina = { id: "aina", team: ["aina", "badrul"] };
  const why = (scope: Scope, owner: string | null) => whyNotOn(ownersOf(scope, aina), scope, owner);
  assert.equal(why("own", "aina"), null);
  assert.equal(why("own", "badrul"), "platform.permission.not_own");
  assert.equal(why("own", null), "platform.permission.not_own");
  assert.equal(why("team", "badrul"), null);
  assert.equal(why("team", "chong"), "platform.permission.not_team");
  assert.equal(why("team", null), "platform.permission.not_team");
  assert.equal(why("all", null), null);
  assert.deepEqual(ownersOf("own", { id: null, team: [] }), []);
});
