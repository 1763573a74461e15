import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { keptAmong, nextAtOf } from "./backups.rules.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = new Date("2026-11-30T12:00:00Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

test("of a backup a day for half a year, 7 daily, 4 weekly and 3 monthly ones stay", () => {
  const taken = Array.from({ length: 180 }, (_, i) => ({ id: String(i), takenAt: daysAgo(i) }));
  const kept = [...keptAmong(taken, NOW)].map(({ takenAt }) => takenAt.toISOString().slice(0, 10));
  assert.deepEqual(kept.sort(), [
    "2026-09-30",
    "2026-10-31",
    "2026-11-15",
    "2026-11-22",
    "2026-11-24",
    "2026-11-25",
    "2026-11-26",
    "2026-11-27",
    "2026-11-28",
    "2026-11-29",
    "2026-11-30",
  ]);
});

test("whatever there is, none of 90 days stays, the newest does, and what stays stays when asked again", () => {
  const hours = fc.array(fc.integer({ min: 0, max: 200 * 24 }), { maxLength: 60 });
  fc.assert(
    fc.property(hours, (ages) => {
      const taken = ages.map((age, i) => ({
        id: String(i),
        takenAt: new Date(NOW.getTime() - age * HOUR_MS),
      }));
      const kept = keptAmong(taken, NOW);
      const ofToday = taken.filter(({ takenAt }) => takenAt > daysAgo(1));
      assert.ok(kept.size <= ofToday.length + 7 + 4 + 3);
      for (const one of ofToday) assert.ok(kept.has(one));
      for (const { takenAt } of kept) assert.ok(takenAt > daysAgo(90));
      const young = taken.filter(({ takenAt }) => takenAt > daysAgo(90));
      const newest = Math.max(...young.map(({ takenAt }) => takenAt.getTime()));
      if (young.length > 0)
        assert.ok([...kept].some(({ takenAt }) => takenAt.getTime() === newest));
      assert.deepEqual(keptAmong([...kept], NOW), kept);
    }),
  );
});

test("the next comes a day after the last, an hour after one that failed, and an hour after the company", () => {
  const hoursTo = (at: Date) => (at.getTime() - NOW.getTime()) / HOUR_MS;
  assert.equal(hoursTo(nextAtOf(null, NOW)), 1);
  assert.equal(hoursTo(nextAtOf({ state: "kept", askedAt: NOW }, NOW)), 24);
  assert.equal(hoursTo(nextAtOf({ state: "failed", askedAt: NOW }, NOW)), 1);
});
