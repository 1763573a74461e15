import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { playStore } from "../fixtures/store.ts";
import type { Played } from "../fixtures/teller.ts";
import { shopify } from "../shopify/shopify.rules.ts";
import { woocommerce } from "../woocommerce/woocommerce.rules.ts";
import type { Platform } from "./platforms.rules.ts";

const PLATFORMS: Record<string, Platform> = { woocommerce, shopify };
const told = (["woocommerce", "shopify"] as const).flatMap((platform) =>
  [
    ...playStore({
      platform,
      seed: "fuzz",
      customers: 60,
      orders: 120,
      products: 6,
      until: new Date("2026-11-22T00:00:00Z"),
      bigOrderEvery: 0,
    }),
  ].map((one) => ({ platform, ...one })),
);

const readAs = (
  platform: string,
  one: Pick<Played, "topic" | "headers" | "at">,
  body: Uint8Array,
) =>
  (PLATFORMS[platform] as Platform).read({
    connectionId: "con",
    topic: one.topic,
    headers: one.headers,
    body,
    receivedAt: one.at,
    company: { currency: "MYR", country: "MY", zone: "Asia/Kuala_Lumpur" },
  });

/** Whatever it is, it is one of three, and its words fit their columns. */
function assertIsReading(reading: ReturnType<Platform["read"]>): void {
  if (reading.is === "deeds") {
    assert.ok(reading.deeds.length > 0);
    assertFits(reading.deeds, "deeds");
    return;
  }
  assert.match(reading.reason, /^connect\.[a-z_]+\.[a-z_]+$/);
  assert.notEqual(reading.reason, "connect.reading.unexpected", JSON.stringify(reading));
  if (reading.is === "unreadable") {
    assert.ok(reading.detail.length <= 200);
    assertFits([reading.path, reading.detail], "unreadable");
  }
}

/** What PostgreSQL would refuse: NUL, half characters, amounts that are not whole, moments that are none. */
function assertFits(value: unknown, path: string): void {
  if (typeof value === "string") assert.ok(value.isWellFormed() && !value.includes("\0"), path);
  else if (typeof value === "number") {
    assert.ok(Number.isFinite(value), path);
    if (/Minor$/.test(path))
      assert.ok(Number.isSafeInteger(value) && !Object.is(value, -0), `${path} ${value}`);
  } else if (value instanceof Date) assert.ok(!Number.isNaN(value.getTime()), path);
  else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) assertFits(item, `${path}.${key}`);
  }
}

/** Every place of a value, as the keys that lead there. */
function placesOf(value: unknown, way: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [way];
  return [way, ...Object.entries(value).flatMap(([key, item]) => placesOf(item, [...way, key]))];
}

function changed(
  value: unknown,
  way: readonly string[],
  change: (was: unknown) => unknown,
): unknown {
  const [key, ...rest] = way;
  if (key === undefined || typeof value !== "object" || value === null) return change(value);
  const copy = Array.isArray(value) ? [...value] : { ...value };
  const next = changed((value as Record<string, unknown>)[key], rest, change);
  if (next === undefined && !Array.isArray(copy)) delete (copy as Record<string, unknown>)[key];
  else (copy as Record<string, unknown>)[key] = next;
  return copy;
}

const oddities = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    "",
    " ",
    "0",
    0,
    -1,
    1.5,
    1e21,
    true,
    false,
    [],
    {},
    [null],
    { 0: 1 },
    "NaN",
    "1.259,90",
    "RM 5",
    "-0",
    "-0.00",
    "9007199254740993",
    2 ** 60,
    "0000-00-00T00:00:00",
    "2026-02-31T00:00:00",
    "constructor",
    "__proto__",
    "\0",
    "\ud800",
    "&#xD800;",
    "<b>",
    "refunded",
    "cancelled",
    "JPY",
    "KWD",
    "gid://shopify/Order/0",
  ),
  fc.string({ unit: "binary" }),
  fc.double(),
  fc.jsonValue(),
);

test("whatever is missing or odd in a body, reading it ends in a Reading", () => {
  const change = fc.tuple(fc.nat(), oddities);
  fc.assert(
    fc.property(fc.nat(), fc.array(change, { minLength: 1, maxLength: 4 }), (which, changes) => {
      const one = told[which % told.length] as (typeof told)[number];
      let body: unknown = JSON.parse(one.body.toString());
      for (const [where, odd] of changes) {
        const places = placesOf(body);
        body = changed(body, places[where % places.length] ?? [], () => odd);
      }
      assertIsReading(readAs(one.platform, one, Buffer.from(String(JSON.stringify(body)))));
    }),
    { numRuns: 6000 },
  );
});

test("whatever the bytes are, reading them ends in a Reading", () => {
  fc.assert(
    fc.property(fc.nat(), fc.uint8Array({ maxLength: 300 }), fc.nat(), (which, bytes, cut) => {
      const one = told[which % told.length] as (typeof told)[number];
      assertIsReading(readAs(one.platform, one, bytes));
      const spoilt = Buffer.concat([one.body.subarray(0, cut % one.body.length), bytes]);
      assertIsReading(readAs(one.platform, one, spoilt));
    }),
    { numRuns: 2000 },
  );
});

test("reading twice says the same, whenever it arrives", () => {
  for (const one of told.filter(({ topic }) => !/delete/.test(topic))) {
    const later = { ...one, at: new Date(one.at.getTime() + 86_400_000) };
    assert.deepEqual(readAs(one.platform, one, one.body), readAs(one.platform, later, one.body));
  }
});
