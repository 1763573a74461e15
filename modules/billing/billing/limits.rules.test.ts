import assert from "node:assert/strict";
import { test } from "node:test";
import type { Usage } from "../plans/plans.rules.ts";
import { levelsOf, newlyAmong, toldAfter } from "./limits.rules.ts";

const of = (used: number, limit: number | null = 100): Usage[] => [
  { limit: "customers", used, of: limit },
];

test("a limit is near from nine tenths on and over above itself; without a limit it is neither", () => {
  assert.deepEqual(
    [89, 90, 100, 101].map((used) => levelsOf(of(used)).customers),
    [undefined, "near", "near", "over"],
  );
  assert.deepEqual(levelsOf(of(1_000_000, null)), {});
});

test("it is told once when it is near and once when it is over, and anew only after it was far from it", () => {
  let told = {};
  const said = [50, 95, 96, 101, 99, 150, 60, 95].map((used) => {
    const levels = levelsOf(of(used));
    const isTold = newlyAmong(levels, told, of(used)).length > 0;
    told = toldAfter(levels, told);
    return isTold;
  });
  assert.deepEqual(said, [false, true, false, true, false, false, false, true]);
});
