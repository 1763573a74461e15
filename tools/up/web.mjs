import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ENV, NODE, ROOT } from "./places.mjs";
import { alone } from "./running.mjs";

const STAMP = join(ROOT, "dist/web.built-from");
const PAGE = join(ROOT, "dist/web/index.html");
/** All that can end up in the browser, or decides how. */
const FOLDERS = ["apps/web", "kernel", "modules", "tools/web", "ui"];
const FILES = ["package-lock.json", "vite.config.ts"];
const NOT_IN_THE_WEB = /\.(?:sql|actions|routes|jobs|test)\.ts$/;

/** Builds the screens when their sources are not what the last build was made from. */
export async function builtWeb(progress) {
  if (!isWebBuilt())
    await alone(progress, async () => {
      if (!isWebBuilt()) await build(progress);
    });
}

async function build(progress) {
  progress.begin("Building the screens");
  const wrong = await new Promise((resolve) => {
    let said = "";
    const child = spawn(NODE, ["tools/build.ts"], {
      cwd: ROOT,
      env: ENV,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const listen = (part) => {
      said = (said + part).slice(-8_000);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.on("close", (status) => resolve(status === 0 ? null : said));
  });
  if (wrong !== null) throw new Error(`The screens could not be built:\n${wrong.trim()}`);
  progress.end();
}

export const isWebBuilt = () =>
  existsSync(PAGE) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === webSources();

/** Around a build: no stamp while it runs, and the one of what it began with when it is through. */
export function beginWebBuild() {
  const sources = webSources();
  rmSync(STAMP, { force: true });
  return {
    end() {
      mkdirSync(join(ROOT, "dist"), { recursive: true });
      writeFileSync(STAMP, sources);
    },
  };
}

function webSources() {
  const hash = createHash("sha256");
  for (const file of [...FILES, ...FOLDERS.flatMap(filesIn)].sort(byCodePoint)) {
    const path = join(ROOT, file);
    if (existsSync(path)) hash.update(`${file}\0`).update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

const byCodePoint = (a, b) => (a < b ? -1 : 1);

function filesIn(folder) {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !NOT_IN_THE_WEB.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(ROOT.length + 1));
}
