import { refused } from "#kernel/errors.ts";
import type { Config } from "#platform/config/config.ts";
import { type Db, eachAlone } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { Workshop } from "./clones.ts";

/** A PostgreSQL that companies' databases lie on. The house's own is called `main`. */
export type Cluster = {
  readonly name: string;
  /** As its admin. */
  readonly serverUrl: string;
  /** Whose companies it takes. */
  readonly regions: readonly string[];
  readonly room: number;
};

export const MAIN = "main";

/** The house's own takes the first region's companies, and those of every region that has no cluster of its own. */
export function clustersFor({ regions, clusters }: Config, mainUrl: string): readonly Cluster[] {
  const apart = new Set(clusters.others.map(({ region }) => region));
  const ofMain = regions.map(({ id }) => id).filter((id, i) => i === 0 || !apart.has(id));
  return [
    {
      name: MAIN,
      serverUrl: mainUrl,
      regions: ofMain,
      room: clusters.mainRoom ?? Number.POSITIVE_INFINITY,
    },
    ...clusters.others.map(({ name, region, room, url }) => ({
      name,
      serverUrl: url,
      regions: [region],
      room,
    })),
  ];
}

/** The same workshop, at work on another cluster. */
export function workshopAt(shop: Workshop, name: string): Workshop {
  const cluster = shop.clusters.find((one) => one.name === name);
  if (cluster === undefined)
    throw new Error(`there is no cluster ${name}: KAUNTER_CLUSTERS does not name it`);
  return { ...shop, cluster: name, serverUrl: cluster.serverUrl };
}

/** At work where a company lies. What is left of one that is no more lies on the house's own, or nowhere. */
export async function workshopOf(shop: Workshop, companyId: string): Promise<Workshop> {
  if (shop.clusters.length === 1) return shop;
  const found = await eachAlone(shop.control).maybe<{ cluster: string }>(
    sql`select cluster from companies where id = ${companyId}`,
  );
  return workshopAt(shop, found?.cluster ?? MAIN);
}

/** The same of whatever works on a company. */
export const groundAt = async <Ground extends { readonly workshop: Workshop }>(
  ground: Ground,
  companyId: string,
): Promise<Ground> => ({ ...ground, workshop: await workshopOf(ground.workshop, companyId) });

/** Of a region's clusters the one with the most room left. */
export async function workshopWithRoom(
  shop: Workshop,
  control: Db,
  region: string,
): Promise<Workshop> {
  const fit = shop.clusters.filter(({ regions }) => regions.includes(region));
  const [only] = fit;
  if (fit.length === 1 && only?.room === Number.POSITIVE_INFINITY)
    return workshopAt(shop, only.name);
  const counts = await control.rows<{ cluster: string; count: number }>(sql`
    select cluster, count(*)::int as count from companies where is_open group by cluster`);
  const taken = new Map(counts.map(({ cluster, count }) => [cluster, count]));
  const [best] = fit
    .map(({ name, room }) => ({ name, left: room - (taken.get(name) ?? 0) }))
    .filter(({ left }) => left > 0)
    .sort((a, b) => b.left - a.left);
  if (best === undefined) throw refused("companies.company.no_room");
  return workshopAt(shop, best.name);
}
