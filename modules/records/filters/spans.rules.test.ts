import assert from "node:assert/strict";
import { test } from "node:test";
import { daysOf, spanAround } from "./spans.rules.ts";

const TODAY = "2026-11-30";

test("days are counted from the day it is, so that a saved view stays fresh", () => {
  const asked = { field: "created" } as const;
  assert.deepEqual(daysOf({ ...asked, is: "in_last_days", value: 7 }, TODAY), {
    from: "2026-11-24",
    to: TODAY,
  });
  assert.deepEqual(daysOf({ ...asked, is: "over_days_ago", value: 30 }, TODAY), {
    from: null,
    to: "2026-10-30",
  });
  assert.deepEqual(daysOf({ ...asked, is: "in_next_days", value: 2 }, TODAY), {
    from: TODAY,
    to: "2026-12-01",
  });
  assert.deepEqual(daysOf({ ...asked, is: "previous", value: "month" }, TODAY), {
    from: "2026-10-01",
    to: "2026-10-31",
  });
  assert.deepEqual(daysOf({ ...asked, is: "before", value: "2024-03-01" }, TODAY), {
    from: null,
    to: "2024-02-29",
  });
});

test("a span begins and ends with its first and last day, over the year’s end and in leap years", () => {
  assert.deepEqual(spanAround("week", TODAY), { from: "2026-11-30", to: "2026-12-06" });
  assert.deepEqual(spanAround("week", "2027-01-03"), { from: "2026-12-28", to: "2027-01-03" });
  assert.deepEqual(spanAround("month", "2024-02-10"), { from: "2024-02-01", to: "2024-02-29" });
  assert.deepEqual(spanAround("quarter", TODAY), { from: "2026-10-01", to: "2026-12-31" });
  assert.deepEqual(spanAround("year", TODAY), { from: "2026-01-01", to: "2026-12-31" });
});
