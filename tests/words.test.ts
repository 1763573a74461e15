/** What a person is told: every reason, and every deed in the audit log, has words in English and in Malay. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { z } from "zod";
import { ACTIONS, JOBS } from "../modules/modules.ts";

/** Where a code is said in the source, and not a permission, an event or a job. */
const SAID = [
  /refused\(\s*"([^"]+)"/g,
  /\bcode:\s*"([^"]+)"/g,
  /Problem\(\s*"\w+",\s*"([^"]+)"/g,
  /\breason:\s*"([^"]+)"/g,
  // A rule answers with a code, an `… ? null : "code"` included.
  /(?:return|[?:])\s*"([a-z_]+\.[a-z_]+\.[a-z_]+)"/g,
  // A contract's own words for zod.
  /,\s*"((?:field|email|phone|password|country|currency|zone|[a-z_]+\.[a-z_]+)\.[a-z_]+)"\)/g,
];
/** Permissions, actions and topics look alike and are no codes. */
const NAMES = /\b(?:needs|named|name|id|action|topic|kind|does):\s*"[^"]+"/g;
/** Where codes are said: what a person may meet. Doors of the house's own (the CLI, the settings) speak in sentences. */
const SOURCES = "{kernel,platform,modules}/**/*.ts";
/** Said to programs alone: no screen leads there. */
const FOR_PROGRAMS = new Set(["cursor.unknown", "internal", "route.not_found", "not_found"]);

test("every reason has words in both languages", () => {
  const words = globSync("{modules,ui}/**/*.words.ts").map((file) => readFileSync(file, "utf8"));
  const wordless = [...codes()]
    .filter(([code]) => !FOR_PROGRAMS.has(code) && !code.endsWith(".not_found"))
    .filter(([code]) => timesIn(words, code) < 2)
    .map(([code, file]) => `${code} (${file})`);
  assert.deepEqual(wordless, []);
});

test("whatever may stand in the audit log as what was done has words in both languages", () => {
  const words = [readFileSync("modules/trust/audit/web/audit.words.ts", "utf8")];
  const deeds = ACTIONS.flatMap((action) =>
    action.door === "company" && action.does.method !== "GET" ? [action.needs] : [],
  );
  const looks = ACTIONS.flatMap((action) =>
    action.door === "company" && action.kind === "query" && mayShowDelicate(action.does.output)
      ? [action.needs]
      : [],
  );
  assert.ok(looks.includes("crm.customers.read") && looks.includes("catalog.products.read"));
  const wordless = [...deeds, ...looks, ...JOBS.map(({ name }) => name)].filter(
    (name) => timesIn(words, name) < 2,
  );
  assert.deepEqual([...new Set(wordless)], []);
});

/** What people wrote about people, what is told in free form, and what companies made fields for. */
const mayShowDelicate = (schema: z.ZodType): boolean =>
  /"x-class":"(sensitive|secret)"|"x-told"|"(custom|values)":\{/.test(
    JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })),
  );

function codes(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of globSync(SOURCES)) {
    if (/\.test\.|\/web\/|fixtures|testing|\.words\./.test(file)) continue;
    const text = readFileSync(file, "utf8").replace(NAMES, "");
    for (const pattern of SAID)
      for (const [, code = ""] of text.matchAll(pattern))
        if (/^[a-z_]+(\.[a-z_]+)+$/.test(code)) found.set(code, file);
  }
  return found;
}

const timesIn = (texts: readonly string[], code: string): number =>
  texts.reduce((sum, text) => sum + text.split(`"${code}":`).length - 1, 0);
