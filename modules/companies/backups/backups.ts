import { createHash } from "node:crypto";
import pg from "pg";
import { newId } from "#kernel/ids.ts";
import { writeArchive } from "#platform/backup/archive.ts";
import { chainsOf, nameChains } from "#platform/backup/chains.ts";
import { dumpDatabase } from "#platform/backup/dumping.ts";
import { paced } from "#platform/backup/progress.ts";
import { type Difference, differencesFrom, restoreInto } from "#platform/backup/restoring.ts";
import { companyKeysOf } from "#platform/crypto/company-keys.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { BuiltHouse } from "#platform/house/build.ts";
import type { House } from "#platform/house/house.ts";
import { dropCompanyDatabase } from "#platform/tenancy/clones.ts";
import { groundAt, workshopOf } from "#platform/tenancy/clusters.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import { newCompanyName, urlFor } from "#platform/tenancy/names.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { keptAmong } from "./backups.rules.ts";
import {
  insertAsked,
  markAskedAgain,
  markFailed,
  markGone,
  markKept,
  markProgress,
  markScratch,
  markVerified,
  selectDatabaseName,
  selectDue,
  selectKept,
  selectLeft,
  selectUnverified,
  type ToVerify,
  takeAsked,
  type Wanted,
} from "./backups.sql.ts";
import { backupKeyOf } from "./keys.ts";
import { folderOf, storeOf } from "./store.ts";

export const fileOf = (backup: { region: string; companyId: string; id: string }): string =>
  `${folderOf(backup)}/${backup.id}.tar.zst.age`;

/** What it works on: the house, and where databases are made. */
export type Ground = Pick<BuiltHouse, "house" | "workshop">;

const DUE_AT_ONCE = 20;

/**
 * What the house does for its backups, again and again: makes those that are due or asked for, restores and compares each
 * new one, and takes away those past their time. One process at a time does it; what one that died left is put away first.
 */
export async function keepBackups(
  built: Ground,
  inspectors: readonly Inspector[] = [],
): Promise<void> {
  const { house } = built;
  const control = eachAlone(house.control);
  await putAwayLeft(built);
  for (const { id, region } of await selectDue(control, house.now(), DUE_AT_ONCE))
    await insertAsked(control, {
      id: newId<"backup">(),
      companyId: id,
      region,
      askedBy: null,
      now: house.now(),
    });
  for (
    let wanted = await takeAsked(control, house.now());
    wanted !== null;
    wanted = await takeAsked(control, house.now())
  )
    await make(built, wanted);
  for (
    let next = await selectUnverified(control);
    next !== null;
    next = await selectUnverified(control)
  )
    await verifyBackup(built, next, inspectors);
  await purge(house);
}

/** More than this is no accident: what kills the process would kill it for ever. */
const TRIES_MAX = 3;

/**
 * A backup is of one moment, and PostgreSQL keeps that moment for as long as the connection stands that asked for it. So one
 * whose process died is not gone on with, which would mix two moments: it is made anew, at once.
 */
async function putAwayLeft({ house, workshop }: Ground): Promise<void> {
  const control = eachAlone(house.control);
  for (const left of await selectLeft(control)) {
    if (left.scratch !== null) {
      const { serverUrl } = await workshopOf(workshop, left.companyId);
      await dropCompanyDatabase(serverUrl, left.scratch);
      await markScratch(control, left.id, null);
    }
    if (left.state === "making") {
      await storeOf(house).remove(fileOf(left));
      if (left.tries < TRIES_MAX) await markAskedAgain(control, left.id);
      else await markFailed(control, left.id, "the process that made it ended, again and again");
    }
  }
}

/** One backup, from the company's database into the store. A failure is noted, never thrown: others wait. */
async function make(ground: Ground, wanted: Wanted): Promise<void> {
  const { house, workshop } = await groundAt(ground, wanted.companyId);
  const control = eachAlone(house.control);
  const { id, companyId, databaseName } = wanted;
  const tell = () => house.live.publish(companyId, ["companies.backups"]);
  const progress = paced((done, of) => markProgress(control, id, done, of).then(tell));
  tell();
  try {
    const key = await backupKeyOf(house, companyId);
    const about = { companyId, now: house.now(), keys: await companyKeysOf(workshop, companyId) };
    const { kept, filled } = await withAdmin(workshop.serverUrl, databaseName, (client) =>
      writeArchive(
        key,
        (bytes) => storeOf(house).put(fileOf(wanted), bytes),
        (add) => dumpDatabase(client, about, add, progress),
      ),
    );
    await markKept(control, id, { now: house.now(), ...kept, ...filled });
  } catch (error) {
    house.log.error({ err: error, companyId }, "a backup could not be made");
    await storeOf(house).remove(fileOf(wanted));
    await markFailed(control, id, (error as Error).message);
  }
  tell();
}

