import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { whatLockfileLacks } from "./dependencies.ts";

/** `npm run check`: what must hold before anything runs. tools/check.test.ts makes the same part of `npm test`. */
type Check = { readonly says: string; readonly whatIsWrong: () => Promise<string> };

const ROOT = resolve(import.meta.dirname, "..");
const OUTPUT_MAX = 64 * 1024 * 1024;

export const CHECKS: readonly Check[] = [
  {
    says: "types of the server hold",
    whatIsWrong: () => run("typescript/bin/tsc", "-p", "tsconfig.server.json"),
  },
  {
    says: "types of the screens hold",
    whatIsWrong: () => run("typescript/bin/tsc", "-p", "tsconfig.web.json"),
  },
  {
    says: "lint and format hold",
    whatIsWrong: () =>
      run("@biomejs/biome/bin/biome", "check", "--diagnostic-level=error", "--max-diagnostics=200"),
  },
  { says: "no code is dead", whatIsWrong: () => run("knip/bin/knip.js", "--no-progress") },
  {
    says: "the lockfile installs on every machine",
    whatIsWrong: async () => (await whatLockfileLacks()).join("\n"),
  },
];

/** What the tool said, or nothing when it was content. */
function run(program: string, ...args: string[]): Promise<string> {
  const path = resolve(ROOT, "node_modules", program);
  return new Promise((done) => {
    execFile(
      process.execPath,
      [path, ...args],
      { cwd: ROOT, maxBuffer: OUTPUT_MAX },
      (error, stdout, stderr) => {
        done(error === null ? "" : `${stdout}\n${stderr}`.trim() || error.message);
      },
    );
  });
}

if (import.meta.main) {
  for (const { says, whatIsWrong } of CHECKS) {
    const from = performance.now();
    const wrong = await whatIsWrong();
    const took = `${((performance.now() - from) / 1_000).toFixed(1)} s`;
    process.stdout.write(`${wrong === "" ? "✔" : "✖"} ${says} (${took})\n`);
    if (wrong === "") continue;
    process.stdout.write(`${wrong}\n`);
    process.exitCode = 1;
  }
}
