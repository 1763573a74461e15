import pg from "pg";
import { createLooks } from "#platform/audit/looks.ts";
import { createTips } from "#platform/audit/tips.ts";
import { whyNotTable } from "#platform/auth/places.ts";
import { type Config, ConfigProblem } from "#platform/config/config.ts";
import { createHouseSealer, openKeyring } from "#platform/crypto/keyring.ts";
import { openMasterKeys } from "#platform/crypto/master-keys.ts";
import { gatheringSocket } from "#platform/db/socket.ts";
import { createLive } from "#platform/live/hub.ts";
import type { Log } from "#platform/log/log.ts";
import type { Workshop } from "#platform/tenancy/clones.ts";
import { clustersFor, MAIN } from "#platform/tenancy/clusters.ts";
import { MOVED } from "#platform/tenancy/moving.ts";
import { HOUSE_NAMES, type Names, urlFor } from "#platform/tenancy/names.ts";
import { createPools } from "#platform/tenancy/pools.ts";
import { createCompanies } from "#platform/tenancy/router.ts";
import { createSignals } from "#platform/tenancy/signals.ts";
import { readTimeline, versionOf } from "#platform/tenancy/timelines.ts";
import { createWakes } from "#platform/tenancy/waking.ts";
import type { House } from "./house.ts";

export type BuildOptions = {
  /** As the server's admin, on any database of it. */
  readonly databaseUrl: string;
  readonly log: Log;
  readonly names?: Names;
  readonly now?: () => Date;
  readonly strategy?: Workshop["strategy"];
};

export type BuiltHouse = {
  readonly house: House;
  /** For whoever makes and migrates companies' databases. */
  readonly workshop: Workshop;
  /** For connections that stay: leases. */
  readonly controlUrl: string;
  /** Says what was still to be said and closes every connection. */
  close(): Promise<void>;
};

const CONTROL_CONNECTIONS_MAX = 12;

/** Puts one process's house together on a server that is migrated. It opens no door and does no work of its own. */
export async function buildHouse(config: Config, options: BuildOptions): Promise<BuiltHouse> {
  const { databaseUrl, log, names = HOUSE_NAMES, now = () => new Date() } = options;
  const wrongTable = whyNotTable(config.countryTable);
  if (wrongTable !== null) throw new ConfigProblem(wrongTable);
  const sealer = createHouseSealer(await openMasterKeys(config));
  const controlUrl = urlFor(databaseUrl, names.control);
  const control = controlPool(controlUrl, log);
  try {
    const keys = await openKeyring(control, sealer);
    const schemaVersion = versionOf(await readTimeline("tenant"));
    const { strategy = "wal_log" } = options;
    const clusters = clustersFor(config, databaseUrl);
    const workshop: Workshop = {
      serverUrl: databaseUrl,
      controlServerUrl: databaseUrl,
      cluster: MAIN,
      clusters,
      names,
      control,
      sealer,
      strategy,
      schemaVersion,
    };
    const pools = createPools({ connectionsMax: config.databaseConnections }, log);
    const companies = createCompanies(workshop, pools, log);
    const signals = createSignals(control, controlUrl, log);
    signals.on(MOVED, (companyId) => void companies.forget(companyId));
    const live = createLive(signals, log);
    const wakes = createWakes(control, signals, log);
    const tips = createTips(control, log);
    const looks = createLooks();
    return {
      house: { config, log, control, keys, companies, live, wakes, tips, looks, now },
      workshop,
      controlUrl,
      close: async () => {
        await tips.close();
        await wakes.close();
        await live.close();
        await signals.close();
        await companies.close();
        await control.end();
      },
    };
  } catch (error) {
    await control.end();
    throw error;
  }
}

function controlPool(connectionString: string, log: Log): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: CONTROL_CONNECTIONS_MAX,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 10_000,
    application_name: "kaunter",
    pipeline: true,
    stream: gatheringSocket,
  });
  pool.on("error", (error) => {
    if (!pool.ending) log.warn({ err: error }, "an idle control connection broke");
  });
  pool.on("connect", (client) => {
    client.on("error", () => undefined);
    // All that is asked here is found by ids; planning who asks anew took longer than reading it.
    client.query("set plan_cache_mode = force_generic_plan").catch(() => undefined);
  });
  return pool;
}
