import assert from "node:assert/strict";
import { test } from "node:test";
import { shortText, ticksOf } from "./chart-scale.ts";

test("ticks are round, start at zero and reach above the largest value", () => {
  assert.deepEqual(ticksOf([17_800]), [0, 5000, 10_000, 15_000, 20_000]);
  assert.ok(ticksOf([]).length >= 2, "an empty chart still has an axis");
  const withLoss = ticksOf([-300, 900]);
  assert.ok((withLoss[0] ?? 0) <= -300 && (withLoss.at(-1) ?? 0) >= 900);
});

test("an axis says thousands and millions in a letter", () => {
  assert.equal(shortText(20_000), "20k");
  assert.equal(shortText(2500), "2.5k");
  assert.equal(shortText(1_500_000), "1.5m");
  assert.equal(shortText(-500), "−500");
});
