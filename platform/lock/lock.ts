import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** Held by the one house that works in a folder. `tools/up/running.mjs` reads it too, before anything is installed. */
export type Lock = {
  /** Says to the next one who comes where this house is. */
  say(url: string): Promise<void>;
  release(): Promise<void>;
};

/** `started` tells this process from a later one that got the same number. */
type Holder = { readonly pid: number; readonly started: string; readonly url: string | null };

export class AlreadyRuns extends Error {
  override readonly name = "AlreadyRuns";
  readonly holder: Holder;

  constructor(holder: Holder) {
    super(
      holder.url === null
        ? `Kaunter is starting already (process ${holder.pid}).`
        : `Kaunter already runs at ${holder.url} (process ${holder.pid}).`,
    );
    this.holder = holder;
  }
}

export async function takeLock(dir: string): Promise<Lock> {
  await mkdir(dir, { recursive: true });
  const path = join(dir, "running.json");
  const started = await startOf(process.pid);
  if (started === null) throw new Error("This system does not say when a process started.");
  const mine = { pid: process.pid, started, url: null };
  while (!(await isPlaced(path, mine))) {
    const holder = await readHolder(path);
    if (holder !== null && (await startOf(holder.pid)) === holder.started)
      throw new AlreadyRuns(holder);
    await removeStale(path, holder);
  }
  return {
    say: async (url) => {
      await writeFile(`${path}.${process.pid}`, JSON.stringify({ ...mine, url }));
      await rename(`${path}.${process.pid}`, path);
    },
    release: async () => {
      if ((await readHolder(path))?.pid === process.pid) await rm(path, { force: true });
    },
  };
}

/** Whole or not at all: a link is refused where a lock already is. */
async function isPlaced(path: string, holder: Holder): Promise<boolean> {
  const half = `${path}.${randomUUID()}`;
  await writeFile(half, JSON.stringify(holder));
  try {
    await link(half, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(half, { force: true });
  }
}

/** Moved away first and looked at again: somebody else may have just put a living one in its place. */
async function removeStale(path: string, seen: Holder | null): Promise<void> {
  const aside = `${path}.stale.${process.pid}`;
  await rename(path, aside).catch(() => undefined);
  const moved = await readHolder(aside);
  if (moved !== null && moved.pid !== seen?.pid) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    const holder = JSON.parse(await readFile(path, "utf8")) as Holder;
    return Number.isInteger(holder.pid) ? holder : null;
  } catch {
    return null;
  }
}

/** When a process started, in the system's own words; null when there is none with that number. */
async function startOf(pid: number): Promise<string | null> {
  if (process.platform === "linux") {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
    // The name in brackets may hold anything, so counting begins behind it. Field 22 is the start, in ticks since the boot.
    const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
    const isZombie = fields?.[0] === "Z";
    return isZombie ? null : (fields?.[19] ?? null);
  }
  const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]).catch(
    () => ({ stdout: "" }),
  );
  return stdout.trim() || null;
}
