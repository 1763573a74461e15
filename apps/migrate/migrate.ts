import type { Config } from "#platform/config/config.ts";
import { buildHouse } from "#platform/house/build.ts";
import type { Log } from "#platform/log/log.ts";
import { HOUSE_NAMES } from "#platform/tenancy/names.ts";
import { migrateCompanies, type Rings } from "#platform/tenancy/rings.ts";
import { prepareCluster, prepareServer } from "#platform/tenancy/template.ts";
import { readTimeline } from "#platform/tenancy/timelines.ts";

/** Brings control database, template and every company to this release. A company that cannot is told of and left behind. */
export async function migrateHouse(
  config: Config,
  ground: { readonly databaseUrl: string; readonly log: Log },
  atMost: number = Number.POSITIVE_INFINITY,
): Promise<Rings> {
  // Only on the bundled PostgreSQL are the databases beside ours nobody else's.
  await prepareServer(ground.databaseUrl, HOUSE_NAMES, { isOurs: config.databaseUrl === null });
  // One that is away holds up nobody else: its companies are told of below, and tried again at the next start.
  for (const { name, url } of config.clusters.others)
    await prepareCluster(url, HOUSE_NAMES).catch((error: unknown) =>
      ground.log.error({ err: error, cluster: name }, "a cluster could not be prepared"),
    );
  const built = await buildHouse(config, ground);
  try {
    return await migrateCompanies(built.workshop, await readTimeline("tenant"), ground.log, atMost);
  } finally {
    await built.close();
  }
}
