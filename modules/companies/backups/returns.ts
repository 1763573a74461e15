import { newId } from "#kernel/ids.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import { paced } from "#platform/backup/progress.ts";
import { restoreInto } from "#platform/backup/restoring.ts";
import { bringBackKeys } from "#platform/crypto/company-keys.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { dropCompanyDatabase } from "#platform/tenancy/clones.ts";
import { groundAt, workshopOf } from "#platform/tenancy/clusters.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import { migrateCompanySchema } from "#platform/tenancy/company-schema.ts";
import { newCompanyName, urlFor } from "#platform/tenancy/names.ts";
import { noteVersion } from "#platform/tenancy/rings.ts";
import { openDatabase, switchDatabases } from "#platform/tenancy/switching.ts";
import { readTimeline, versionOf } from "#platform/tenancy/timelines.ts";
import { FORMER_KEPT_MS } from "./backups.rules.ts";
import { fileOf, type Ground, withPool } from "./backups.ts";
import { backupKeyOf } from "./keys.ts";
import {
  markFormerGone,
  markRestoring,
  markReturned,
  markReturnFailed,
  markReturnProgress,
  markSwitching,
  type ReturnToDo,
  selectFormerOver,
  selectReturnToDo,
} from "./returns.sql.ts";
import { storeOf } from "./store.ts";

export const RETURN = "companies.backups.return";

/** Whoever must look at a company that was put back to an earlier day before anybody sees it: erased people stay erased. */
export type BeforeSeen = (house: House, access: CompanyAccess) => Promise<unknown>;

/** Does the returns that were asked for, one after the other, going on with those that a process that died had begun. */
export async function doReturns(ground: Ground, beforeSeen: BeforeSeen): Promise<void> {
  const { house, workshop } = ground;
  const control = eachAlone(house.control);
  for (
    let next = await selectReturnToDo(control);
    next !== null;
    next = await selectReturnToDo(control)
  )
    await doReturn(await groundAt(ground, next.companyId), next, beforeSeen);
  for (const { id, companyId, former } of await selectFormerOver(control, house.now())) {
    const { serverUrl } = await workshopOf(workshop, companyId);
    await dropCompanyDatabase(serverUrl, former);
    await markFormerGone(control, id, house.now());
  }
}

async function doReturn(ground: Ground, asked: ReturnToDo, beforeSeen: BeforeSeen): Promise<void> {
  const { house, workshop } = ground;
  const control = eachAlone(house.control);
  const tell = () => house.live.publish(asked.companyId, ["companies.backups"]);
  try {
    const fresh = asked.state === "switching" ? asked.fresh : await freshFor(ground, asked, tell);
    if (fresh === null) throw new Error("what was put aside is gone");
    if (asked.state !== "switching")
      await lookedThrough(ground, asked.companyId, fresh, beforeSeen);
    const former = asked.former ?? newCompanyName(workshop.names);
    await markSwitching(control, asked.id, { fresh, former });
    tell();
    await switchDatabases(workshop.serverUrl, { current: asked.databaseName, fresh, former });
  } catch (error) {
    house.log.error({ err: error, companyId: asked.companyId }, "a company could not be returned");
    // Before the switch nothing of the company was touched; within it the next look goes on.
    if (asked.state !== "switching") await giveUp(ground, asked, (error as Error).message);
    tell();
    return;
  }
  await finish(ground, asked);
  tell();
}

/** The database that is to take the company's place: restored anew, or the one that an earlier return put aside. */
async function freshFor(
  { house, workshop }: Ground,
  asked: ReturnToDo,
  tell: () => void,
): Promise<string | null> {
  const control = eachAlone(house.control);
  const timeline = await readTimeline("tenant");
  if (asked.backupId === null) return asked.fresh;
  if (asked.fresh !== null) await dropCompanyDatabase(workshop.serverUrl, asked.fresh);
  const fresh = newCompanyName(workshop.names);
  await markRestoring(control, asked.id, fresh);
  tell();
  const key = await backupKeyOf(house, asked.companyId);
  const bytes = storeOf(house).get(fileOf({ ...asked, id: asked.backupId }));
  const source = { key, bytes, companyId: asked.companyId };
  const progress = paced((done) => markReturnProgress(control, asked.id, done).then(tell));
  const { keys } = await restoreInto(workshop, fresh, source, progress);
  await bringBackKeys(workshop, asked.companyId, keys);
  await house.companies.forget(asked.companyId);
  await migrateCompanySchema(workshop.serverUrl, fresh, timeline);
  return fresh;
}

async function lookedThrough(
  { house, workshop }: Ground,
  companyId: string,
  database: string,
  beforeSeen: BeforeSeen,
): Promise<void> {
  const access = await house.companies.access(companyId);
  if (access === null) throw new Error("the company is not active");
  await openDatabase(workshop.serverUrl, database);
  await withPool(urlFor(workshop.serverUrl, database), (pool) =>
    beforeSeen(house, { ...access, pool }),
  );
}

async function giveUp({ house, workshop }: Ground, asked: ReturnToDo, why: string): Promise<void> {
  const control = eachAlone(house.control);
  const now = await selectReturnToDo(control);
  if (now?.id !== asked.id || now.state === "switching") return;
  await markReturnFailed(control, asked.id, why);
  if (asked.backupId !== null && now.fresh !== null)
    await dropCompanyDatabase(workshop.serverUrl, now.fresh);
}

/** The company is there again, under its old address: what must be said and seen to at once, then it is done. */
async function finish({ house }: Ground, asked: ReturnToDo): Promise<void> {
  const now = house.now();
  await house.companies.forget(asked.companyId);
  const access = await house.companies.access(asked.companyId);
  if (access !== null) {
    const caller: Caller = {
      access,
      actor: { kind: "system", id: null, name: "Kaunter", permissions: new Set() },
      request: { id: newId<"session">(), ip: null, userAgent: null },
      now,
    };
    const { topics, leftJobs } = await inCompany(house, caller, RETURN, "read write", (ctx) =>
      ctx.audit(
        { type: "company", id: asked.companyId, name: access.company.name },
        { returnedTo: asked.toAt, askedBy: asked.askedBy },
      ),
    );
    afterCommit(house, caller, topics, leftJobs);
    // What waited then waits again.
    await house.wakes.wake(asked.companyId);
  }
  await noteVersion(house, asked.companyId, versionOf(await readTimeline("tenant")), null);
  const keptUntil = new Date(now.getTime() + FORMER_KEPT_MS);
  await markReturned(eachAlone(house.control), asked.id, { at: now, keptUntil });
}
