import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "#kernel/errors.ts";
import { showId } from "#kernel/ids.ts";
import { type Dice, diceFor } from "#modules/connect/fixtures/dice.ts";
import { type Action, type CompanyAction, perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import { BUILT_IN, permissionsOf, ROLES } from "#platform/permissions/roles.ts";
import { fingerprint } from "#platform/testing/fingerprint.ts";
import {
  type TestCompany,
  type TestHouse,
  testCompany,
  testHouse,
} from "#platform/testing/house.ts";
import { ACTIONS, PERMISSIONS } from "../modules/modules.ts";
import { sentTo } from "./inputs.ts";

const COMPANY_ACTIONS = ACTIONS.filter(
  (action: Action): action is CompanyAction => action.door === "company",
);
/** Fills or empties a company; it has tests of its own. */
const SLOW = /\/api\/connect\/sample/;

/** What it is asked to do to many records needs a permission of its own besides. */
const ASKS_MORE = /^\/api\/records\/bulk$/;

for (const role of ROLES)
  test(`${role}: every action on an own and on a foreign record is open or refused as the role says, and a refusal changes nothing`, async () => {
    await using house = await testHouse();
    const ours = await peopled(house);
    const theirs = await peopled(house);
    const caller = ours.company.caller(role);
    await own(ours.company, caller);
    await enrol(house, caller, role);
    const may = permissionsOf(role, PERMISSIONS);
    const place = { house, caller, dice: diceFor("matrix", role) };
    const hash = () => wholeOf(house, ours.company);

    const still = await hash();
    for (const action of COMPANY_ACTIONS.filter(({ needs }) => !may.has(needs)))
      for (const ids of [ours.ids, theirs.ids]) {
        const { kind, code } = await refusalOf(place, action, ids);
        assert.equal(kind, "forbidden", `${role} ${nameOf(action)}: ${code}`);
        assert.match(code, /^platform\.permission\.(missing|denied)$/);
      }
    for (const action of COMPANY_ACTIONS.filter((one) => may.has(one.needs) && namesOne(one))) {
      const { kind, code } = await refusalOf(place, action, theirs.ids);
      assert.match(kind, /^(not_found|invalid)$/, `${role} ${nameOf(action)}: ${code}`);
    }
    assert.equal(await hash(), still, `${role}: nothing that was refused has changed anything`);

    let opened = 0;
    for (const action of COMPANY_ACTIONS.filter(
      ({ needs, does }) => may.has(needs) && !SLOW.test(does.path),
    )) {
      const before = action.kind === "command" ? await hash() : "";
      const problem = await problemOf(place, action, ours.ids);
      assert.ok(
        problem?.kind !== "forbidden" || ASKS_MORE.test(action.does.path),
        `${role} ${nameOf(action)}: ${problem?.code}`,
      );
      if (problem === null) opened += 1;
      else if (action.kind === "command")
        assert.equal(await hash(), before, `${role} ${nameOf(action)}: ${problem.code}`);
    }
    assert.ok(opened > 10, `${role} could do ${opened}`);
  });

const SCOPED = COMPANY_ACTIONS.filter(({ isScoped }) => isScoped);

test("a role for one's own records finds none of a colleague's, counts none and changes none", async () => {
  await using house = await testHouse();
  const { company, ids } = await peopled(house);
  const place = { house, caller: company.caller(OWN_ONLY), dice: diceFor("own") };
  const before = await fingerprint(company.access.pool);
  assert.ok(SCOPED.length > 15);
  for (const action of SCOPED.filter(namesOne)) {
    const { kind, code } = await refusalOf(place, action, ids);
    assert.match(kind, /^(not_found|invalid)$/, `${nameOf(action)}: ${code}`);
  }
  for (const action of SCOPED.filter((one) => takesSeveral(one))) {
    const { kind, code } = await refusalOf(place, action, ids);
    assert.equal(kind, "not_found", `${nameOf(action)}: ${code}`);
  }
  assert.equal(await fingerprint(company.access.pool), before);
  for (const action of SCOPED.filter((one) => one.kind === "query" && !namesOne(one))) {
    const reply = JSON.stringify(await perform(action, house, place.caller, {}));
    assert.doesNotMatch(reply, /(cus|ord)_|"(count|allCount)":[1-9]/, nameOf(action));
  }
});

test("a role for one's own records reads, counts and changes what is its own", async () => {
  await using house = await testHouse();
  const { company, ids } = await peopled(house);
  const place = { house, caller: company.caller(OWN_ONLY), dice: diceFor("own") };
  await own(company, place.caller);
  await company.access.pool.query(
    "insert into customers (id, name, created_at, updated_at) select gen_random_uuid(), 'Of nobody', now(), now()",
  );
  for (const path of ["/api/crm/customers", "/api/sales/orders"]) {
    const list = actionAt("GET", path);
    const { rows } = (await perform(list, house, place.caller, {})) as { rows: { id: string }[] };
    assert.deepEqual(
      rows.map(({ id }) => id),
      [ids.get(path.includes("orders") ? "ord" : "cus")],
    );
    const count = actionAt("GET", `${path}/count`);
    const counted = (await perform(count, house, place.caller, {})) as Record<string, number>;
    assert.deepEqual([counted["count"], counted["allCount"]], [1, 1], path);
  }
  const changed = await perform(actionAt("PATCH", "/api/crm/customers/:id"), house, place.caller, {
    id: ids.get("cus"),
    version: 1,
    name: "Aina Omar",
  });
  assert.equal((changed as { name: string }).name, "Aina Omar");
});

test("what is read of all and changed of one's own is shown with the reason, and refused with it", async () => {
  await using house = await testHouse();
  const { company, ids } = await peopled(house);
  const caller = company.caller({
    ...OWN_ONLY,
    allow: OWN_ONLY.allow.map((one) => (one.on.endsWith(".read") ? { ...one, scope: "all" } : one)),
  });
  const customer = { id: ids.get("cus") };
  const shown = await perform(actionAt("GET", "/api/crm/customers/:id"), house, caller, customer);
  const { blocked } = shown as { blocked: { change: string } };
  assert.equal(blocked.change, "platform.permission.not_own");
  await assert.rejects(
    perform(actionAt("PATCH", "/api/crm/customers/:id"), house, caller, {
      ...customer,
      version: 1,
      name: "Mine",
    }),
    (error: unknown) =>
      error instanceof Problem &&
      error.kind === "forbidden" &&
      error.code === "platform.permission.not_own",
  );
});

/** Daily work, on one's own customers and orders alone. */
const OWN_ONLY = {
  ...BUILT_IN.member,
  allow: PERMISSIONS.filter((name) => !/^(trust|companies|accounts)\./.test(name)).map((on) => ({
    on,
    scope: SCOPED.some(({ needs }) => needs === on) ? ("own" as const) : ("all" as const),
  })),
};

type Ids = ReadonlyMap<string, string>;
type Place = { readonly house: TestHouse; readonly caller: Caller; readonly dice: Dice };

/** A company with a record of each kind. */
async function peopled(house: TestHouse): Promise<{ company: TestCompany; ids: Ids }> {
  const company = await testCompany(house);
  const make = async (path: string, input: object) =>
    (await perform(actionAt("POST", path), house, company.admin, input)) as { id: string };
  const customer = await make("/api/crm/customers", { name: "Aina" });
  const order = await make("/api/sales/orders", {
    customerId: customer.id,
    channel: "stall",
    lines: [{ title: "Kopi", quantity: 1, unitPriceMinor: 500 }],
  });
  const records = [
    customer,
    order,
    await make("/api/catalog/products", { title: "Kopi", variants: [{}] }),
    await make("/api/connect/connections", { kind: "woocommerce", name: "Kedai" }),
  ];
  return { company, ids: new Map(records.map(({ id }) => [id.slice(0, 3), id])) };
}

function actionAt(method: string, path: string): CompanyAction {
  const found = COMPANY_ACTIONS.find(({ does }) => does.method === method && does.path === path);
  assert.ok(found, `${method} ${path}`);
  return found;
}

/** The records become this person's. */
async function own({ access }: TestCompany, { actor }: Caller): Promise<void> {
  await access.pool.query("update customers set owner_id = $1", [actor.id]);
  await access.pool.query("update orders set owner_id = $1", [actor.id]);
}

/** Somebody who really has an account, and works there. */
async function enrol(house: TestHouse, { access, actor }: Caller, role: string): Promise<void> {
  await house.control.query(
    `insert into accounts (id, email, name, locale, password_hash, verified_at, adult_at, terms_at, created_at, changed_at)
     values ($1, $2, $3, 'en', '$2b$12$none', now(), now(), now(), now(), now())`,
    [actor.id, `${role}@kenari.example`, actor.name],
  );
  await house.control.query(
    "insert into members (company_id, account_id, role, created_at) values ($1, $2, $3, now())",
    [access.company.id, actor.id, role],
  );
}

/** What the house notes beside every deed: it comes a moment later, whatever became of the deed. */
const BESIDE = ["wakes", "security_events", "audit_tips", "audit_notes"];

/** Everything of the company and of the house. */
async function wholeOf(house: TestHouse, { access }: TestCompany): Promise<string> {
  const { rows } = await house.control.query<{ at: string }>(
    "select table_name || '.' || column_name as at from information_schema.columns where table_name = any($1)",
    [BESIDE],
  );
  const beside = rows.map(({ at }) => at);
  return `${await fingerprint(access.pool)} ${await fingerprint(house.control, beside)}`;
}

const namesOne = ({ does }: CompanyAction): boolean => /:(id|record)\b/.test(does.path);
const takesSeveral = ({ does }: CompanyAction): boolean =>
  does.method === "POST" && "ids" in ((does.input as { shape?: object }).shape ?? {});
const nameOf = ({ does }: CompanyAction): string => `${does.method} ${does.path}`;

const NOBODY = showId("customer", "019ab000-0000-7000-8000-0000000000ff").slice(4);

/** What was told, or null when it was done. Anything but an answer of ours is a bug. */
async function problemOf(
  { house, caller, dice }: Place,
  action: CompanyAction,
  ids: Ids,
): Promise<Problem | null> {
  const id = (prefix: string) => ids.get(prefix) ?? `${prefix}_${NOBODY}`;
  const input = sentTo(action.does.input, { dice, id });
  try {
    await perform(action, house, caller, input);
    return null;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw new Error(`${nameOf(action)} ${JSON.stringify(input)}`, { cause: error });
  }
}

async function refusalOf(...asked: Parameters<typeof problemOf>): Promise<Problem> {
  const problem = await problemOf(...asked);
  assert.ok(problem !== null, `${nameOf(asked[1])} was done`);
  return problem;
}
