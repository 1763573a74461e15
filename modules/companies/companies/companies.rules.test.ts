import assert from "node:assert/strict";
import { test } from "node:test";
import { whyNotCurrency } from "./companies.rules.ts";

test("the currency is open until something was sold or books are kept", () => {
  const none = { hasSales: false, hasBooks: false };
  assert.equal(whyNotCurrency("MYR", "SGD", none), null);
  assert.equal(
    whyNotCurrency("MYR", "SGD", { ...none, hasSales: true }),
    "companies.company.has_sales",
  );
  assert.equal(
    whyNotCurrency("MYR", "SGD", { ...none, hasBooks: true }),
    "companies.company.has_books",
  );
  assert.equal(whyNotCurrency("MYR", "MYR", { hasSales: true, hasBooks: true }), null);
});
