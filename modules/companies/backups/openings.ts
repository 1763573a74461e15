import type pg from "pg";
import { type Reason, refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { paced } from "#platform/backup/progress.ts";
import { restoreInto } from "#platform/backup/restoring.ts";
import { bringBackKeys } from "#platform/crypto/company-keys.ts";
import { type Db, eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { dropCompanyDatabase } from "#platform/tenancy/clones.ts";
import { groundAt } from "#platform/tenancy/clusters.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import { migrateCompanySchema } from "#platform/tenancy/company-schema.ts";
import { newCompanyName, urlFor } from "#platform/tenancy/names.ts";
import { readTimeline } from "#platform/tenancy/timelines.ts";
import type { BackupId } from "./backups.contract.ts";
import { OPEN_MS, whyNotOpen } from "./backups.rules.ts";
import { selectBackup } from "./backups.sql.ts";
import { fileOf, type Ground, withPool } from "./backups.ts";
import { backupKeyOf } from "./keys.ts";
import {
  insertOpening,
  markOpen,
  markOpening,
  markOpeningFailed,
  markOpeningGone,
  markOpeningOver,
  markOpeningProgress,
  type OpeningRow,
  selectLastOpening,
  selectOpenings,
} from "./openings.sql.ts";
import type { BeforeSeen } from "./returns.ts";
import { storeOf } from "./store.ts";

/** What whoever opens backups lends: the modules above know what records are. Both see today and the backup beside it. */
export type Beside = {
  readonly beforeSeen: BeforeSeen;
  /** Once, when it is open. */
  compare(house: House, today: CompanyAccess, then: pg.Pool): Promise<void>;
  /** Again and again while it is. */
  bringBack(house: House, today: CompanyAccess, then: pg.Pool): Promise<void>;
  /** When it is closed. */
  forget(house: House, today: CompanyAccess): Promise<void>;
};

export const lastOpening = selectLastOpening;

/** In the caller's control transaction. */
export async function askToOpen(
  control: Db,
  asked: { companyId: string; backupId: BackupId; askedBy: string; now: Date },
): Promise<void> {
  refuseIf(whyNotOpen(await selectBackup(control, asked.companyId, asked.backupId)));
  const id = newId<"backup">();
  const under: Reason = "companies.opening.under_way";
  refuseIf((await insertOpening(control, { ...asked, id })) === 0 ? under : null);
}

export const closeOpening = (control: Db, companyId: string): Promise<number> =>
  markOpeningOver(control, companyId);

/** Opens backups that were asked for, brings back what is wanted of those that are open, and closes them after their time. */
export async function keepOpenings(anywhere: Ground, beside: Beside): Promise<void> {
  const { house } = anywhere;
  for (const opening of await selectOpenings(eachAlone(house.control))) {
    const ground = await groundAt(anywhere, opening.companyId);
    if (opening.state === "asked" || opening.state === "opening")
      await open(ground, opening, beside);
    else if (opening.state === "open" && (opening.openUntil ?? house.now()) > house.now())
      await work(ground, opening, beside);
    else await close(ground, opening, beside);
  }
}

async function open(ground: Ground, opening: OpeningRow, beside: Beside): Promise<void> {
  const { house, workshop } = ground;
  const control = eachAlone(house.control);
  const tell = () => house.live.publish(opening.companyId, ["records.lookbacks"]);
  try {
    const database = await restored(ground, opening, tell);
    // After that: it has the keys that the backup brought along.
    const today = await requireToday(house, opening);
    await withPool(urlFor(workshop.serverUrl, database), async (then) => {
      await beside.beforeSeen(apart(house), { ...today, pool: then });
      await beside.compare(house, today, then);
    });
    await markOpen(control, opening.id, new Date(house.now().getTime() + OPEN_MS));
  } catch (error) {
    house.log.error({ err: error, companyId: opening.companyId }, "a backup could not be opened");
    await markOpeningFailed(control, opening.id, (error as Error).message);
  }
  tell();
}

/** Anew, whatever an earlier process had begun. */
async function restored(
  { house, workshop }: Ground,
  opening: OpeningRow,
  tell: () => void,
): Promise<string> {
  const control = eachAlone(house.control);
  const { companyId, backupId, databaseName } = opening;
  if (databaseName !== null) await dropCompanyDatabase(workshop.serverUrl, databaseName);
  const database = newCompanyName(workshop.names);
  await markOpening(control, opening.id, database);
  tell();
  const key = await backupKeyOf(house, companyId);
  const bytes = storeOf(house).get(fileOf({ ...opening, id: backupId }));
  const progress = paced((done) => markOpeningProgress(control, opening.id, done).then(tell));
  const { keys } = await restoreInto(workshop, database, { key, bytes, companyId }, progress);
  await bringBackKeys(workshop, companyId, keys);
  await house.companies.forget(companyId);
  await migrateCompanySchema(workshop.serverUrl, database, await readTimeline("tenant"));
  return database;
}

async function work({ house, workshop }: Ground, opening: OpeningRow, beside: Beside) {
  const { databaseName } = opening;
  if (databaseName === null) return;
  const today = await requireToday(house, opening);
  await withPool(urlFor(workshop.serverUrl, databaseName), (then) =>
    beside.bringBack(house, today, then),
  );
}

async function close({ house, workshop }: Ground, opening: OpeningRow, beside: Beside) {
  const control = eachAlone(house.control);
  if (opening.state === "open") await markOpeningOver(control, opening.companyId);
  const today = await house.companies.access(opening.companyId);
  if (today !== null) await beside.forget(house, today);
  if (opening.databaseName !== null)
    await dropCompanyDatabase(workshop.serverUrl, opening.databaseName);
  await markOpeningGone(control, opening.id);
  house.live.publish(opening.companyId, ["records.lookbacks"]);
}

async function requireToday(house: House, { companyId }: OpeningRow): Promise<CompanyAccess> {
  const today = await house.companies.access(companyId);
  if (today === null) throw new Error("the company is not open");
  return today;
}

/** What happens in a backup is nobody's news: no screen, no worker and no memory of the audit log's end hears of it. */
export const apart = (house: House): House => ({
  ...house,
  live: { ...house.live, publish: () => undefined },
  wakes: { ...house.wakes, wake: async () => undefined, poke: () => undefined },
  tips: { ...house.tips, note: () => undefined },
});
