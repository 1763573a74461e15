import assert from "node:assert/strict";
import { test } from "node:test";
import { dueOnFor, remindedOn } from "./due.rules.ts";

test("a request is due when the company's country says, and within 30 days everywhere", () => {
  assert.equal(dueOnFor("MY", "access", "2026-11-23"), "2026-12-14");
  assert.equal(dueOnFor("MY", "correction", "2026-11-23"), "2026-12-14");
  assert.equal(dueOnFor("MY", "erasure", "2026-11-23"), "2026-12-23");
  assert.equal(dueOnFor("DE", "access", "2026-01-31"), "2026-02-28");
  assert.equal(dueOnFor("DE", "access", "2028-01-31"), "2028-02-29");
  assert.equal(dueOnFor("FR", "erasure", "2026-11-15"), "2026-12-15");
  assert.equal(dueOnFor("GB", "erasure", "2026-12-15"), "2027-01-14");
  assert.equal(dueOnFor("SG", "correction", "2026-12-15"), "2027-01-14");
  assert.equal(dueOnFor("US", "access", "2026-02-01"), "2026-03-03");
});

test("Admins are reminded a week before, and on the day after", () => {
  assert.deepEqual(remindedOn("2026-12-14"), ["2026-12-07", "2026-12-15"]);
});
