import assert from "node:assert/strict";
import { test } from "node:test";
import { at, line, order } from "../fixtures/telling.ts";
import { deletedAtOf, isSaleOf, sumsOf } from "./orders.rules.ts";
import { searchOf } from "./search.rules.ts";

test("an order counts when it is open or completed, not a test and not deleted", () => {
  const cases: [Parameters<typeof isSaleOf>[0], boolean][] = [
    [{ status: "open", isTest: false, deletedAt: null }, true],
    [{ status: "completed", isTest: false, deletedAt: null }, true],
    [{ status: "open", isTest: true, deletedAt: null }, false],
    [{ status: "open", isTest: false, deletedAt: at(1) }, false],
    [{ status: "pending", isTest: false, deletedAt: null }, false],
    [{ status: "cancelled", isTest: false, deletedAt: null }, false],
    [{ status: "failed", isTest: false, deletedAt: null }, false],
    [{ status: "draft", isTest: false, deletedAt: null }, false],
  ];
  for (const [state, isSale] of cases) assert.equal(isSaleOf(state), isSale);
});

test("what the platform's total says beyond its parts is shown, with tax on top or inside", () => {
  const charges = [
    { kind: "shipping" as const, title: "", amountMinor: 800, taxMinor: 0, ratePpm: null },
    { kind: "fee" as const, title: "", amountMinor: -100, taxMinor: 0, ratePpm: null },
    { kind: "tip" as const, title: "", amountMinor: 50, taxMinor: 0, ratePpm: null },
    { kind: "tax" as const, title: "SST", amountMinor: 60, taxMinor: 0, ratePpm: 60_000 },
    { kind: "discount" as const, title: "RAYA", amountMinor: 500, taxMinor: 0, ratePpm: null },
  ];
  const sums = (taxesIncluded: boolean, totalMinor: number) =>
    sumsOf(order({ taxesIncluded, taxMinor: 60, totalMinor }), [line()], charges);
  assert.deepEqual(sums(false, 1810), {
    linesMinor: 1000,
    shippingMinor: 800,
    feeMinor: -50,
    differenceMinor: 0,
    itemsCount: 2,
  });
  assert.equal(sums(true, 1750).differenceMinor, 0);
  assert.equal(sums(true, 1760).differenceMinor, 10);
});

test("a deletion holds against states of its own moment and older, and against those without one", () => {
  assert.equal(deletedAtOf(null, at(1)), null);
  assert.deepEqual(deletedAtOf(at(2), at(1)), at(2));
  assert.deepEqual(deletedAtOf(at(2), at(2)), at(2));
  assert.equal(deletedAtOf(at(2), at(3)), null);
  assert.deepEqual(deletedAtOf(at(2), null), at(2));
});

test("a search reads phones by their digits, addresses by their own part, short words by their beginning", () => {
  const cases: [string, ReturnType<typeof searchOf>][] = [
    ["#1001", { words: "#1001", whole: null, phone: null }],
    [" Siti A", { words: "siti a", whole: null, phone: null }],
    ["012-345 6789", { words: "012-345 6789", whole: null, phone: "123456789" }],
    ["+60 12 345 6789", { words: "+60 12 345 6789", whole: null, phone: "60123456789" }],
    ["100012", { words: "100012", whole: null, phone: null }],
    ["aina@example.com", { words: "aina@", whole: "aina@example.com", phone: null }],
    ["aina@", { words: "aina@", whole: null, phone: null }],
    ["陳", { words: " 陳", whole: null, phone: null }],
    ["zq", { words: " zq", whole: null, phone: null }],
  ];
  for (const [search, found] of cases) assert.deepEqual(searchOf(search), found, search);
});
