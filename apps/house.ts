import type { Config } from "#platform/config/config.ts";
import { watchEgress } from "#platform/egress/egress.ts";
import { buildHouse } from "#platform/house/build.ts";
import type { Log } from "#platform/log/log.ts";
import { type Api, startApi } from "./api/api.ts";
import { migrateHouse } from "./migrate/migrate.ts";
import { startWorkers, type Workers } from "./worker/worker.ts";

/** A house at work in this process: its part of it, as `KAUNTER_ROLE` says. */
export type RunningHouse = {
  readonly address: string;
  /** Finishes what is under way, then closes. */
  stop(): Promise<void>;
};

export type Ground = {
  /** As the server's admin. */
  readonly databaseUrl: string;
  readonly log: Log;
};

export async function startHouse(config: Config, ground: Ground): Promise<RunningHouse> {
  const { untouched, broken } = await migrateHouse(config, ground);
  if (untouched > 0)
    throw new Error(
      `The database could not be migrated, so this release does not start. ${broken[0]?.why}`,
    );
  const built = await buildHouse(config, ground);
  const egress = watchEgress(built.house, ground.databaseUrl);
  let api: Api | null = null;
  let workers: Workers | null = null;
  const stop = async () => {
    // The doors first: what came in is still worked on, and nothing new comes.
    await api?.close();
    await workers?.stop();
    await egress.close();
    await built.close();
  };
  try {
    if (config.role !== "api") workers = await startWorkers(built);
    if (config.role !== "worker") api = await startApi(built.house);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address: config.publicUrl, stop };
}
