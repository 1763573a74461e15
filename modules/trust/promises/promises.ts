import { setTimeout as wait } from "node:timers/promises";
import { type Db, transaction } from "#platform/db/db.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import type { CompanyProbe, Found, Ground, HouseProbe, Probe } from "#promises/probes/probe.ts";
import { PROMISES } from "#promises/register.ts";
import { tellAdmins } from "../alerts/told.ts";
import { PROBES } from "./probes.ts";
import { degradedMail, keptAgainMail, type News } from "./promises.mails.ts";
import { ageMinutes, foundText } from "./promises.rules.ts";
import {
  insertProof,
  markProofOver,
  markProofSeenAgain,
  markTried,
  selectActiveCompanyIds,
  selectCurrentProofs,
  selectDueCompanies,
} from "./promises.sql.ts";

export type Changed = { readonly probe: Probe; readonly found: Found };
export type TryOptions = { readonly isEverything?: boolean; readonly probes?: readonly Probe[] };

/** With up to 300 companies each is tried every five minutes; with more, whoever waited longest comes first. */
const COMPANY_EVERY_MS = 5 * 60_000;
const COMPANIES_AT_ONCE = 60;
const ASKED_AGAIN_MINUTES = 0.3;
const PROBE_TIMEOUT_MS = 30_000;

const isHouseProbe = (probe: Probe): probe is HouseProbe => probe.of === "house";
const isCompanyProbe = (probe: Probe): probe is CompanyProbe => probe.of === "company";

/** Tries what is due: what holds for the whole house, then company by company. Safe to run twice. */
export async function tryPromises(ground: Ground, options: TryOptions = {}): Promise<void> {
  const { probes = PROBES, isEverything = false } = options;
  const { house } = ground;
  const now = house.now();
  const due = await transaction(house.control, "read only", (db) =>
    selectDueCompanies(
      db,
      isEverything ? now : new Date(now.getTime() - COMPANY_EVERY_MS),
      isEverything ? 1_000_000 : COMPANIES_AT_ONCE,
    ),
  );
  const isAsked = isEverything || due.some((company) => company.isAsked);
  await tryHouse(ground, probes.filter(isHouseProbe), isAsked);
  for (const { id } of due) {
    const access = await house.companies.accessUnlessBehind(id);
    if (access !== null) await tryCompany(ground, access, probes.filter(isCompanyProbe));
    await transaction(house.control, "read write", (db) => markTried(db, id, house.now()));
    house.live.publish(id, ["trust.promises"]);
  }
}

async function tryHouse(
  ground: Ground,
  probes: readonly HouseProbe[],
  isAsked: boolean,
): Promise<void> {
  const { house } = ground;
  const known = await transaction(house.control, "read only", (db) =>
    selectCurrentProofs(db, null),
  );
  const last = new Map(known.map((proof) => [proof.probe, proof]));
  const changes: Changed[] = [];
  for (const probe of probes) {
    const proof = last.get(probe.name);
    const waits = isAsked ? ASKED_AGAIN_MINUTES : probe.everyMinutes;
    if (proof !== undefined && ageMinutes(proof, house.now()) < waits) continue;
    changes.push(...(await tryOne(ground, probe, null, () => probe.run(ground))));
  }
  if (changes.length === 0) return;
  const companies = await transaction(house.control, "read only", selectActiveCompanyIds);
  const ids = companies.map(({ id }) => id);
  await tell(ground, ids, changes);
  for (const id of ids) house.live.publish(id, ["trust.promises", "trust.alerts"]);
}

async function tryCompany(
  ground: Ground,
  access: CompanyAccess,
  probes: readonly CompanyProbe[],
): Promise<void> {
  const { id } = access.company;
  const changes: Changed[] = [];
  for (const probe of probes)
    changes.push(...(await tryOne(ground, probe, id, () => probe.run(ground, access))));
  if (changes.length === 0) return;
  await tell(ground, [id], changes);
  ground.house.live.publish(id, ["trust.alerts"]);
}

/** What cannot be tried proves nothing: the last proof ages until it is too old. Returns what says something new. */
async function tryOne(
  { house }: Ground,
  probe: Probe,
  companyId: string | null,
  run: () => Promise<Found | null>,
): Promise<Changed[]> {
  try {
    const found = await inTime(run(), probe.name);
    if (found === null) return [];
    const isNews = await transaction(house.control, "read write", (db) =>
      keepProof(db, { probe: probe.name, companyId, found, now: house.now() }),
    );
    return isNews ? [{ probe, found }] : [];
  } catch (error) {
    house.log.error({ err: error, probe: probe.name, companyId }, "a promise could not be tried");
    return [];
  }
}

async function inTime<T>(work: Promise<T>, name: string): Promise<T> {
  const stop = new AbortController();
  const late = wait(PROBE_TIMEOUT_MS, null, { signal: stop.signal, ref: false }).then(
    () => Promise.reject(new Error(`the probe ${name} took longer than ${PROBE_TIMEOUT_MS} ms`)),
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    stop.abort();
  }
}

type Kept = { probe: string; companyId: string | null; found: Found; now: Date };

/** True where somebody must be told: it was kept or never tried and is degraded now, or the other way round. */
async function keepProof(db: Db, kept: Kept): Promise<boolean> {
  if ((await markProofSeenAgain(db, kept)) > 0) return false;
  const before = await markProofOver(db, kept.probe, kept.companyId);
  await insertProof(db, kept);
  return before !== null || !kept.found.isKept;
}

async function tell(
  { house }: Ground,
  companyIds: readonly string[],
  changes: readonly Changed[],
): Promise<void> {
  const { publicUrl } = house.config;
  const worse = changes.filter(({ found }) => !found.isKept).flatMap(newsOf);
  const better = changes.filter(({ found }) => found.isKept).flatMap(newsOf);
  await transaction(house.control, "read write", async (db) => {
    if (worse.length > 0)
      await tellAdmins(house, db, companyIds, (to) => degradedMail(to, worse, publicUrl));
    if (better.length > 0)
      await tellAdmins(house, db, companyIds, (to) => keptAgainMail(to, better, publicUrl));
  });
}

const newsOf = ({ probe, found }: Changed): News[] =>
  PROMISES.filter(({ probes }) => probes.includes(probe.name)).map(({ id, title }) => ({
    id,
    title,
    found: { en: foundText(probe, found, "en"), ms: foundText(probe, found, "ms") },
  }));
