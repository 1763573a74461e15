/** The house plan, as a test. A failure names the import, and the law it breaks. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { MODULES } from "../modules/modules.ts";

/** Ground floor first. What tests stand on is above all of it. */
const FLOORS = ["kernel", "platform", "promises", "modules", "apps", "testing"];
const STOREYS = MODULES.map(({ name }) => name);
const ROOMS = ["contract", "rules", "sql", "mails", "slice", "actions", "jobs", "routes"];

type Place = { floor: string; module: string; slice: string; room: string };

const sameModule = (a: Place, b: Place) => a.module === b.module;
const sameSlice = (a: Place, b: Place) => sameModule(a, b) && a.slice === b.slice;
const isWeb = (place: Place) => place.floor === "ui" || place.room === "web";
const bothInSlices = (a: Place, b: Place) => a.slice !== "" && b.slice !== "";

const LAWS: { says: string; broken: (from: Place, to: Place) => boolean }[] = [
  {
    says: "a floor uses only the floors below it",
    broken: (from, to) => !isWeb(from) && FLOORS.indexOf(to.floor) > FLOORS.indexOf(from.floor),
  },
  {
    says: "contracts and rules are pure: they use the kernel and other rules only",
    broken: (from, to) =>
      ["contract", "rules"].includes(from.room) && to.floor === "platform" && to.room !== "rules",
  },
  {
    says: "inside a slice, a room uses only the rooms before it",
    broken: (from, to) =>
      sameSlice(from, to) &&
      bothInSlices(from, to) &&
      !isWeb(from) &&
      ROOMS.indexOf(to.room) > ROOMS.indexOf(from.room),
  },
  {
    says: "a sister slice shows its contract, its rules and its own files",
    broken: (from, to) =>
      sameModule(from, to) &&
      bothInSlices(from, to) &&
      !sameSlice(from, to) &&
      !isWeb(from) &&
      !["contract", "rules", "slice"].includes(to.room),
  },
  {
    says: "another module is met at its public counter",
    broken: (from, to) =>
      from.floor === "modules" &&
      to.floor === "modules" &&
      from.module !== "" &&
      !isWeb(from) &&
      !sameModule(from, to) &&
      to.room !== "public",
  },
  {
    says: "a module uses only the modules below it",
    broken: (from, to) =>
      !isWeb(from) &&
      from.floor === "modules" &&
      to.room === "public" &&
      STOREYS.indexOf(to.module) > STOREYS.indexOf(from.module),
  },
  {
    // Rules are pure: what a screen reckons while somebody types is what the server reckons.
    says: "the web sees contracts, rules, ui and kernel; the server never sees the web",
    broken: (from, to) =>
      isWeb(from)
        ? !(isWeb(to) || to.floor === "kernel" || ["contract", "rules"].includes(to.room))
        : isWeb(to),
  },
];

test("every import goes downstairs", () => {
  const broken = sources().flatMap((file) =>
    importsOf(file).flatMap((target) =>
      LAWS.filter((law) => law.broken(place(file), place(target))).map(
        (law) => `${file} → ${target}: ${law.says}`,
      ),
    ),
  );
  assert.deepEqual(broken, []);
});

test("every module of the folder is in the list, and every room of a slice is one that we know", () => {
  const folders = globSync("modules/*/").map((folder) => folder.split("/")[1]);
  assert.deepEqual(
    folders.filter((folder) => !STOREYS.includes(folder ?? "")),
    [],
  );
  const odd = sources().filter((file) => {
    const { floor, slice, room } = place(file);
    return floor === "modules" && slice !== "" && room !== "web" && !ROOMS.includes(room);
  });
  assert.deepEqual(odd, []);
});

test("the environment is read in one place", () => {
  const readers = sources()
    .filter((file) => !file.startsWith("ui/") && !file.startsWith("platform/testing/"))
    .filter((file) => /process\.env\b/.test(readFileSync(file, "utf8")));
  // The processes hand theirs to readConfig(), which is the only one to look into it.
  assert.deepEqual(new Set(readers), new Set(["apps/cli/kaunter.ts", "apps/serve.ts"]));
});

test("no module has a clock of its own", () => {
  const ambient = sources()
    .filter((file) => file.startsWith("modules/") && !file.includes("/web/"))
    .filter((file) => /new Date\(\)|Date\.now\(\)/.test(readFileSync(file, "utf8")));
  assert.deepEqual(ambient, []);
});

/** `modules/sales/orders/verbs.actions.ts` is in the room `actions` of sales/orders; a plain name is the slice's own file. */
function place(file: string): Place {
  const [floor = "", module = "", ...rest] = file.split("/");
  if (isForTests(file)) return nowhere("testing");
  if (floor === "apps" && module === "web") return nowhere("apps", "web");
  if (floor !== "modules" || rest.length === 0)
    return nowhere(floor, file.endsWith(".rules.ts") ? "rules" : "");
  const slice = rest.length === 1 ? "" : (rest[0] ?? "");
  return { floor, module, slice, room: roomOf(file, slice) };
}

function roomOf(file: string, slice: string): string {
  if (file.includes("/web/") || file.endsWith(".pages.ts")) return "web";
  const [, suffix = ""] = /\.([a-z]+)\.tsx?$/.exec(file) ?? [];
  // A store that is played, for the sample company and for tests: all of it is the slice's own.
  return slice === "fixtures" || (slice !== "" && suffix === "") ? "slice" : suffix;
}

const nowhere = (floor: string, room = ""): Place => ({ floor, module: "", slice: "", room });

/** Also what it is built on: a fixture that needs a test's house can only be a test's own. */
const isForTests = (file: string): boolean =>
  file.startsWith("platform/testing/") ||
  file.endsWith(".testing.ts") ||
  (file.includes("/fixtures/") && importsOf(file).some(isForTests));

function importsOf(file: string): string[] {
  const found = readFileSync(file, "utf8").matchAll(/(?:from|import)\s*\(?\s*"([#.][^"]+)"/g);
  return [...found]
    .map(([, path = ""]) =>
      path.startsWith("#") ? path.slice(1) : relative(".", join(dirname(file), path)),
    )
    .filter((path) => !/\.(css|json)$/.test(path));
}

/** What runs. Tests and what only they use may look anywhere. */
function sources(): string[] {
  return globSync("{kernel,platform,promises,modules,apps,ui}/**/*.{ts,tsx}").filter(
    (file) => !/\.test\.|\/test-[^/]+$|\.d\.ts$/.test(file) && !isForTests(file),
  );
}
