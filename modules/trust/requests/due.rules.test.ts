import assert from "node:assert/strict";
import { test } from "node:test";
import { dueOnFor, extendedOnFor } from "./due.rules.ts";

test("a request is due when the company's country says, and within 30 days everywhere", () => {
  assert.equal(dueOnFor("MY", "access", "2026-11-23"), "2026-12-14");
  assert.equal(dueOnFor("MY", "erasure", "2026-11-23"), "2026-12-23");
  assert.equal(dueOnFor("DE", "access", "2026-01-31"), "2026-02-28");
  assert.equal(dueOnFor("GB", "erasure", "2026-12-15"), "2027-01-14");
  assert.equal(dueOnFor("SG", "correction", "2026-12-15"), "2027-01-14");
});

test("an extension gives what the law gives, counted from the day it was received", () => {
  assert.equal(extendedOnFor("MY", "correction", "2026-11-23"), "2026-12-28");
  assert.equal(extendedOnFor("FR", "access", "2026-11-30"), "2027-02-28");
  assert.equal(extendedOnFor("SG", "access", "2026-11-30"), null);
});
