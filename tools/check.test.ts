import assert from "node:assert/strict";
import { test } from "node:test";
import { CHECKS } from "./check.ts";

for (const { says, whatIsWrong } of CHECKS)
  test(says, async () => {
    const wrong = await whatIsWrong();
    assert.ok(wrong === "", wrong);
  });
