import assert from "node:assert/strict";
import { test } from "node:test";
import { whyNotCurrency } from "./companies.rules.ts";

test("the currency is open until something was sold", () => {
  assert.equal(whyNotCurrency("MYR", "SGD", false), null);
  assert.equal(whyNotCurrency("MYR", "SGD", true), "companies.company.has_sales");
  assert.equal(whyNotCurrency("MYR", "MYR", true), null);
});
