import assert from "node:assert/strict";
import { test } from "node:test";
import { periodOf } from "./period.ts";

const today = "2026-03-15";

test("a period is read from the address, the last 30 days when it says none", () => {
  assert.deepEqual(periodOf({}, today), { name: "30", from: "2026-02-14", to: today });
  assert.deepEqual(periodOf({ period: "7" }, today), { name: "7", from: "2026-03-09", to: today });
  assert.deepEqual(periodOf({ period: "last-month" }, today), {
    name: "last-month",
    from: "2026-02-01",
    to: "2026-02-28",
  });
  assert.equal(periodOf({ period: "nonsense" }, today).name, "30");
});

test("days in the wrong order are turned round rather than refused", () => {
  assert.deepEqual(periodOf({ from: "2026-03-10", to: "2026-03-01" }, today), {
    name: "custom",
    from: "2026-03-01",
    to: "2026-03-10",
  });
});
