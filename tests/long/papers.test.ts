import { test } from "node:test";
import fc from "fast-check";
import { isStrictlyValid } from "../../modules/finance/invoices/einvoice.testing.ts";
import { agrees, anyPaper, vatPaper } from "../../modules/finance/taxes/reckoning.testing.ts";

const RUNS = 1_000_000;

test("1,000,000 random papers agree to the cent with their lines, postings and report", () => {
  fc.assert(fc.property(anyPaper, agrees), { numRuns: RUNS });
});

test("1,000,000 random papers are valid e-invoices, with no sum off by a cent", () => {
  fc.assert(fc.property(vatPaper, isStrictlyValid), { numRuns: RUNS });
});
