import assert from "node:assert/strict";
import { test } from "node:test";
import { backupsGoByOf, dayToTell, endsAtOf, roomFor, whyNotUndo } from "./endings.rules.ts";

const DAY_MS = 86_400_000;
const cancelledAt = new Date("2026-11-30T09:30:00Z");
const onDay = (day: number, ms = 0) => new Date(cancelledAt.getTime() + day * DAY_MS + ms);
const endsAt = endsAtOf(cancelledAt);

test("its Admins are told on days 14, 27 and 29, each once, and of days that were slept through only of the last", () => {
  const told = (toldDay: number, now: Date) => dayToTell({ cancelledAt, endsAt, toldDay }, now);
  assert.equal(told(0, onDay(13, DAY_MS - 1)), null);
  assert.equal(told(0, onDay(14)), 14);
  assert.equal(told(14, onDay(14)), null);
  assert.equal(told(14, onDay(26)), null);
  assert.equal(told(14, onDay(27)), 27);
  assert.equal(told(27, onDay(29)), 29);
  assert.equal(told(0, onDay(29)), 29);
  assert.equal(told(14, onDay(30)), null);
});

test("it is undone until the last moment of its 30 days, and never after", () => {
  const open = { state: "cancelled", endsAt };
  assert.equal(whyNotUndo(open, onDay(30, -1)), null);
  assert.equal(whyNotUndo(open, onDay(30)), "companies.ending.too_late");
  assert.equal(whyNotUndo({ ...open, state: "deleting" }, onDay(1)), "companies.ending.too_late");
  assert.equal(
    whyNotUndo({ ...open, state: "undone" }, onDay(1)),
    "companies.ending.undone_already",
  );
  assert.deepEqual(backupsGoByOf(cancelledAt), onDay(90));
});

test("within an hour no more are destroyed than may be", () => {
  assert.deepEqual([roomFor(10, 0), roomFor(10, 9), roomFor(10, 12), roomFor(0, 0)], [10, 1, 0, 0]);
});
