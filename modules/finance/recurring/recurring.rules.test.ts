import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays, type Day } from "#kernel/day.ts";
import { dayOf, daysFrom, indexOn, type Plan } from "./recurring.rules.ts";

const plan = (startsOn: Day, more: Partial<Plan> = {}): Plan => ({
  ...{ every: "month", startsOn, isMonthEnd: false, endsOn: null, ...more },
});

test("a short month has its last day, and the next has the agreed one again", () => {
  const cases: [Plan, Day[]][] = [
    [plan("2027-12-31"), ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]],
    [plan("2027-01-30"), ["2027-01-30", "2027-02-28", "2027-03-30", "2027-04-30", "2027-05-30"]],
    [plan("2027-02-28", { isMonthEnd: true }), ["2027-02-28", "2027-03-31", "2027-04-30"]],
    [plan("2027-11-30", { every: "quarter" }), ["2027-11-30", "2028-02-29", "2028-05-30"]],
    [
      plan("2028-02-29", { every: "year" }),
      ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"],
    ],
    [plan("2027-12-29", { every: "week" }), ["2027-12-29", "2028-01-05", "2028-01-12"]],
    [plan("2027-01-15", { endsOn: "2027-03-15" }), ["2027-01-15", "2027-02-15", "2027-03-15"]],
  ];
  for (const [of, days] of cases)
    assert.deepEqual(daysFrom(of, 0, of.endsOn === null ? days.length : 99), days);
});

test("whatever was agreed, days only go up, and going on at a day finds the first that is not before it", () =>
  fc.assert(
    fc.property(
      fc.constantFrom("week", "month", "quarter", "year"),
      fc.integer({ min: 0, max: 4_000 }),
      fc.boolean(),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: -50, max: 3_000 }),
      (every, start, isMonthEnd, count, after) => {
        const of = plan(addDays("2020-01-01", start), { every, isMonthEnd });
        const days = daysFrom(of, 0, count + 2);
        for (const [at, day] of days.slice(1).entries()) assert.ok(day > (days[at] ?? ""));
        const asked = addDays(of.startsOn, after);
        const index = indexOn(of, 0, asked);
        assert.ok((dayOf(of, index) ?? "") >= asked);
        assert.ok(index === 0 || (dayOf(of, index - 1) ?? "") < asked);
      },
    ),
    { numRuns: 200 },
  ));
