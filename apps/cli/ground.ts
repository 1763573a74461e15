import type { Config } from "#platform/config/config.ts";
import { type BuiltHouse, buildHouse } from "#platform/house/build.ts";
import { AlreadyRuns, takeLock } from "#platform/lock/lock.ts";
import type { Log } from "#platform/log/log.ts";
import { requireUsable } from "#platform/postgres/external.ts";
import { startPostgres } from "#platform/postgres/postgres.ts";
import { HOUSE_NAMES } from "#platform/tenancy/names.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { migrateHouse } from "../migrate/migrate.ts";
import type { Cli } from "./command.ts";

/** The ground that commands stand on, opened as far as they need it. */
export function openCli(
  config: Config,
  log: Log,
  say: (line: string) => void,
): { cli: Cli; close(): Promise<void> } {
  const undo: (() => Promise<void>)[] = [];
  let url: Promise<string> | null = null;
  let house: Promise<BuiltHouse> | null = null;
  let runsAt: string | null = null;

  async function findDatabase(): Promise<string> {
    if (config.databaseUrl !== null) {
      await requireUsable(config.databaseUrl);
      return config.databaseUrl;
    }
    const bundled = await bundledDatabase(config, log, undo);
    runsAt = bundled.runsAt;
    return bundled.url;
  }

  async function openHouse(): Promise<BuiltHouse> {
    const ground = { databaseUrl: await cli.databaseUrl(), log };
    await migrateHouse(config, ground);
    // The house that runs here may have moved on to a free port: its own word counts.
    const publicUrl = config.isPublicUrlFixed ? config.publicUrl : (runsAt ?? config.publicUrl);
    const built = await buildHouse({ ...config, publicUrl }, ground);
    undo.push(() => built.close());
    return built;
  }

  const cli: Cli = {
    config,
    log,
    say,
    databaseUrl: () => {
      url ??= findDatabase();
      return url;
    },
    control: async (work) => withAdmin(await cli.databaseUrl(), HOUSE_NAMES.control, work),
    house: () => {
      house ??= openHouse();
      return house;
    },
  };
  return {
    cli,
    close: async () => {
      for (const step of undo.toReversed()) await step();
    },
  };
}

/** That of the house that runs in this folder; else its own for as long as the command takes, with the folder locked. */
async function bundledDatabase(
  config: Config,
  log: Log,
  undo: (() => Promise<void>)[],
): Promise<{ url: string; runsAt: string | null }> {
  const held = await takeLock(config.dir).catch((error: unknown) => {
    if (error instanceof AlreadyRuns) return error.holder;
    throw error;
  });
  const lock = "release" in held ? held : null;
  if (lock !== null) undo.push(() => lock.release());
  const postgres = await startPostgres({
    dir: `${config.dir}/postgres`,
    log: (line) => log.info(line),
  });
  if (lock !== null) undo.push(() => postgres.stop());
  return { url: postgres.url, runsAt: "release" in held ? null : held.url };
}
