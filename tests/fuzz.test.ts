import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { showId } from "#kernel/ids.ts";
import { type Dice, diceFor } from "#modules/connect/fixtures/dice.ts";
import type { Action } from "#platform/actions/action.ts";
import {
  SIGN_UP,
  signedUp,
  type TestBrowser,
  type TestDoor,
  testDoor,
} from "#platform/testing/door.ts";
import { ACTIONS } from "../modules/modules.ts";
import { sentTo } from "./inputs.ts";

const TRIES_EACH = 10;
/** Takes nothing, and has the house do long work. */
const LEFT_OUT = /\/sample\//;
/** May end the session that asks, or close the company to it: they come last, and whoever is out comes in again. */
const ENDS = /sign-out|\/sessions|password|members\/leave|memberships|factors/;
const ROUTES = ACTIONS.filter(({ does }) => !LEFT_OUT.test(does.path)).toSorted(
  (one, other) => Number(ENDS.test(one.does.path)) - Number(ENDS.test(other.does.path)),
);
const EXPECTED = new Set([200, 400, 401, 403, 404, 409, 412, 413, 429]);

test("whatever type a value is turned into, every route answers as agreed and none fails", async () => {
  await using door = await testDoor();
  const { browser, ids } = await peopled(await signedUp(door));
  const dice = diceFor("juggling");
  const odd: string[] = [];
  for (const action of ROUTES)
    for (let i = 0; i < TRIES_EACH; i += 1) {
      const input = sentTo(action.does.input, { dice, id: idFrom(ids) });
      await comeIn(door, browser, action);
      const { status, body } = await send(browser, action, juggled(input, dice));
      if (!EXPECTED.has(status)) odd.push(`${nameOf(action)} ${status} ${JSON.stringify(body)}`);
    }
  assert.deepEqual(odd, []);
});

test("fields that nobody asked for are never kept: not in what is made, and not in what is changed", async () => {
  await using door = await testDoor();
  const { browser, ids } = await peopled(await signedUp(door));
  const dice = diceFor("mass assignment");
  let done = 0;
  for (const action of ROUTES.filter(({ does }) => does.method !== "GET"))
    for (let i = 0; i < TRIES_EACH; i += 1) {
      const input = sentTo(action.does.input, { dice, id: idFrom(ids) }) as object;
      const planted = plantsFor(action, input);
      await comeIn(door, browser, action);
      const { status, body } = await send(browser, action, { ...planted, ...input });
      assert.ok(EXPECTED.has(status), `${nameOf(action)} ${status}`);
      if (status === 200) done += 1;
      assert.doesNotMatch(JSON.stringify(body), PLANTED, nameOf(action));
    }
  assert.ok(done > 20, `${done} were done`);
  const kept = await door.house.control.query("select row_to_json(c)::text from companies c");
  assert.doesNotMatch(JSON.stringify(kept.rows), PLANTED);
  const access = await door.house.companies.access(await companyIdOf(door.house.control));
  for (const table of ["customers", "orders", "products", "variants", "connections"]) {
    const { rows } = await (access as NonNullable<typeof access>).pool.query(
      `select row_to_json(t)::text as row from ${table} t`,
    );
    assert.doesNotMatch(JSON.stringify(rows), PLANTED, table);
  }
});

test("a value of a field that reaches into the prototype is refused wherever it stands", async () => {
  await using door = await testDoor();
  const { browser, ids } = await peopled(await signedUp(door));
  const dice = diceFor("prototype");
  for (const action of ROUTES.filter(({ does }) => does.method !== "GET")) {
    const input = sentTo(action.does.input, { dice, id: idFrom(ids) }) as object;
    const poisoned = JSON.parse(
      `{"deep":{"__proto__":{"isAdmin":true}},${JSON.stringify(input).slice(1)}`.replace(",}", "}"),
    );
    const { status, body } = await send(browser, action, poisoned);
    assert.deepEqual([status, body.code], [400, "input.unsafe_key"], nameOf(action));
  }
  assert.equal(({} as { isAdmin?: boolean }).isAdmin, undefined);
});

const nameOf = ({ does }: Action): string => `${does.method} ${does.path}`;

/** What a value can be turned into. */
const JUGGLED: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, 2 ** 53, "", " ", "0", "null", "[object Object]"],
  ...[
    [],
    [[]],
    {},
    { length: 1 },
    { $ne: null },
    ["'; drop table customers; --"],
    "\u0000",
    "\ud800",
  ],
  ...["../../etc/passwd", "ẞ".repeat(3000), "2026-02-30", "-infinity", "1e3", "0x10"],
];

