import assert from "node:assert/strict";
import { test } from "node:test";
import { distanceOf, nearestOf, termsOf } from "./search.rules.ts";

test("letters added, left out, changed and swapped are counted", () => {
  for (const [one, other, distance] of [
    ["siti", "siti", 0],
    ["sitti", "siti", 1],
    ["sti", "siti", 1],
    ["sity", "siti", 1],
    ["isti", "siti", 1],
    ["nurhalisa", "nurhaliza", 1],
    ["", "abc", 3],
    ["kumar", "kamra", 2],
  ] as const)
    assert.equal(distanceOf(one, other), distance, `${one} ${other}`);
});

test("the nearest word wins, of two as near the one in more use, and what is far is no answer", () => {
  const words = [
    { word: "siti", usesCount: 900 },
    { word: "suti", usesCount: 2 },
    { word: "rahman", usesCount: 40 },
  ];
  assert.equal(nearestOf("sitti", words), "siti");
  assert.equal(nearestOf("seti", words), "siti");
  assert.equal(nearestOf("suti", words), "suti", "what is known is not corrected");
  assert.equal(nearestOf("rahamn", words), "rahman");
  assert.equal(nearestOf("ahmad", words), null);
});

test("only words of letters are looked up", () => {
  assert.deepEqual(termsOf("Sitti binti 012-345 a@b.my li M-1234"), ["Sitti", "binti"]);
});
