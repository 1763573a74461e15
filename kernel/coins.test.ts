import assert from "node:assert/strict";
import { test } from "node:test";
import { inCoins } from "./coins.ts";

test("what is paid in coins is as near as the smallest coin allows, half of one away from zero", () => {
  const sen = [1_001, 1_002, 1_003, 1_004, 1_005, 1_007, 1_008, -1_003, 2];
  assert.deepEqual(
    sen.map((minor) => inCoins(minor, "MYR")),
    [1_000, 1_000, 1_005, 1_005, 1_005, 1_005, 1_010, -1_005, 0],
  );
  assert.deepEqual(
    [inCoins(1_049, "SEK"), inCoins(1_050, "SEK"), inCoins(7, "USD")],
    [1_000, 1_100, 7],
  );
});
