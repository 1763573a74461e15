import { spawn, spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { AlreadyRuns, takeLock } from "#platform/lock/lock.ts";
import { forgetPostgres } from "#platform/postgres/home.ts";
import { startPostgres } from "#platform/postgres/postgres.ts";
// biome-ignore lint/correctness/useImportExtensions: it is JavaScript, for the Node that a person happens to have.
import { isWebBuilt } from "./up/web.mjs";

/**
 * `npm test [-- words…]`: every test of the house, or those whose path has one of the words. Brings up what they stand on
 * (the browser, the screens, a PostgreSQL of their own), and takes it down again. `--long` adds tests/long.
 */
const ROOT = resolve(import.meta.dirname, "..");
const DIR = resolve(ROOT, ".kaunter/tests");
const TIMEOUT_MS = 15 * 60_000;
const LONG_TIMEOUT_MS = 2 * 60 * 60_000;
const BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Small programs that judge our files from outside, and Debian's package of each. */
const JUDGES = [
  { program: "age", from: "age", usedIn: /spawnSync\("age"/ },
  { program: "hledger", from: "hledger", usedIn: /hledger/ },
  { program: "ledger", from: "ledger", usedIn: /hledger/ },
  { program: "bean-query", from: "beancount", usedIn: /hledger/ },
  { program: "soffice", from: "libreoffice-calc-nogui", usedIn: /soffice/ },
] as const;

const isDebian = existsSync("/usr/bin/apt-get");

process.chdir(ROOT);
const isLong = process.argv.includes("--long");
const words = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const files = testFiles();
if (files.length === 0) stopWith(`No test's path has ${words.join(" or ")} in it.`);

const lock = await takeLock(DIR).catch((error: unknown) => {
  if (!(error instanceof AlreadyRuns)) throw error;
  return stopWith(`The tests run already (process ${error.holder.pid}).`);
});
const chromium = usesAny(files, /playwright|chromium/i) ? browser() : undefined;
needTools(JUDGES.filter(({ usedIn }) => usesAny(files, usedIn)));
if (files.some((file) => file.startsWith("tests/")) && !isWebBuilt()) buildWeb();

await forgetPostgres(`${DIR}/postgres`);
const postgres = await startPostgres({
  dir: `${DIR}/postgres`,
  // Nothing here dies on purpose: the tests that kill start a durable one of their own.
  isDurable: false,
  endsWithUs: true,
});
const code = await runTests(postgres.url);
await postgres.stop();
await forgetPostgres(`${DIR}/postgres`);
await lock.release();
process.exitCode = code;

function testFiles(): string[] {
  const all = globSync(
    "{kernel,platform,promises,modules,apps,ui,tools,bench,tests}/**/*.test.{ts,tsx}",
  );
  return all
    .filter((file) => isLong || !file.startsWith("tests/long/"))
    .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
    .toSorted((a, b) => weight(b) - weight(a) || (a < b ? -1 : 1));
}

/** What takes longest begins first, so that two at a time end together. */
function weight(file: string): number {
  return file.startsWith("tests/long/") ? 2 : file.startsWith("tests/") ? 1 : 0;
}

function runTests(databaseUrl: string): Promise<number> {
  const timeoutMs = isLong ? LONG_TIMEOUT_MS : TIMEOUT_MS;
  const child = spawn(
    process.execPath,
    [
      "--test",
      "--test-reporter=spec",
      "--test-concurrency=2",
      `--test-timeout=${timeoutMs}`,
    ].concat(files),
    {
      stdio: "inherit",
      env: {
        ...process.env,
        KAUNTER_TEST_DATABASE_URL: databaseUrl,
        ...(chromium !== undefined && { KAUNTER_CHROMIUM: chromium }),
      },
    },
  );
  // Ctrl-C reaches the tests too; they end, and then what they stood on goes down.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => child.kill(signal));
  return new Promise((done) => {
    child.on("exit", (status) => done(status ?? 1));
  });
}

function buildWeb(): void {
  process.stdout.write("Building the screens …\n");
  const { status } = spawnSync(process.execPath, ["tools/build.ts"], { stdio: "inherit" });
  if (status !== 0) stopWith("The screens could not be built: see above.");
}

/** Installed where root may, else asked for, all at once. */
function needTools(tools: readonly (typeof JUDGES)[number][]): void {
  const missing = () =>
    tools
      .filter(({ program }) => spawnSync(program, ["--version"], { stdio: "ignore" }).error)
      .map(({ from }) => from);
  const wanted = missing();
  if (wanted.length === 0) return;
  mayInstall(wanted);
  if (missing().length === 0) return;
  stopWith(
    isDebian
      ? `The tests need ${wanted.join(", ")}: sudo apt-get update && sudo apt-get install --yes ${wanted.join(" ")}`
      : `The tests need ${wanted.join(", ")} on the PATH: install them.`,
  );
}

/** A Chromium that is there, or Debian's, which root may just install. */
function browser(): string {
  const named = process.env["KAUNTER_CHROMIUM"];
  if (named !== undefined && !existsSync(named))
    stopWith(`KAUNTER_CHROMIUM names ${named}, which is not there.`);
  const found = named ?? BROWSERS.find((path) => existsSync(path));
  if (found !== undefined) return found;
  mayInstall(["chromium", "fonts-liberation"]);
  if (existsSync("/usr/bin/chromium")) return "/usr/bin/chromium";
  return stopWith(
    isDebian
      ? "The browser tests need Chromium: sudo apt-get update && sudo apt-get install --yes chromium"
      : "The browser tests need Chromium or Chrome: install it, and set KAUNTER_CHROMIUM to its program.",
  );
}

/** From Debian, as root; anybody else is told what to do. */
function mayInstall(packages: readonly string[]): void {
  if (!isDebian || process.getuid?.() !== 0) return;
  process.stdout.write(`Installing ${packages.join(", ")} for the tests …\n`);
  apt("update");
  apt("install", "--yes", "--no-install-recommends", ...packages);
}

function apt(...args: string[]): void {
  const { status, stderr } = spawnSync("apt-get", ["-qq", ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0) stopWith(`apt-get ${args[0]} did not work:\n${stderr.trim()}`);
}

function usesAny(paths: readonly string[], pattern: RegExp): boolean {
  return paths.some(
    (path) => !path.startsWith("tools/") && pattern.test(readFileSync(path, "utf8")),
  );
}

function stopWith(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
