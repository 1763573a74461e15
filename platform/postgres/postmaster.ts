import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
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
 * on `data` counts. A dead one that nobody buried (a container without an init) still has its number, and PostgreSQL takes
 * it for alive.
 */
export async function lifeOf(pid: number, data: string): Promise<"ours" | "not_ours" | "gone"> {
  const command = await commandOf(pid);
  if (command === null) return "gone";
  return command.includes(data) && command.includes("postgres") ? "ours" : "not_ours";
}

/** Empty for a process that is dead and not buried; null when the number is free. */
async function commandOf(pid: number): Promise<string | null> {
  if (process.platform === "linux") {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
    return command?.replaceAll("\0", " ") ?? null;
  }
  return await promisify(execFile)("ps", ["-ww", "-o", "command=", "-p", String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
}

/** Children outlive a killed postmaster for a moment, and nobody else may touch the files before they are gone. */
export async function waitForOrphans(data: string, timeoutMs: number): Promise<void> {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until && (await isWorkedIn(data))) await wait(30);
}

async function isWorkedIn(data: string): Promise<boolean> {
  // Elsewhere there is no cheap way to ask; they notice within a second.
  if (process.platform !== "linux") return true;
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(
    pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => "")),
  );
  return folders.includes(data);
}
