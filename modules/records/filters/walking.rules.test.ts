import assert from "node:assert/strict";
import { test } from "node:test";
import { furtherOf, LOOK_THROUGH } from "./walking.rules.ts";

test("a walk goes on where its first steps say that the page is near, and ends where it is not", () => {
  assert.equal(furtherOf(50, 50), 4080);
  assert.equal(furtherOf(6, 50), 34_000);
  assert.equal(furtherOf(5, 50), null, "too far");
  assert.equal(furtherOf(3, 50), null, "too few to tell");
  assert.ok((furtherOf(5, 5) ?? 0) > LOOK_THROUGH);
});
