import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { apportion, decimalText, readDecimal, roundedQuotient } from "./decimal.ts";

test("a decimal is read exactly, and told back as it is", () => {
  const said: [string, bigint | null][] = [
    ["12", 12_000_000n],
    ["-0.5", -500_000n],
    [".25", 250_000n],
    ["+3.", 3_000_000n],
    ["1.2500000000", 1_250_000n],
    ["0.0000001", null],
    ["1,5", null],
    ["1e3", null],
    ["", null],
    ["-", null],
    [".", null],
  ];
  for (const [text, value] of said) assert.equal(readDecimal(text), value, text);
  assert.deepEqual(
    [12_000_000n, -500_000n, 1n, 0n].map((value) => decimalText(value)),
    ["12", "-0.5", "0.000001", "0"],
  );
  fc.assert(
    fc.property(fc.bigInt(), fc.integer({ min: 0, max: 20 }), (value, places) => {
      assert.equal(readDecimal(decimalText(value, places), places), value);
    }),
  );
});

test("half goes away from zero", () => {
  const quotients: [bigint, bigint, bigint][] = [
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [5n, -2n, -3n],
    [4n, 3n, 1n],
    [-4n, 3n, -1n],
    [0n, -7n, 0n],
  ];
  for (const [n, d, rounded] of quotients) assert.equal(roundedQuotient(n, d), rounded);
});

test("parts add up to the whole, and none is further from its exact share than one", () => {
  assert.deepEqual(apportion(100n, [100n, 100n, 100n], 3n), [34n, 33n, 33n]);
  assert.deepEqual(apportion(-100n, [-100n, -100n, -100n], 3n), [-33n, -33n, -34n]);
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), { minLength: 1 }),
      fc.bigInt({ min: 1n, max: 10n ** 9n }),
      fc.boolean(),
      (numerators, positive, isNegative) => {
        const denominator = isNegative ? -positive : positive;
        const exact = numerators.reduce((all, one) => all + one, 0n);
        const total = roundedQuotient(exact, denominator);
        const parts = apportion(total, numerators, denominator);
        assert.equal(
          parts.reduce((all, one) => all + one, 0n),
          total,
        );
        for (const [at, part] of parts.entries()) {
          const off = part * denominator - (numerators[at] ?? 0n);
          assert.ok(off <= positive && -off <= positive);
        }
      },
    ),
  );
});
