import assert from "node:assert/strict";
import { test } from "node:test";
import { choicesAfter, keyFrom, whyNotBecome } from "./fields.rules.ts";

const said = (text: string) => ({ en: text, ms: text });

test("a key comes from the label, is a plain word, and never one that is taken or that every object has", () => {
  const taken = new Set(["size", "size_2"]);
  assert.equal(keyFrom(said("Saiz baju (cm)"), taken), "saiz_baju_cm");
  assert.equal(keyFrom(said("Size"), taken), "size_3");
  assert.equal(keyFrom(said("Café №1"), taken), "cafe_no1");
  assert.equal(keyFrom(said("3D model"), taken), "field_3d_model");
  assert.equal(keyFrom(said("颜色"), taken), "field");
  assert.equal(keyFrom(said("constructor"), taken), "constructor_field");
  for (const label of ["x".repeat(200), "__proto__", "نام", "9".repeat(60)])
    assert.match(keyFrom(said(label), taken), /^[a-z][a-z0-9_]{0,39}$/);
});

test("the kind of a used field changes only where every value is one of the other kind too", () => {
  assert.equal(whyNotBecome("text", "long_text", true), null);
  assert.equal(whyNotBecome("choice", "choices", true), null);
  assert.equal(whyNotBecome("long_text", "text", true), "records.field.would_lose_values");
  assert.equal(whyNotBecome("text", "number", true), "records.field.would_lose_values");
  assert.equal(whyNotBecome("text", "number", false), null);
});

test("a choice that records have is never taken away: left out, it is retired", () => {
  const choice = (value: string) => ({
    value,
    label: said(value),
    colour: "grey" as const,
    isRetired: false,
  });
  const after = choicesAfter(
    [choice("red"), choice("blue"), choice("green")],
    [
      { ...choice("green"), label: { en: "", ms: "Hijau" } },
      { label: said("Red"), colour: "red", isRetired: false },
    ],
    new Set(["red", "green"]),
  );
  assert.deepEqual(
    after.map(({ value, isRetired, label }) => [value, isRetired, label.en]),
    [
      ["green", false, "Hijau"],
      ["red_2", false, "Red"],
      ["red", true, "red"],
    ],
  );
});
