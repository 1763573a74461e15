import type { Log } from "#platform/log/log.ts";
import type { Workshop } from "./clones.ts";
import { workshopAt } from "./clusters.ts";
import { migrateCompanySchema } from "./company-schema.ts";
import { alone, withAdmin } from "./server.ts";
import { type Timeline, versionOf } from "./timelines.ts";

/** What came of bringing all companies forward. */
export type Rings = {
  readonly migrated: number;
  /** They stay where they were; everybody else goes on. */
  readonly broken: readonly { readonly companyId: string; readonly why: string }[];
  /** Left as they were, because the first ones all failed: the release is at fault. */
  readonly untouched: number;
  /** Left for the next ring, for only so many were asked for. */
  readonly later: number;
};

type Behind = { readonly id: string; readonly database_name: string; readonly cluster: string };

const AT_ONCE = 4;

/** So many may fail one after the other before the release itself is held to be at fault. */
const CANARIES_MAX = 3;

/**
 * Brings every company forward: one first, and only when that one holds, the rest, several at a time. Each one's version
 * is noted as it is done, so that a stopped run goes on where it was. One that is broken in a way of its own stays
 * behind and blocks nobody.
 */
export async function migrateCompanies(
  shop: Workshop,
  timeline: Timeline,
  log: Log,
  atMost: number = Number.POSITIVE_INFINITY,
): Promise<Rings> {
  const broken: { companyId: string; why: string }[] = [];
  let migrated = 0;
  let untouched = 0;
  let later = 0;

  async function migrateOne({ id, database_name, cluster }: Behind): Promise<boolean> {
    try {
      await migrateCompanySchema(workshopAt(shop, cluster).serverUrl, database_name, timeline);
      await noteVersion(shop, id, versionOf(timeline), null);
      migrated += 1;
      return true;
    } catch (error) {
      const why = (error as Error).message;
      log.error({ err: error, companyId: id }, "a company could not be migrated");
      await noteVersion(shop, id, null, why);
      broken.push({ companyId: id, why });
      return false;
    }
  }

  await withAdmin(shop.controlServerUrl, shop.names.control, (client) =>
    alone(client, "company migrations", async () => {
      const waiting = await companiesBehind(shop, versionOf(timeline));
      later = waiting.splice(atMost).length;
      if (!(await canaryHolds(waiting, migrateOne))) untouched = waiting.splice(0).length;
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
            await migrateOne(next);
        }),
      );
    }),
  );
  return { migrated, broken, untouched, later };
}

async function canaryHolds(
  waiting: Behind[],
  migrateOne: (company: Behind) => Promise<boolean>,
): Promise<boolean> {
  for (let tries = 1; tries <= CANARIES_MAX; tries += 1) {
    const next = waiting.shift();
    if (next === undefined || (await migrateOne(next))) return true;
  }
  return waiting.length === 0;
}

/** Those that failed before come last: a healthy one is the better canary. */
async function companiesBehind({ control }: Workshop, version: number): Promise<Behind[]> {
  const { rows } = await control.query<Behind>(
    `select id, database_name, cluster from companies
      where is_open and schema_version < $1
      order by schema_problem is not null, id`,
    [version],
  );
  return rows;
}

/** How far its database is, and why the last attempt stopped. */
export async function noteVersion(
  { control }: Pick<Workshop, "control">,
  id: string,
  version: number | null,
  problem: string | null,
): Promise<void> {
  await control.query(
    `update companies set schema_version = coalesce($2, schema_version), schema_problem = $3 where id = $1`,
    [id, version, problem],
  );
}
