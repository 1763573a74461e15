import assert from "node:assert/strict";
import { test } from "node:test";
import {
  dateText,
  dayHeading,
  dayText,
  endOfDay,
  momentText,
  readDay,
  startOfDay,
} from "./dates.ts";

const en = { zone: "Asia/Kuala_Lumpur", language: "en", today: "2026-11-22" } as const;
const ms = { ...en, language: "ms" } as const;

test("a moment is said in the company's zone, close ones with their time", () => {
  assert.equal(momentText("2026-11-22T06:06:00Z", en), "Today, 14:06");
  assert.equal(momentText("2026-11-20T17:12:00Z", en), "Yesterday, 01:12");
  assert.equal(momentText("2026-11-03T06:00:00Z", en), "3 Nov");
  assert.equal(momentText("2025-11-03T06:00:00Z", en), "3 Nov 2025");
});

test("Malay months and days are Malay's own", () => {
  assert.equal(dateText("2026-08-03", ms), "3 Ogos");
  assert.equal(dateText("2026-03-03", ms), "3 Mac");
  assert.equal(dayText("2026-11-21", ms), "Semalam");
  assert.equal(dayHeading("2026-11-22", ms), "Hari ini, Ahad 22 November");
});

test("a day begins and ends in its zone, over a change of the clocks too", () => {
  assert.equal(startOfDay("2026-11-22", "Asia/Kuala_Lumpur"), "2026-11-21T16:00:00.000Z");
  assert.equal(endOfDay("2026-11-22", "Asia/Kuala_Lumpur"), "2026-11-22T15:59:59.999Z");
  assert.equal(startOfDay("2026-03-29", "Europe/Berlin"), "2026-03-28T23:00:00.000Z");
  assert.equal(startOfDay("2026-03-30", "Europe/Berlin"), "2026-03-29T22:00:00.000Z");
  assert.equal(startOfDay("2026-11-02", "America/New_York"), "2026-11-02T05:00:00.000Z");
});

test("a typed day is read as people write it, and nonsense is not", () => {
  assert.equal(readDay("3 Nov", en.today), "2026-11-03");
  assert.equal(readDay("3 ogos 2025", en.today), "2025-08-03");
  assert.equal(readDay("3/11/2025", en.today), "2025-11-03");
  assert.equal(readDay("2025-11-03", en.today), "2025-11-03");
  assert.equal(readDay("semalam", en.today), "2026-11-21");
  assert.equal(readDay("31 feb", en.today), null);
  assert.equal(readDay("soon", en.today), null);
});
