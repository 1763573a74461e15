import { execFile } from "node:child_process";
import { readdir, readFile, readlink, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";

/** What PostgreSQL writes about itself into its data directory (`postmaster.pid`). */
export type Postmaster = {
  readonly pid: number;
  readonly port: number;
  /** Whether it takes connections by now. */
  readonly isReady: boolean;
};

export async function readPostmaster(data: string): Promise<Postmaster | null> {
  const text = await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n").map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!(pid > 1)) return null;
  return { pid, port: Number(lines[3]), isReady: lines[7] === "ready" };
}

/**
 * Who has its number now. After a crash the file stays, and the number may belong to any other process: only one that works
 * in `data` counts, wherever that was when it started. A dead one that nobody buried (a container without an init) still has
 * its number, and PostgreSQL takes it for alive.
 */
export async function lifeOf(pid: number, data: string): Promise<"ours" | "not_ours" | "gone"> {
  if (process.platform === "linux") {
    const isThere = await stat(`/proc/${pid}`).catch(() => null);
    if (isThere === null) return "gone";
    return (await folderOf(String(pid))) === (await realpath(data)) ? "ours" : "not_ours";
  }
  const command = await promisify(execFile)("ps", ["-ww", "-o", "command=", "-p", String(pid)])
    .then(({ stdout }) => stdout.trim())
    .catch(() => null);
  if (command === null) return "gone";
  return command.includes(data) ? "ours" : "not_ours";
}

/** Where a process works; empty when it is dead or not ours to see. */
const folderOf = (pid: string): Promise<string> => readlink(`/proc/${pid}/cwd`).catch(() => "");

/** Children outlive a killed postmaster for a moment, and nobody else may touch the files before they are gone. */
export async function waitForOrphans(data: string, timeoutMs: number): Promise<void> {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until && (await isWorkedIn(data))) await wait(30);
}

async function isWorkedIn(data: string): Promise<boolean> {
  // Elsewhere there is no cheap way to ask; they notice within a second.
  if (process.platform !== "linux") return true;
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return (await Promise.all(pids.map(folderOf))).includes(await realpath(data));
}