function juggled(input: unknown, dice: Dice): object {
  const whole = structuredClone(input) as Record<string, unknown>;
  const names = Object.keys(whole);
  for (const name of names)
    if (dice.happens(Math.max(0.3, 1 / names.length))) whole[name] = turned(whole[name], dice);
  return whole;
}

/** Either the whole of it, or something within. */
function turned(value: unknown, dice: Dice): unknown {
  if (typeof value !== "object" || value === null || dice.happens(0.4)) return dice.pick(JUGGLED);
  if (Array.isArray(value)) return value.map((one) => turned(one, dice));
  const entries = Object.entries(value);
  const at = dice.between(0, Math.max(0, entries.length - 1));
  return Object.fromEntries(
    entries.map(([key, one], i) => [key, i === at ? turned(one, dice) : one]),
  );
}

const PLANTED = /zqplanted|987654321|1999-09-09/;

/** Every field that the reply has and the input does not, with a value that can be told again. */
function plantsFor({ does }: Action, input: object): object {
  const json = z.toJSONSchema(does.output, { io: "input", unrepresentable: "any" });
  const fields = Object.entries(json.properties ?? {}) as [
    string,
    { type?: string; format?: string },
  ][];
  const taken = new Set([...Object.keys(input), ...fieldsOf(does.input)]);
  const plants = fields.map(([name, field]) => [name, plantOf(field)] as const);
  const columns = [
    "ownerId",
    "owner_id",
    "companyId",
    "isAdmin",
    "role",
    "permissions",
    "trashedAt",
  ];
  return Object.fromEntries(
    [...plants, ...columns.map((name) => [name, "zqplanted"] as const)].filter(
      ([name]) => !taken.has(name),
    ),
  );
}

function plantOf({ type, format }: { type?: string; format?: string }): unknown {
  if (type === "integer" || type === "number") return 987654321;
  if (format === "date-time") return "1999-09-09T09:09:09.000Z";
  if (type === "array") return ["zqplanted"];
  return type === "object" ? { zqplanted: "zqplanted" } : "zqplanted";
}

const fieldsOf = (schema: z.ZodType): string[] =>
  Object.keys((schema as { shape?: object }).shape ?? {});

/** Signed in again where what was asked before has ended the session. */
async function comeIn(door: TestDoor, browser: TestBrowser, { does }: Action): Promise<void> {
  if (!ENDS.test(does.path)) return;
  if ((await browser.ask("GET", "/api/accounts/me")).status === 200) return;
  // Tries of the minutes before have filled what may be tried.
  door.house.clock.advance(16 * 60_000);
  const { email, password } = SIGN_UP;
  const { status, body } = await browser.ask("POST", "/api/accounts/sign-in", { email, password });
  assert.equal(status, 200, JSON.stringify(body));
}

type Ids = ReadonlyMap<string, string>;
const NOBODY = showId("customer", "019ab000-0000-7000-8000-0000000000ff").slice(4);
const idFrom = (ids: Ids) => (prefix: string) => ids.get(prefix) ?? `${prefix}_${NOBODY}`;

/** Somebody whose company has a record of each kind. */
async function peopled(browser: TestBrowser): Promise<{ browser: TestBrowser; ids: Ids }> {
  const make = async (path: string, input: object) =>
    (await browser.ask("POST", path, input)).body.id as string;
  const customer = await make("/api/crm/customers", { name: "Aina" });
  const ids = [
    customer,
    await make("/api/catalog/products", { title: "Kopi", variants: [{}] }),
    await make("/api/connect/connections", { kind: "woocommerce", name: "Kedai" }),
    await make("/api/sales/orders", {
      customerId: customer,
      channel: "stall",
      lines: [{ title: "Kopi", quantity: 1, unitPriceMinor: 500 }],
    }),
  ];
  return { browser, ids: new Map(ids.map((id) => [id.slice(0, 3), id])) };
}

/** The path with its ids put in; the rest as query or body. */
async function send(browser: TestBrowser, { does }: Action, input: object) {
  const rest: Record<string, unknown> = { ...input };
  const path = does.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(
      typeof value === "string" && value !== "" ? value.toWellFormed() : "x",
    );
  });
  if (does.method !== "GET") return browser.ask(does.method, path, rest);
  const asked = Object.entries(rest).map(([name, value]) => [name, String(value).toWellFormed()]);
  return browser.ask("GET", `${path}?${new URLSearchParams(asked as [string, string][])}`);
}

async function companyIdOf(control: { query(text: string): Promise<{ rows: { id: string }[] }> }) {
  const { rows } = await control.query("select id from companies where status = 'active'");
  assert.equal(rows.length, 1);
  return rows[0]?.id ?? "";
}
