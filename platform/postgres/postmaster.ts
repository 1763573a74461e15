import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
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

/** After a crash the file stays and its number may have gone to any other process: only one that works on `data` counts. */
export async function lifeOf(pid: number, data: string): Promise<"ours" | "foreign" | "gone"> {
  const command = await commandOf(pid);
  if (command === null) return "gone";
  return command.includes(data) && command.includes("postgres") ? "ours" : "foreign";
}

async function commandOf(pid: number): Promise<string | null> {
  if (process.platform === "linux") {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
    // A zombie has an empty one.
    return command === null || command === "" ? null : command.replaceAll("\0", " ");
  }
  return await promisify(execFile)("ps", ["-ww", "-o", "command=", "-p", String(pid)]).then(
    ({ stdout }) => stdout.trim() || null,
    () => null,
  );
}
