import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import type { Workshop } from "#platform/tenancy/clones.ts";
import { workshopOf } from "#platform/tenancy/clusters.ts";
import type { Companies } from "#platform/tenancy/companies.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import type { HouseSealer } from "./keyring.ts";
import {
  countByVersion,
  countSealedByOthers,
  isOlderOpen,
  lockSealedByOthers,
  markResealed,
  markSealed,
  type SealedRow,
  selectSealedByOthers,
} from "./rotation.sql.ts";
import type { CompanyColumn, HouseColumn, SealedColumn } from "./sealed-columns.ts";
import type { Place, Sealer } from "./sealer.ts";

const BATCH = 200;

/** What rotation works on. */
export type Ground = {
  readonly workshop: Workshop;
  readonly companies: Companies;
  readonly columns: readonly SealedColumn[];
};

/** How many values each version of the master key has sealed, by the column. */
export async function usesOfMasterKeys(
  control: pg.Pool,
  columns: readonly SealedColumn[],
): Promise<ReadonlyMap<number, ReadonlyMap<string, number>>> {
  const uses = new Map<number, Map<string, number>>();
  for (const place of columns.filter(isOfHouse))
    for (const [version, count] of await countByVersion(control, place)) {
      const ofVersion = uses.get(version) ?? new Map<string, number>();
      uses.set(version, ofVersion.set(`${place.table}.${place.column}`, count));
    }
  return uses;
}

/**
 * Seals everything anew that another version than this one sealed, while others read and write: a value is replaced only
 * if it is still the same. Goes round until a whole round finds nothing. Answers how many.
 */
export async function rewrap(
  { workshop: { control, sealer }, columns }: Ground,
  version: number,
): Promise<number> {
  let all = 0;
  for (;;) {
    let round = 0;
    for (const place of columns.filter(isOfHouse))
      round += await rewrapColumn(control, sealer, place, version);
    if (round === 0) return all;
    all += round;
  }
}

async function rewrapColumn(
  control: pg.Pool,
  sealer: HouseSealer,
  place: HouseColumn,
  version: number,
): Promise<number> {
  let count = 0;
  for (;;) {
    const rows = await selectSealedByOthers(control, place, version, BATCH);
    for (const row of rows) await markSealed(control, place, row, rewrapped(sealer, place, row));
    count += rows.length;
    if (rows.length < BATCH) return count;
  }
}

function rewrapped(sealer: HouseSealer, place: HouseColumn, { key, sealed }: SealedRow): string {
  const purpose = place.purpose(...key);
  const context = place.context(...key);
  return sealer.sealForHouse(purpose, context, sealer.openForHouse(purpose, context, sealed));
}

/**
 * A fresh key for each company, kept but not yet sealing: within `graceMs` every process that is at work learns of it. A
 * company whose last rotation was cut short goes on with the key it got then.
 */
export async function giveNewKeys(
  { workshop: { control, sealer }, companies }: Ground,
  graceMs: number,
): Promise<void> {
  for (const companyId of await companies.all()) {
    const { rows } = await control.query<{ id: number }>(
      "select key_id as id from company_keys where company_id = $1 order by key_id desc",
      [companyId],
    );
    const [newest, ...older] = rows;
    if (newest === undefined || older.length > 0) continue;
    const { id, wrapped } = sealer.newCompanyKey(companyId, nextKeyId(newest.id));
    await control.query(
      `insert into company_keys (company_id, key_id, wrapped_key, created_at, seals_at)
       values ($1, $2, $3, now(), now() + $4 * interval '1 millisecond') on conflict do nothing`,
      [companyId, id, wrapped, graceMs],
    );
  }
}

/** It stands in one byte of what it seals, and the highest one seals. */
function nextKeyId(id: number): number {
  if (id >= 255) throw new Error("a company has had all the keys that a sealed value can name");
  return id + 1;
}

/** Seals all of a company's values with its newest key and takes the older ones away. Answers how many values. */
export async function resealCompany(ground: Ground, companyId: string): Promise<number> {
  const { control, serverUrl } = await workshopOf(ground.workshop, companyId);
  await ground.companies.learnKeys();
  const access = await ground.companies.access(companyId);
  const { rows } = await control.query<{ name: string; id: number; seals_at: Date; now: Date }>(
    `select database_name as name, key_id as id, seals_at, clock_timestamp() as now
       from companies join company_keys on company_id = id
      where id = $1 order by key_id desc limit 1`,
    [companyId],
  );
  const [newest] = rows;
  if (access === null || newest === undefined) return 0;
  if (newest.seals_at > newest.now) await wait(newest.seals_at.getTime() - newest.now.getTime());

  const columns = ground.columns.filter(isOfCompany);
  const count = await withAdmin(serverUrl, newest.name, async (client) => {
    let sealed = 0;
    const all = async () => {
      for (const place of columns)
        sealed += await resealColumn(client, access.sealer, place, newest.id);
    };
    await all();
    // Whoever began before the key sealed may still commit a value of the old one.
    while (await isOlderOpen(client, newest.seals_at)) await wait(200);
    await all();
    return sealed;
  });
  await control.query("delete from company_keys where company_id = $1 and key_id < $2", [
    companyId,
    newest.id,
  ]);
  return count;
}

async function resealColumn(
  client: pg.Client,
  sealer: Sealer,
  place: CompanyColumn,
  keyId: number,
): Promise<number> {
  let count = 0;
  for (;;) {
    await client.query("begin");
    const rows = await lockSealedByOthers(client, place, keyId, BATCH);
    const { table, column } = place;
    const fresh = rows.map(({ id, sealed }) => ({
      id,
      sealed: resealed(sealer, { table, column, row: id }, sealed),
    }));
    await markResealed(client, place, fresh);
    await client.query("commit");
    count += rows.length;
    if (rows.length === BATCH) continue;
    if ((await countSealedByOthers(client, place, keyId)) === 0) return count;
    // Somebody works with those that are left.
    await wait(100);
  }
}

const resealed = (sealer: Sealer, place: Place, sealed: string | Buffer): string | Buffer =>
  typeof sealed === "string"
    ? sealer.seal(place, sealer.open(place, sealed))
    : sealer.sealBytes(place, sealer.openBytes(place, sealed));

const isOfHouse = (place: SealedColumn): place is HouseColumn => place.in === "control";
const isOfCompany = (place: SealedColumn): place is CompanyColumn => place.in === "company";
