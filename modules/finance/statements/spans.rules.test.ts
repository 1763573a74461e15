import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays, endOfMonth } from "#kernel/day.ts";
import { monthsBetween } from "../periods/periods.rules.ts";
import { comparedDay, comparedSpan, piecesOf } from "./spans.rules.ts";

const day = fc.integer({ min: 0, max: 1500 }).map((n) => addDays("2024-01-01", n));

test("the pieces of a time are its days, each once", () => {
  fc.assert(
    fc.property(day, day, (one, other) => {
      const [from, to] = one < other ? [one, other] : [other, one];
      const { months, days } = piecesOf(from, to);
      const found: string[] = [];
      const add = (first: string, last: string) => {
        for (let at = first; at <= last; at = addDays(at, 1)) found.push(at);
      };
      if (months !== null)
        for (const month of monthsBetween(months.first, months.last)) add(month, endOfMonth(month));
      for (const span of days) add(span.from, span.to);
      const wanted: string[] = [];
      for (let at = from; at <= to; at = addDays(at, 1)) wanted.push(at);
      assert.deepEqual(
        found.toSorted((a, b) => (a < b ? -1 : 1)),
        wanted,
      );
    }),
  );
});

test("whole months are compared with as many before; a year ago keeps the end of a month", () => {
  assert.deepEqual(comparedSpan({ from: "2026-10-01", to: "2026-11-30" }, "before"), {
    from: "2026-08-01",
    to: "2026-09-30",
  });
  assert.deepEqual(comparedSpan({ from: "2026-11-08", to: "2026-11-14" }, "before"), {
    from: "2026-11-01",
    to: "2026-11-07",
  });
  assert.deepEqual(comparedSpan({ from: "2024-02-01", to: "2024-02-29" }, "year"), {
    from: "2023-02-01",
    to: "2023-02-28",
  });
  assert.equal(comparedDay("2026-02-28", "year"), "2025-02-28");
  assert.equal(comparedDay("2026-11-20", "before"), "2026-10-31");
});
