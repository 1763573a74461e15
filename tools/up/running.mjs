import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ROOT } from "./places.mjs";

/** The house that works in this folder now, from the lock that platform/lock keeps; null when there is none alive. */
export function runningHouse() {
  return holderOf(
    join(resolve(ROOT, process.env.KAUNTER_DIR?.trim() || ".kaunter"), "running.json"),
  );
}

/** Installs and builds one at a time: `npm run up` and `npm test` may well be started together on a fresh clone. */
export async function alone(progress, work) {
  const dir = join(ROOT, ".kaunter");
  const path = join(dir, "preparing.json");
  // As apps/serve.ts makes it.
  mkdirSync(dir, { recursive: true, mode: process.getuid() === 0 ? 0o711 : 0o700 });
  while (!isPlaced(path)) {
    const holder = holderOf(path);
    if (holder === null) rmSync(path, { force: true });
    else progress.begin(`Waiting for process ${holder.pid}, which installs or builds`);
    while (holderOf(path) !== null) await wait(300);
  }
  try {
    await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function isPlaced(path) {
  const half = `${path}.${process.pid}`;
  writeFileSync(half, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }));
  try {
    linkSync(half, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(half, { force: true });
  }
}

function holderOf(path) {
  try {
    const holder = JSON.parse(readFileSync(path, "utf8"));
    return startOf(holder.pid) === holder.started ? holder : null;
  } catch {
    return null;
  }
}

/** As `startOf` in platform/lock/lock.ts. */
function startOf(pid) {
  if (process.platform !== "linux")
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" ? null : fields[19];
}
