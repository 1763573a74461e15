import assert from "node:assert/strict";
import { test } from "node:test";
import { rebased } from "./rebased.ts";

const start = { name: "Aina", city: "Ipoh", tags: ["a"], custom: { size: "S", colour: null } };

test("what nobody typed in follows the record, what was typed stays", () => {
  const typed = { ...start, city: "Melaka", custom: { size: "M", colour: null } };
  const next = { ...start, name: "Aina Zul", custom: { size: "S", colour: "red" } };
  assert.deepEqual(rebased(start, start, next), next);
  assert.deepEqual(rebased(start, typed, next), {
    name: "Aina Zul",
    city: "Melaka",
    tags: ["a"],
    custom: { size: "M", colour: "red" },
  });
});

test("the same said twice is no clash; two different changes of one field are, and so are two of one list", () => {
  const typed = { ...start, city: "Melaka" };
  assert.deepEqual(rebased(start, typed, { ...start, city: "Melaka" }), typed);
  assert.equal(rebased(start, typed, { ...start, city: "Taiping" }), null);
  assert.equal(
    rebased(start, { ...start, tags: ["a", "b"] }, { ...start, tags: ["c", "a"] }),
    null,
  );
});
