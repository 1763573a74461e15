import assert from "node:assert/strict";
import { test } from "node:test";
import { numberWithin } from "./search.ts";

test("of a word with a long number the number is looked for, unless it is all there is", () => {
  assert.equal(numberWithin("pelanggan771234"), "771234");
  assert.equal(numberWithin("m-771234"), "771234");
  assert.equal(numberWithin("771234"), null);
  assert.equal(numberWithin("siti.1990"), null, "too short to be rare");
  assert.equal(numberWithin("siti"), null);
});
