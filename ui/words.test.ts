import assert from "node:assert/strict";
import { test } from "node:test";
import { words, wordsOf } from "./words.ts";

const sample = words("sample", {
  en: {
    orders: { one: "{{count}} order of {{name}}", other: "{{count}} orders of {{name}}" },
    hi: "Hi",
  },
  ms: { orders: "{{count}} pesanan {{name}}", hi: "Hai" },
});

test("a sentence has the form its count asks for, with grouped figures", () => {
  const t = wordsOf(sample, "en");
  assert.equal(t("orders", { count: 1, name: "Ali" }), "1 order of Ali");
  assert.equal(t("orders", { count: 1204, name: "Ali" }), "1,204 orders of Ali");
  assert.equal(wordsOf(sample, "ms")("orders", { count: 2, name: "Ali" }), "2 pesanan Ali");
});

test("what fills a gap is never read as a sentence itself", () => {
  assert.equal(
    wordsOf(sample, "en")("orders", { count: 2, name: "{{count}}" }),
    "2 orders of {{count}}",
  );
});

test("a key that came as data can be asked for first", () => {
  assert.equal(wordsOf(sample, "en").has("hi"), true);
  assert.equal(wordsOf(sample, "en").has("toString"), false);
});
