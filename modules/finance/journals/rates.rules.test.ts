import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { convertedMinor, convertedParts } from "./rates.rules.ts";

test("an amount is converted exactly, and half a unit is rounded away from zero", () => {
  assert.equal(convertedMinor(1_000, "3.355", "SGD", "MYR"), 3_355);
  assert.equal(convertedMinor(1, "0.5", "SGD", "MYR"), 1);
  assert.equal(convertedMinor(-1, "0.5", "SGD", "MYR"), -1);
  assert.equal(convertedMinor(1_000, "0.0298", "JPY", "MYR"), 2_980, "yen have no cents");
  assert.equal(convertedMinor(1_000, "12.5", "KWD", "MYR"), 1_250, "fils have three decimals");
  assert.equal(convertedMinor(9_007_199_254_740_991, "1", "MYR", "MYR"), 9_007_199_254_740_991);
});

test("what balances in one currency balances in every other, no part far from its own", () => {
  const parts = fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 12 });
  const rates = fc.constantFrom("3.355", "0.0298", "1.000001", "0.333333333333", "15700");
  fc.assert(
    fc.property(parts, rates, (some, rate) => {
      const whole = [...some, -some.reduce((sum, part) => sum + part, 0)];
      const converted = convertedParts(whole, rate, "SGD", "MYR");
      assert.equal(
        converted.reduce((sum, part) => sum + part, 0),
        0,
      );
      for (const [at, part] of whole.entries())
        assert.ok(Math.abs((converted[at] ?? 0) - convertedMinor(part, rate, "SGD", "MYR")) <= 2);
    }),
  );
});
