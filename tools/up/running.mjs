import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ROOT } from "./places.mjs";

/** The house that works in this folder now, from the lock that platform/lock keeps; null when there is none alive. */
export function runningHouse() {
  const dir = resolve(ROOT, process.env.KAUNTER_DIR?.trim() || ".kaunter");
  try {
    const holder = JSON.parse(readFileSync(join(dir, "running.json"), "utf8"));
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
