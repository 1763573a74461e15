import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { type Config, ConfigProblem, readConfig, withPort } from "#platform/config/config.ts";
import { AlreadyRuns, takeLock } from "#platform/lock/lock.ts";
import { createLog, type Log } from "#platform/log/log.ts";
import { requireUsable } from "#platform/postgres/external.ts";
import { startPostgres } from "#platform/postgres/postgres.ts";
import { PostgresProblem } from "#platform/postgres/problem.ts";
import type { Ground, RunningHouse } from "./house.ts";

/** One process of the house: its lock, its database, itself; and down again in the opposite order. */
const STOP_TIMEOUT_MS = 30_000;
const PORTS_TRIED = 100;

type Undo = () => Promise<void>;

const undo: Undo[] = [];
let stopping: Promise<void> | null = null;

const starting = start();
await starting.catch(fail);

async function start(): Promise<void> {
  const wanted = readConfig(process.env, process.cwd());
  const log = createLog(wanted.logLevel);
  stopWhenTold(log);
  // Secrets within are for their owner only; the folder itself lets root's database user through to its data.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  await mkdir(wanted.dir, { recursive: true, mode });

  // Several API or worker processes may share a folder; they have their database elsewhere.
  const lock = wanted.role === "all" ? await takeLock(wanted.dir) : null;
  if (lock !== null) undo.push(() => lock.release());
  // A worker listens to nobody.
  const config = wanted.role === "worker" ? wanted : await withFreePort(wanted);

  tell({ doing: "Starting the database" });
  // The house's own code is read while the database comes up.
  const loading = import("./house.ts");
  loading.catch(() => undefined);
  const databaseUrl = config.databaseUrl ?? (await embeddedPostgres(config, log));
  if (config.databaseUrl !== null) await requireUsable(config.databaseUrl);

  tell({ doing: "Starting Kaunter" });
  const { startHouse } = await loading;
  const house = await startOnFreePort(startHouse, config, { databaseUrl, log });
  undo.push(() => house.stop());
  await lock?.say(house.address);
  tell({ ready: house.address });
}

async function embeddedPostgres(config: Config, log: Log): Promise<string> {
  const postgres = await startPostgres({
    dir: `${config.dir}/postgres`,
    log: (line) => log.debug(line),
  });
  undo.push(() => postgres.stop());
  return postgres.url;
}

/** Somebody may take the port between the look at it and the use of it. */
async function startOnFreePort(
  startHouse: (config: Config, ground: Ground) => Promise<RunningHouse>,
  config: Config,
  ground: Ground,
): Promise<RunningHouse> {
  try {
    return await startHouse(config, ground);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return startOnFreePort(startHouse, await withFreePort(config), ground);
  }
}

/** The one that was asked for, or the next free one when nobody asked. */
async function withFreePort(config: Config): Promise<Config> {
  if (await isFree(config.host, config.port)) return config;
  if (config.isPortFixed)
    throw new ConfigProblem(
      `KAUNTER_PORT is ${config.port}, which another program uses: write a free one, or leave it out to have one chosen.`,
    );
  for (let port = config.port + 1; port < config.port + PORTS_TRIED; port += 1)
    if (await isFree(config.host, port)) return withPort(config, port);
  throw new ConfigProblem(
    `No port from ${config.port} on is free: set KAUNTER_PORT to one that is.`,
  );
}

function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else
        reject(
          new ConfigProblem(
            `Cannot listen on ${host}:${port} (${error.code}): set KAUNTER_HOST and KAUNTER_PORT to what this machine and this user may use.`,
          ),
        );
    });
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** `npm run up` shows it in its own words; started by hand or by a service manager, a line tells the address. */
function tell(news: { doing: string } | { ready: string }): void {
  if (process.send !== undefined) process.send(news);
  else if ("ready" in news) process.stdout.write(`KAUNTER_READY ${news.ready}\n`);
}

function stopWhenTold(log: Log): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => void stop(0));
  // Our starter died without a word.
  process.on("disconnect", () => void stop(0));
  if (process.send !== undefined && !process.connected) void stop(0);
  for (const event of ["uncaughtException", "unhandledRejection"] as const)
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, "a bug: this must not have been thrown here");
      void stop(1);
    });
}

/** Whoever asks, however often, it happens once. */
function stop(code: number): Promise<void> {
  stopping ??= stopAll(code);
  return stopping;
}

async function stopAll(code: number): Promise<void> {
  // What hangs is cut off: everything acknowledged is already on disk, and the next start takes the database over.
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
  // What is half up is first let up: nothing is left behind that way.
  await starting.catch(() => undefined);
  let worst = code;
  for (const step of undo.toReversed()) {
    await step().catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      worst = 1;
    });
  }
  process.exit(worst);
}

async function fail(error: unknown): Promise<void> {
  const isExpected =
    error instanceof ConfigProblem ||
    error instanceof PostgresProblem ||
    error instanceof AlreadyRuns;
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EACCES" || code === "EPERM")
    process.stderr.write(
      "This user may not use a file of Kaunter, made by another one in an earlier run: start as that user, or set KAUNTER_DIR to a folder of your own.\n",
    );
  const words = error instanceof Error ? (isExpected ? error.message : error.stack) : error;
  process.stderr.write(`${words}\n`);
  await stop(1);
}
