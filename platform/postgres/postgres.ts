import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  chown,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { hydratedBinaries } from "./binaries.ts";
import { findHome, type Home } from "./home.ts";
import { lifeOf, type Postmaster, readPostmaster, waitForOrphans } from "./postmaster.ts";
import { PostgresProblem } from "./problem.ts";
import { settingsFor } from "./settings.ts";

export type Postgres = {
  /** As superuser, on the database `postgres`. Carries the socket as `host=` where there is one, and loopback beside it. */
  readonly url: string;
  readonly port: number;
  /** Whether it was found running, left behind by a process that was killed. */
  readonly wasRunning: boolean;
  /** A fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
};

export type PostgresOptions = {
  /** Where it may keep its data and its secrets. */
  readonly dir: string;
  /** The port to try first; the next free one is taken when it is not. */
  readonly port?: number;
  /** False only for tests that never crash on purpose: commits then need not reach the disk. */
  readonly isDurable?: boolean;
  /** True: it stops when this process dies, however that happens. Else the next start finds it running and takes it over. */
  readonly endsWithUs?: boolean;
  readonly log?: (line: string) => void;
};

const SUPERUSER = "kaunter";
const FIRST_PORT = 24_880;
const PORTS_TRIED = 50;
const LOG_MAX_BYTES = 8 * 1024 * 1024;
const START_TIMEOUT_MS = 120_000;
const ORPHANS_TIMEOUT_MS = 5_000;
const STOP_TIMEOUT_MS = 60_000;

