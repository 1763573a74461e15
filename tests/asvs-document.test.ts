import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PAGE_PATH, pageOf, readAsvs, STATES, sectionOf } from "../tools/asvs.ts";

const ROOT = join(import.meta.dirname, "..");
const STANDARD = join(ROOT, "../shared/asvs-5.0.json");
const DECISIONS = "docs/security-decisions.md";
const asvs = readAsvs();
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

test("every requirement of levels 1 and 2 is answered once, in a known state and in words", () => {
  const ids = asvs.requirements.map(({ id }) => id);
  assert.equal(ids.length, 253);
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(asvs.requirements.filter(({ level }) => level === 1).length, 70);
  for (const { id, state, words } of asvs.requirements) {
    assert.ok(sectionOf(id) in asvs.sections, id);
    assert.ok(state in STATES, id);
    assert.match(words, /^\S.{5,400}\.$/s, id);
  }
});

test("the list is that of the standard, where it is there, and none of its sentences is repeated", {
  skip: !existsSync(STANDARD),
}, () => {
  const { requirements } = JSON.parse(readFileSync(STANDARD, "utf8")) as {
    requirements: { id: string; level: number; text: string; x_class: string }[];
  };
  const asked = requirements.filter(({ level }) => level <= 2);
  assert.deepEqual(
    asvs.requirements.map(({ id, level }) => ({ id, level })),
    asked.map(({ id, level }) => ({ id, level })),
  );
  const page = pageOf(asvs);
  for (const { id, text } of asked) assert.ok(!page.includes(text.slice(0, 60)), id);
});

test("every test that is named is there, in its file and under exactly that name", () => {
  const missing = asvs.requirements.flatMap(({ id, tests = [] }) =>
    tests
      .filter(({ file, name }) => !existsSync(join(ROOT, file)) || !namesIn(file).has(name))
      .map(({ file, name }) => `${id}: ${file}: ${name}`),
  );
  assert.deepEqual(missing, []);
});

test("every symbol that is named is exported there", () => {
  const missing = asvs.requirements
    .flatMap(({ id, symbol }) => (symbol === undefined ? [] : [{ id, symbol }]))
    .filter(({ symbol }) => {
      const [file = "", name] = symbol.split("#");
      const exported = new RegExp(`export (?:async )?(?:function|const|class) ${name}\\b`);
      return !existsSync(join(ROOT, file)) || !exported.test(read(file));
    })
    .map(({ id, symbol }) => `${id}: ${symbol}`);
  assert.deepEqual(missing, []);
});

test("nothing is tested without a test, and what is decided in writing is written", () => {
  const headings = new Set([...read(DECISIONS).matchAll(/^## (.+)$/gm)].map(([, title]) => title));
  for (const { id, state, tests = [], words } of asvs.requirements) {
    if (state === "tested") assert.ok(tests.length > 0, id);
    const named = words.match(/^docs\/security-decisions\.md, ([^:]+):/)?.[1];
    for (const title of named?.split(/, | and (?=[A-Z])/) ?? [])
      assert.ok(headings.has(title), `${id}: ${title}`);
  }
});

test("the page is what the tool renders, and SECURITY.md leads to it", () => {
  assert.equal(readFileSync(PAGE_PATH, "utf8"), pageOf(asvs), "run node tools/asvs.ts");
  for (const link of ["docs/asvs.md", DECISIONS]) assert.ok(read("SECURITY.md").includes(link));
});

test("the figures of the decisions are those of the code", () => {
  const rows = [...read(DECISIONS).matchAll(/^\| ([^|]+) \| (\d+)(?: (\w+))? \| `([^`]+)` \|$/gm)];
  assert.ok(rows.length >= 30);
  for (const [, what, figure = "", unit = "", place = ""] of rows) {
    const said = Number(figure) * (UNITS[unit] ?? 1);
    assert.equal(inCode(place), said, `${what}: ${place}`);
  }
});

/** To seconds and to bytes; what is counted is counted. */
const UNITS: Record<string, number> = {
  seconds: 1,
  minutes: 60,
  hour: 3_600,
  hours: 3_600,
  days: 86_400,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};
const SUFFIXES: [RegExp, number][] = [
  [/_MS$/, 0.001],
  [/_MINUTES$/, 60],
  [/_HOURS$/, 3_600],
  [/_DAYS$/, 86_400],
];

/** `file#NAME`: a constant, in seconds where its name says a time. `file: source`: that source is there, with its number. */
function inCode(place: string): number | null {
  const [, file = "", source = ""] = /^(\S+?): (.+)$/.exec(place) ?? [];
  if (source !== "") return read(file).includes(source) ? Number(/\d+/.exec(source)?.[0]) : null;
  const [at = "", name = ""] = place.split("#");
  const value = numberIn(read(at), name);
  const factor = SUFFIXES.find(([suffix]) => suffix.test(name))?.[1] ?? 1;
  return value === null ? null : Math.round(value * factor);
}

/** A product of whole numbers, of their powers and of other constants of the file. */
function numberIn(text: string, name: string): number | null {
  const product = new RegExp(`^(?:export )?const ${name} = ([\\w *]+);`, "m").exec(text)?.[1];
  if (product === undefined) return null;
  const plain = product.replaceAll(/(\d+) \*\* (\d+)/g, (_, base, power) =>
    String(Number(base) ** Number(power)),
  );
  const factors = plain.split("*").map((part) => {
    const bare = part.trim();
    return /^\d[\d_]*$/.test(bare) ? Number(bare.replaceAll("_", "")) : numberIn(text, bare);
  });
  return factors.includes(null) ? null : factors.reduce<number>((all, one) => all * (one ?? 0), 1);
}

/** As they are written: a name that is put together stands with its gaps. */
function namesIn(file: string): ReadonlySet<string> {
  const known = names.get(file);
  if (known !== undefined) return known;
  const found = [...read(file).matchAll(/\btest\(\s*(["'`])((?:\\.|(?!\1).)*)\1/gs)];
  const all = new Set(found.map(([, , name = ""]) => name.replaceAll(/\\(["'`])/g, "$1")));
  names.set(file, all);
  return all;
}
const names = new Map<string, ReadonlySet<string>>();
