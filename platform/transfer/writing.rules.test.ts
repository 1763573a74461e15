import assert from "node:assert/strict";
import { test } from "node:test";
import { csvLine, guarded, unguarded, wallClock, zonedText } from "./writing.rules.ts";

test("a text that a spreadsheet would run is guarded, a number and a phone are not, and reading gives back what it was", () => {
  const risky = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    "''=x",
    "'0123",
  ];
  for (const text of risky) {
    assert.notEqual(guarded(text), text);
    assert.equal(unguarded(guarded(text)), text);
  }
  for (const text of [
    "+60123456789",
    "-12.50",
    "'quoted'",
    "plain",
    "",
    "-",
    "+60 (12) 345-6789",
  ]) {
    assert.equal(guarded(text), text);
    assert.equal(unguarded(text), text);
  }
});

test("a cell with a comma, a quote, a line break or a space at its edge stands in quotes", () => {
  assert.equal(csvLine(["a", "b,c", 'd"e', "f\ng", " h"]), 'a,"b,c","d""e","f\ng"," h"\r\n');
});

test("a moment is written as the company's clock shows it, and is the same moment", () => {
  const moment = new Date("2026-11-30T06:06:07.120Z");
  assert.equal(zonedText(moment, "Asia/Kuala_Lumpur"), "2026-11-30T14:06:07.120+08:00");
  assert.equal(
    zonedText(new Date("2026-07-01T04:00:00Z"), "America/New_York"),
    "2026-07-01T00:00:00-04:00",
  );
  assert.equal(zonedText(new Date("2026-01-01T00:00:00Z"), "UTC"), "2026-01-01T00:00:00+00:00");
  assert.equal(
    zonedText(new Date("2026-01-01T00:00:00Z"), "Asia/Kathmandu"),
    "2026-01-01T05:45:00+05:45",
  );
  for (const zone of ["Asia/Kuala_Lumpur", "America/New_York", "Asia/Kathmandu"])
    assert.equal(new Date(zonedText(moment, zone)).getTime(), moment.getTime());
  assert.equal(wallClock(moment, "Asia/Kuala_Lumpur").toISOString(), "2026-11-30T14:06:07.120Z");
});