/** Starts the PostgreSQL that came with the packages, or takes over the one that a killed process left running. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const log = options.log ?? (() => undefined);
  const binaries = await hydratedBinaries();
  const home = await findHome(options.dir, binaries);
  await initialise(home, log);

  const settings = await settingsFor(home, options.isDurable ?? true);
  let found = await livingPostmaster(home);
  if (found !== null && !(await isStartedWith(home, settings))) {
    log("PostgreSQL runs with older settings: starting it again");
    await stopPostmaster(found.pid, home);
    found = null;
  }
  const running = found ?? (await launch(home, settings, options));
  const watch = options.endsWithUs === true ? watchdogFor(running.pid) : null;
  return {
    url: await urlOf(home, running.port),
    port: running.port,
    wasRunning: found !== null,
    stop: async () => {
      await stopPostmaster(running.pid, home);
      watch?.stdin?.end("stopped\n");
    },
  };
}

/** A cluster of its own, made beside and moved into place: a half-made one is never taken for a whole one. */
async function initialise(home: Home, log: (line: string) => void): Promise<void> {
  if (await exists(join(home.data, "PG_VERSION"))) return;
  log("making a new PostgreSQL cluster");
  const fresh = `${home.data}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  const password = randomBytes(24).toString("base64url");
  await writeFile(home.password, password, { mode: 0o600 });
  const passwordForInitdb = `${fresh}.password`;
  await writeFile(passwordForInitdb, password, { mode: 0o600 });
  if (home.user !== null) {
    await chown(fresh, home.user.uid, home.user.gid);
    await chown(passwordForInitdb, home.user.uid, home.user.gid);
  }
  // Code point order, the same on every machine and after every system update; indexes never need rebuilding for it.
  const collation = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  const child = spawn(
    join(home.binaries, "bin/initdb"),
    ["-D", fresh, "-U", SUPERUSER, "--auth=scram-sha-256", `--pwfile=${passwordForInitdb}`].concat(
      ["--encoding=UTF8"],
      collation,
    ),
    { ...home.user, stdio: ["ignore", "pipe", "pipe"], env: quietEnvironment(), cwd: home.dir },
  );
  const said = collect(child);
  const code = await exitOf(child);
  await rm(passwordForInitdb, { force: true });
  if (code !== 0) throw new PostgresProblem(whyNotStarted(said()));
  await rename(fresh, home.data);
}

async function launch(
  home: Home,
  settings: readonly string[],
  options: PostgresOptions,
): Promise<Postmaster> {
  const remembered = Number(await readFile(home.port, "utf8").catch(() => ""));
  let port = options.port ?? (remembered > 0 ? remembered : FIRST_PORT);
  for (let tried = 0; tried < PORTS_TRIED; tried += 1, port += 1) {
    if (!(await isFree(port))) continue;
    const outcome = await tryLaunch(home, settings, port);
    if (outcome.running !== null) {
      await writeFile(home.port, String(port));
      return outcome.running;
    }
    const { said } = outcome;
    if (/could not bind|could not create any TCP/.test(said)) continue;
    if (/shared memory block .* is still in use|"postmaster.pid" already exists/.test(said)) {
      // The postmaster was killed a moment ago and its children have not noticed yet.
      await wait(200);
      await livingPostmaster(home);
      port -= 1;
      continue;
    }
    throw new PostgresProblem(whyNotStarted(said));
  }
  throw new PostgresProblem(
    `No free port for PostgreSQL between ${port - PORTS_TRIED} and ${port}. Stop what uses them, or set KAUNTER_DATABASE_URL to a PostgreSQL of your own.`,
  );
}

async function tryLaunch(
  home: Home,
  settings: readonly string[],
  port: number,
): Promise<{ running: Postmaster; said: null } | { running: null; said: string }> {
  await clearSocket(home);
  await startLogAnew(home);
  const log = await open(home.log, "a", 0o600);
  const from = (await log.stat()).size;
  // A group of its own: Ctrl-C in the terminal reaches the house first, which then stops the database last.
  const child = spawn(
    join(home.binaries, "bin/postgres"),
    ["-D", home.data, "-p", String(port), ...settings],
    {
      ...home.user,
      cwd: home.dir,
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
      env: quietEnvironment(),
    },
  );
  // A program that cannot even be started has no process number.
  child.once("error", () => undefined);
  const hasEnded = () =>
    child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  child.unref();
  await log.close();
  const until = Date.now() + START_TIMEOUT_MS;
  while (!hasEnded() && Date.now() < until) {
    const postmaster = await readPostmaster(home.data);
    if (postmaster !== null && postmaster.pid === child.pid && postmaster.isReady)
      return { running: postmaster, said: null };
    await wait(15);
  }
  if (!hasEnded()) child.kill("SIGQUIT");
  const said = (await readFile(home.log)).subarray(from).toString();
  return { running: null, said };
}

/** What a killed one left in the folder, which is ours alone. Its lock file would keep the next one from starting. */
async function clearSocket({ socketDir }: Home): Promise<void> {
  if (socketDir === null) return;
  for (const name of await readdir(socketDir)) await rm(join(socketDir, name), { force: true });
}

/** One file back is enough: it says little, and nothing that the house does not know. */
async function startLogAnew({ log }: Home): Promise<void> {
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_MAX_BYTES) await rename(log, `${log}.before`);
}

/** The postmaster that already runs on this cluster, once it takes connections or is gone. */
async function livingPostmaster(home: Home): Promise<Postmaster | null> {
  const until = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < until) {
    const found = await readPostmaster(home.data);
    if (found === null) return null;
    const life = await lifeOf(found.pid, home.data);
    if (life === "not_ours") {
      // PostgreSQL would take that process for a living one of its own, and be too careful to start.
      await waitForOrphans(home.data, ORPHANS_TIMEOUT_MS);
      await rm(join(home.data, "postmaster.pid"), { force: true });
    }
    if (life !== "ours") return null;
    // A dying one looks alive for a moment more.
    if (found.isReady && (await answers(home, found.port))) return found;
    await wait(30);
  }
  throw new PostgresProblem(`A PostgreSQL in ${home.data} is starting or stopping for too long.`);
}

async function answers(home: Home, port: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: await urlOf(home, port) });
  client.on("error", () => undefined);
  return await client
    .connect()
    .then(() => client.end())
    .then(
      () => true,
      () => false,
    );
}

async function isStartedWith(home: Home, settings: readonly string[]): Promise<boolean> {
  const options = await readFile(join(home.data, "postmaster.opts"), "utf8").catch(() => "");
  return (
    options.startsWith(join(home.binaries, "bin/postgres")) &&
    settings.every((setting) => setting === "-c" || options.includes(`"${setting}"`))
  );
}

async function stopPostmaster(pid: number, home: Home): Promise<void> {
  const isOurs = async () => (await readPostmaster(home.data))?.pid === pid;
  // Stopped by somebody else already: the number may be another's by now.
  if (!(await isOurs())) return;
  signal(pid, "SIGINT");
  const until = Date.now() + STOP_TIMEOUT_MS;
  while (isRunning(pid) && (await isOurs())) {
    if (Date.now() > until) {
      // Crash recovery at the next start is safer than a machine that never goes down.
      signal(pid, "SIGQUIT");
      return;
    }
    await wait(15);
  }
}

/** Ends PostgreSQL when our end of its pipe closes without a word: that is, when we were killed. */
function watchdogFor(pid: number): ChildProcess {
  const child = spawn("/bin/sh", ["-c", 'read word || kill -INT "$1"', "sh", String(pid)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.unref();
  // @types/node does not say that a pipe can be unreferenced; it is a socket.
  (child.stdin as unknown as { unref(): void }).unref();
  return child;
}

async function urlOf(home: Home, port: number): Promise<string> {
  const password = (await readFile(home.password, "utf8")).trim();
  const url = new URL(`postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`);
  if (home.socketDir !== null) url.searchParams.set("host", home.socketDir);
  return url.href;
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

function whyNotStarted(said: string): string {
  const lines = said.trim().split("\n").slice(-8).join("\n  ");
  return `The bundled PostgreSQL did not start. It said:\n  ${lines}\nSet KAUNTER_DATABASE_URL to use a PostgreSQL of your own (15 or newer).`;
}

/** PG… of the person's shell must not reach the bundled server. */
function quietEnvironment(): NodeJS.ProcessEnv {
  return { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
}

function collect(child: ChildProcess): () => string {
  const parts: Buffer[] = [];
  child.stdout?.on("data", (part: Buffer) => parts.push(part));
  child.stderr?.on("data", (part: Buffer) => parts.push(part));
  return () => Buffer.concat(parts).toString();
}

async function exitOf(child: ChildProcess): Promise<number> {
  const [code] = (await once(child, "close")) as [number | null];
  return code ?? 1;
}

function signal(pid: number, name: NodeJS.Signals): void {
  assert(pid > 1, "a postmaster has a process number");
  try {
    process.kill(pid, name);
  } catch {
    // It is already gone.
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function exists(path: string): Promise<boolean> {
  const handle = await open(path).catch(() => null);
  await handle?.close();
  return handle !== null;
}
