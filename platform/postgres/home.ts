import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmod,
  chown,
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

type User = { readonly uid: number; readonly gid: number };

/** Where a cluster lives and as whom it runs. */
export type Home = {
  readonly dir: string;
  readonly data: string;
  readonly password: string;
  readonly port: string;
  readonly log: string;
  /** Null where the path would be longer than the system allows for a socket. */
  readonly socketDir: string | null;
  readonly binaries: string;
  /** Null: as the person who started us. PostgreSQL refuses root, so root lends it a system user. */
  readonly user: User | null;
};

/** In order: the usual one, one that we made earlier, one that every system has. */
const SYSTEM_USERS = ["postgres", "_postgres", "kaunter", "nobody"];
const POINTER = "is-kept-at";
const OUR_USER = "kaunter";
const SOCKET_PATH_MAX = process.platform === "darwin" ? 103 : 107;

export async function findHome(wanted: string, binaries: string): Promise<Home> {
  const dir = resolve(wanted);
  await mkdir(dir, { recursive: true });
  if (process.getuid?.() !== 0) return homeAt(dir, binaries, null);
  // Data that an ordinary user made in an earlier run stays that user's.
  const user = (await ownerOf(join(dir, "data"))) ?? (await systemUser());
  const away = await shelterFor(dir, user);
  return homeAt(away ?? dir, await binariesFor(binaries, user), user);
}

/** Removes a stopped cluster, wherever it is kept. */
export async function forgetPostgres(dir: string): Promise<void> {
  const away = await readFile(join(dir, POINTER), "utf8").catch(() => null);
  if (away !== null) await rm(away.trim(), { recursive: true, force: true });
  await rm(dir, { recursive: true, force: true });
}

async function homeAt(dir: string, binaries: string, user: User | null): Promise<Home> {
  const home = { dir, data: join(dir, "data"), socketDir: await socketDirAt(dir) };
  if (home.socketDir !== null) {
    await mkdir(home.socketDir, { recursive: true, mode: 0o700 });
    if (user !== null) await chown(home.socketDir, user.uid, user.gid);
  }
  const at = (name: string) => join(dir, name);
  return { ...home, password: at("password"), port: at("port"), log: at("log"), binaries, user };
}

async function socketDirAt(dir: string): Promise<string | null> {
  const isShort = (path: string) =>
    Buffer.byteLength(join(path, ".s.PGSQL.65535.lock")) <= SOCKET_PATH_MAX;
  const here = join(dir, "socket");
  return isShort(here) ? here : null;
}

/**
 * A place outside, where `user` may not look into `dir` (the checkout lies in root's home). A pointer in `dir` tells where
 * it is, so that the data is found again after the checkout has moved.
 */
async function shelterFor(dir: string, user: User): Promise<string | null> {
  const pointer = join(dir, POINTER);
  const known = await readFile(pointer, "utf8").then(
    (text) => text.trim(),
    () => null,
  );
  if (known === null && (await mayReach(dir, user))) return null;
  const away = known ?? join(await varDir(), digest(dir));
  await mkdir(away, { recursive: true, mode: 0o755 });
  if (known === null) await writeFile(pointer, `${away}\n`);
  return away;
}

async function binariesFor(native: string, user: User): Promise<string> {
  const isReadable =
    (await mayReach(join(native, "bin/postgres"), user)) &&
    (await mayReach(join(native, "lib"), user));
  if (isReadable) return native;
  const { version } = JSON.parse(await readFile(join(native, "../package.json"), "utf8")) as {
    version: string;
  };
  const copy = join(await varDir(), `postgresql-${version}`);
  if (
    await stat(copy).then(
      () => true,
      () => false,
    )
  )
    return copy;
  const half = `${copy}.${process.pid}`;
  await rm(half, { recursive: true, force: true });
  await cp(native, half, { recursive: true, verbatimSymlinks: true });
  await openToAll(half);
  await rename(half, copy).catch(() => rm(half, { recursive: true, force: true }));
  return copy;
}

async function ownerOf(path: string): Promise<User | null> {
  const owner = await stat(path).catch(() => null);
  return owner === null || owner.uid === 0 ? null : { uid: owner.uid, gid: owner.gid };
}

/** Whether every folder on the way lets this user through, and the last one (or the file) lets it read. */
async function mayReach(path: string, user: User): Promise<boolean> {
  const steps = [path];
  while (dirname(steps[0] as string) !== steps[0]) steps.unshift(dirname(steps[0] as string));
  for (const step of steps) {
    const { mode, uid, gid } = await stat(step);
    const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
    const needed = step === path ? 0o5 : 0o1;
    if (((mode >> shift) & needed) !== needed) return false;
  }
  return true;
}

async function openToAll(dir: string): Promise<void> {
  await chmod(dir, 0o755);
  for (const entry of await readdir(dir, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const isProgram = entry.isDirectory() || basename(entry.parentPath) === "bin";
    await chmod(path, isProgram ? 0o755 : 0o644);
  }
}

async function varDir(): Promise<string> {
  for (const dir of ["/var/lib/kaunter", join(tmpdir(), "kaunter")]) {
    const isMade = await mkdir(dir, { recursive: true, mode: 0o755 }).then(
      () => true,
      () => false,
    );
    if (isMade) return dir;
  }
  throw new Error("Neither /var/lib nor the temporary folder can be written.");
}

async function systemUser(): Promise<User> {
  const found = await userAmong(SYSTEM_USERS.slice(0, -1));
  if (found !== null) return found;
  // Better a user of our own than `nobody`, whose files other services may share.
  await promisify(execFile)("useradd", [
    "--system",
    "--no-create-home",
    "--shell",
    "/usr/sbin/nologin",
    OUR_USER,
  ]).catch(() => undefined);
  const made = await userAmong(SYSTEM_USERS);
  if (made !== null) return made;
  throw new Error(
    "PostgreSQL does not run as root and this system has no other user for it. Make one (`useradd --system kaunter`) or start Kaunter as an ordinary user.",
  );
}

async function userAmong(names: readonly string[]): Promise<User | null> {
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  for (const name of names) {
    const [, , uid, gid] = lines.find(([known]) => known === name) ?? [];
    // macOS writes `nobody` as -2.
    if (uid !== undefined && gid !== undefined)
      return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
  }
  return null;
}

const digest = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 16);
