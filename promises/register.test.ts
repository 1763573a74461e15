import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PROBE_OF, PROBES } from "#modules/trust/promises/probes.ts";
import { foundText } from "#modules/trust/promises/promises.rules.ts";
import { LATER, PROMISES, policyText, ROWS, SECTIONS } from "./register.ts";

const ROOT = join(import.meta.dirname, "..");
const REGISTER = join(ROOT, "../shared/PROMISES.md");

const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

test("every row of the promise register is an entry, once and in its order within its section", () => {
  const ids = PROMISES.map(({ id }) => id);
  assert.deepEqual(ids.toSorted(), [...ROWS]);
  for (const { entries } of SECTIONS)
    assert.deepEqual(
      entries.map(({ id }) => id),
      entries.map(({ id }) => id).toSorted(),
    );
});

test("the list of rows is that of PROMISES.md, where it is there", {
  skip: !existsSync(REGISTER),
}, () => {
  const rows = [...readFileSync(REGISTER, "utf8").matchAll(/^\| (P\d{2}) \|/gm)].map(
    ([, id]) => id,
  );
  assert.deepEqual(rows, [...ROWS]);
});

test("a promise whose part of the product is there has a symbol, a test and a probe; of a later one nothing is claimed", () => {
  for (const { id, enforcedBy, tests, probes } of PROMISES) {
    if (LATER.has(id)) {
      assert.deepEqual([enforcedBy, tests, probes], [null, [], []], id);
      continue;
    }
    assert((enforcedBy?.symbols.length ?? 0) > 0, `${id} names what enforces it`);
    assert(tests.length > 0, `${id} has a test`);
    assert(probes.length > 0, `${id} has a probe`);
  }
});

test("every symbol that enforces a promise is exported where the register says", () => {
  const missing = PROMISES.flatMap(({ id, enforcedBy }) =>
    (enforcedBy?.symbols ?? [])
      .filter((symbol) => !isExported(symbol))
      .map((symbol) => `${id}: ${symbol}`),
  );
  assert.deepEqual(missing, []);
});

test("every test that holds a promise is there, by its file and exact name", () => {
  const missing = PROMISES.flatMap(({ id, tests }) =>
    tests.filter((name) => !isTest(name)).map((name) => `${id}: ${name}`),
  );
  assert.deepEqual(missing, []);
});

test("every probe has a negative control that is a test, words in both languages, and a promise that it proves", () => {
  const proving = new Set(PROMISES.flatMap(({ probes }) => probes));
  assert.deepEqual(
    PROBES.map(({ name }) => name).filter((name) => !proving.has(name)),
    [],
  );
  assert.equal(PROBE_OF.size, PROBES.length, "every name once");
  for (const { name, control, tries, finds } of PROBES) {
    assert(isTest(control), `${name}: ${control}`);
    for (const said of [tries, ...Object.values(finds)])
      for (const text of Object.values(said)) assert.match(text, /^\S.*[.)]$/, name);
  }
});

test("every probe that a promise names exists", () => {
  const missing = PROMISES.flatMap(({ probes }) => probes).filter((name) => !PROBE_OF.has(name));
  assert.deepEqual(missing, []);
});

test("each sentence is said in both languages, and the gaps of what is found are the same in both", () => {
  for (const { id, title, says, duty, enforcedBy } of PROMISES)
    for (const said of [title, says, duty, enforcedBy?.how]) {
      if (said === null || said === undefined) continue;
      assert.notEqual(said.en, said.ms, id);
      assert.match(said.ms, /\S/, id);
    }
  const gaps = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].toSorted();
  for (const { name, finds } of PROBES)
    for (const { en, ms } of Object.values(finds)) assert.deepEqual(gaps(en), gaps(ms), name);
  assert.equal(
    foundText(
      { finds: { a: { en: "{{n}} of {{m}}", ms: "" } } },
      { said: "a", facts: { n: 1204, m: "x" } },
      "en",
    ),
    "1,204 of x",
  );
});

test("the policy is the register, sentence by sentence", () => {
  const said = policyText().sections.flatMap(({ sentences }) => sentences);
  assert.deepEqual(
    said.map(({ id, says }) => [id, says]),
    PROMISES.map(({ id, says }) => [id, says]),
  );
});

function isExported(symbol: string): boolean {
  const [file = "", name = ""] = symbol.split("#");
  if (!existsSync(join(ROOT, file))) return false;
  return new RegExp(`^export (?:async )?(?:const|function|class|type) ${name}\\b`, "m").test(
    read(file),
  );
}

function isTest(full: string): boolean {
  const at = full.indexOf(": ");
  const file = full.slice(0, at);
  const name = full.slice(at + 2);
  if (!existsSync(join(ROOT, file))) return false;
  // A quote within a name is written with a backslash where it must be.
  const source = read(file).replaceAll('\\"', '"');
  return [`test("${name}"`, `test('${name}'`, `test(\`${name}\``, `test(\n  "${name}"`].some(
    (start) => source.includes(start),
  );
}