/**
 * Who looks into a restored copy besides: modules above know what must hold of their tables. Answers what does not, by a
 * code; the copy is read and left as it is.
 */
export type Inspector = (house: House, copy: Copy) => Promise<readonly string[]>;
export type Copy = Pick<CompanyAccess, "company" | "pool"> & { readonly takenAt: Date };

export type Verification = {
  readonly as: "equal" | "different" | "unreadable";
  readonly tookMs: number;
  readonly differences: readonly Difference[];
  readonly findings: readonly string[];
  readonly why: string | null;
};

/**
 * Restores it into a database of its own, counts and hashes every table, compares that with what the company's database
 * held when it was taken (as the control database remembers it, not as the file says), and takes the database away again.
 */
export async function verifyBackup(
  anywhere: Ground,
  backup: ToVerify,
  inspectors: readonly Inspector[],
): Promise<Verification> {
  const built = await groundAt(anywhere, backup.companyId);
  const { house, workshop } = built;
  const control = eachAlone(house.control);
  const scratch = newCompanyName(workshop.names);
  const began = performance.now();
  await markScratch(control, backup.id, scratch);
  let found: Omit<Verification, "tookMs">;
  try {
    const hash = createHash("sha256");
    const bytes = hashed(storeOf(house).get(fileOf(backup)), hash);
    const key = await backupKeyOf(house, backup.companyId);
    await restoreInto(workshop, scratch, { key, bytes, companyId: backup.companyId });
    if (hash.digest("hex") !== backup.sha256)
      throw new Error("the file is not the one that was kept");
    const differences = await differencesFrom(workshop, scratch, backup.tables);
    const findings = await inspected(built, backup, scratch, inspectors);
    const as = differences.length === 0 ? "equal" : "different";
    found = { as, differences, findings, why: null };
  } catch (error) {
    house.log.error({ err: error, companyId: backup.companyId }, "a backup could not be restored");
    found = { as: "unreadable", differences: [], findings: [], why: (error as Error).message };
  }
  await dropCompanyDatabase(workshop.serverUrl, scratch);
  const verification = { ...found, tookMs: Math.round(performance.now() - began) };
  await markVerified(control, backup.id, { ...verification, at: house.now() });
  house.live.publish(backup.companyId, ["companies.backups"]);
  return verification;
}

async function inspected(
  { house, workshop }: Ground,
  { companyId, takenAt }: ToVerify,
  scratch: string,
  inspectors: readonly Inspector[],
): Promise<string[]> {
  const access = await house.companies.accessUnlessBehind(companyId);
  if (access === null) return [];
  const control = eachAlone(house.control);
  const { databaseName } = await selectDatabaseName(control, companyId);
  const chains = await chainsOf(control, companyId, databaseName);
  await nameChains(workshop.serverUrl, scratch, chains);
  return withPool(urlFor(workshop.serverUrl, scratch), async (pool) => {
    const found: string[] = [];
    for (const inspect of inspectors)
      found.push(...(await inspect(house, { company: access.company, pool, takenAt })));
    return found;
  });
}

/** As the house itself, on one that no company works in: inspectors ask as they ask a company's own. */
export async function withPool<T>(url: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, max: 2, pipeline: true });
  pool.on("error", () => undefined);
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

async function* hashed(
  bytes: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}

/** Those that the retention no longer holds: the file first, so that what is noted as gone is gone. */
async function purge(house: House): Promise<void> {
  const control = eachAlone(house.control);
  const kept = await selectKept(control);
  const byCompany = Map.groupBy(kept, ({ companyId }) => companyId);
  for (const ofCompany of byCompany.values()) {
    const stay = keptAmong(ofCompany, house.now());
    for (const backup of ofCompany.filter((one) => !stay.has(one))) {
      await storeOf(house).remove(fileOf(backup));
      await markGone(control, backup.id, house.now());
    }
  }
}
