import { spawnSync } from "node:child_process";
import { access, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/**
 * `npm run new-slice crm/leads`: lays the rooms of HOUSE.md for one noun, as code that runs: the noun can be listed, made,
 * changed and archived. The patterns in tools/new-slice are that code for the widgets of a depot.
 */
const ROOT = resolve(import.meta.dirname, "..");
const PATTERNS = join(import.meta.dirname, "new-slice");

const [, , path = "", given] = process.argv;
const [, module, nouns] = /^([a-z]+)\/([a-z]+(?:-[a-z]+)*)$/.exec(path) ?? [];
if (module === undefined || nouns === undefined)
  stopWith("Write the module and the noun in the plural: npm run new-slice crm/leads");
const noun = given ?? singularOf(nouns);
if (noun === nouns)
  stopWith(`What is one of "${nouns}"? Write it too: npm run new-slice ${path} <one>`);

const folder = `modules/${module}/${nouns}`;
if (await exists(folder)) stopWith(`${folder} is there already.`);

const written = [...(await layRooms()), await layMigration(), await nameId()];
format(written);
for (const file of written) process.stdout.write(`${file}\n`);
process.stdout.write(`
What is left to you, a line each:
  docs/glossary.md              what a ${words(noun)} is
  modules/modules.ts            ...${camel(noun)}Routes among the actions of ${module}
  modules/${module}/${module}.pages.ts  ${pascal(nouns)}Page and ${pascal(noun)}Page with their addresses
Then make it yours: contract, columns, rules, words in both languages.
`);

async function layRooms(): Promise<string[]> {
  const names = (await readdir(PATTERNS, { recursive: true })).filter((name) =>
    /\.tsx?\.txt$/.test(name),
  );
  return Promise.all(
    names.map(async (name) => {
      const file = join(folder, named(name.slice(0, -".txt".length), "-"));
      const text = named(await readFile(join(PATTERNS, name), "utf8"));
      await mkdir(dirname(join(ROOT, file)), { recursive: true });
      await writeFile(join(ROOT, file), text);
      return file;
    }),
  );
}

async function layMigration(): Promise<string> {
  const dir = "database/tenant";
  const last = (await readdir(join(ROOT, dir))).map((name) => Number(name.slice(0, 4)));
  const number = String(Math.max(0, ...last) + 1).padStart(4, "0");
  const file = `${dir}/${number}_${module}_${snake(nouns ?? "")}.sql`;
  const text = await readFile(join(PATTERNS, "migration.sql.txt"), "utf8");
  await writeFile(join(ROOT, file), named(text));
  return file;
}

/** An id names its kind: a prefix of three letters that no other kind has. */
async function nameId(): Promise<string> {
  const file = "kernel/ids.ts";
  const text = await readFile(join(ROOT, file), "utf8");
  const [block = "", inside = ""] = /ID_PREFIX = \{\n([^}]*)\}/.exec(text) ?? [];
  const taken = [...inside.matchAll(/: "(\w+)"/g)].map(([, prefix = ""]) => prefix);
  const prefix = [...prefixesOf(snake(noun))].find((candidate) => !taken.includes(candidate));
  if (block === "" || prefix === undefined) stopWith(`Give ${noun} a prefix in ${file} yourself.`);
  const lines = [...inside.trimEnd().split("\n"), `  ${snake(noun)}: "${prefix}",`];
  const sorted = [...new Set(lines)].toSorted((a, b) => (a < b ? -1 : 1)).join("\n");
  await writeFile(join(ROOT, file), text.replace(block, `ID_PREFIX = {\n${sorted}\n}`));
  return file;
}

/** The first letter and two that follow it in order: `lea`, `led`, `lad`. */
function* prefixesOf(word: string): Generator<string> {
  const letters = word.replaceAll("_", "");
  for (let second = 1; second < letters.length; second += 1)
    for (let third = second + 1; third < letters.length; third += 1)
      yield `${letters[0]}${letters[second]}${letters[third]}`;
}

/** The pattern's text for this noun. A noun of two words is joined as its place asks. */
function named(text: string, between: "-" | "" = ""): string {
  const [many = "", one = ""] = [nouns, noun];
  if (between === "-")
    return text
      .replaceAll("Widgets", pascal(many))
      .replaceAll("Widget", pascal(one))
      .replaceAll("widgets", many)
      .replaceAll("widget", one);
  return text
    .replace(/(from "[^"]*)widgets/g, `$1${many}`)
    .replace(/\bdepot\.widget\b/g, `${module}.${snake(one)}`)
    .replace(/\bdepot\.widgets\b/g, `${module}.${snake(many)}`)
    .replace(/"widget"/g, `"${snake(one)}"`)
    .replace(/(\/api\/depot\/)widgets/g, `$1${many}`)
    .replace(/(\/)widgets\b/g, `$1${many}`)
    .replace(/\b(from|into|update|table|on|index) widgets/g, `$1 ${snake(many)}`)
    .replace(/: "Widgets"/g, `: "${sentence(many)}"`)
    .replace(/: "Widget"/g, `: "${sentence(one)}"`)
    .replace(
      /\b(a|an|A|An|archived|No) (widgets?)\b/g,
      (_, before: string, word: string) => `${before} ${words(word === "widgets" ? many : one)}`,
    )
    .replaceAll("Widgets", pascal(many))
    .replaceAll("Widget", pascal(one))
    .replaceAll("widgets", camel(many))
    .replaceAll("widget", camel(one))
    .replaceAll("depot", module ?? "");
}

function format(files: readonly string[]): void {
  const code = files.filter((file) => /\.tsx?$/.test(file));
  spawnSync(
    process.execPath,
    [join(ROOT, "node_modules/@biomejs/biome/bin/biome"), "check", "--write", ...code],
    { cwd: ROOT, stdio: "ignore" },
  );
}

function singularOf(word: string): string {
  if (/(?:s|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

function snake(word: string): string {
  return word.replaceAll("-", "_");
}

function words(word: string): string {
  return word.replaceAll("-", " ");
}

function camel(word: string): string {
  return word.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function pascal(word: string): string {
  return camel(word).replace(/^./, (letter) => letter.toUpperCase());
}

function sentence(word: string): string {
  return words(word).replace(/^./, (letter) => letter.toUpperCase());
}

async function exists(file: string): Promise<boolean> {
  return access(join(ROOT, file)).then(
    () => true,
    () => false,
  );
}

function stopWith(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
