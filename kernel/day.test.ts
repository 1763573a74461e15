import assert from "node:assert/strict";
import { test } from "node:test";
import { dayFrom, endOfMonth, monthAfter, monthOf } from "./day.ts";

test("months come after each other across years, and end on their last day", () => {
  assert.equal(monthOf("2026-11-30"), "2026-11-01");
  assert.equal(monthAfter("2026-12-01"), "2027-01-01");
  assert.equal(monthAfter("2026-11-30"), "2026-12-01");
  assert.equal(monthAfter("2026-01-01", -13), "2024-12-01");
  assert.equal(endOfMonth("2024-02-10"), "2024-02-29");
  assert.equal(endOfMonth("2026-12-01"), "2026-12-31");
});

test("a day is made of its parts only where the calendar has it", () => {
  assert.equal(dayFrom(2026, 11, 30), "2026-11-30");
  for (const [year, month, day] of [
    [2026, 2, 29],
    [2026, 13, 1],
    [2026, 11, 0],
    [26, 11, 30],
    [2026, Number.NaN, 1],
  ] as const)
    assert.equal(dayFrom(year, month, day), null, `${year} ${month} ${day}`);
});
