import assert from "node:assert/strict";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type pg from "pg";
import { carryNotes, insertNote } from "#platform/audit/notes.ts";
import { nameChains } from "#platform/backup/chains.ts";
import type { Progress } from "#platform/backup/progress.ts";
import { createSealer } from "#platform/crypto/company-sealer.ts";
import type { CompanyColumn, SealedColumn } from "#platform/crypto/sealed-columns.ts";
import type { Sealer } from "#platform/crypto/sealer.ts";
import { eachAlone, transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { addJob, type Job } from "#platform/jobs/jobs.ts";
import { insertAdoption, insertGap, selectHeadsTo } from "#platform/takeout/adoptions.sql.ts";
import { loadTakeout, type Resealer, type Resealing } from "#platform/takeout/loading.ts";
import { type Gap, type Signer, WaitingJob } from "#platform/takeout/manifest.ts";
import { BadTakeout, type OpenedTakeout } from "#platform/takeout/opening.ts";
import {
  discard,
  makeApart,
  type ReadyCompany,
  takeApart,
  type Workshop,
} from "#platform/tenancy/clones.ts";
import { workshopWithRoom } from "#platform/tenancy/clusters.ts";
import type { Company, CompanyAccess } from "#platform/tenancy/companies.ts";
import { migrateCompanySchema } from "#platform/tenancy/company-schema.ts";
import { urlFor } from "#platform/tenancy/names.ts";
import { moveIn } from "#platform/tenancy/router.ts";
import { readTimeline } from "#platform/tenancy/timelines.ts";
import { type Ground, withPool } from "../backups/backups.ts";
import { problemsOf } from "../companies/companies.rules.ts";
import { inviteFirstAdmin } from "../members/inviting.ts";
import { bringRole } from "../roles/carrying.ts";

const ADOPT = "companies.companies.adopt";

/** What the modules above lend: what is sealed, what can wait to be done, what must hold, and who has to see to it. */
export type Adopting = {
  readonly sealed: readonly SealedColumn[];
  readonly jobs: readonly Job[];
  /** What does not hold of the books. */
  inspectBooks(house: House, pool: pg.Pool): Promise<readonly string[]>;
  /** What is not in place of the audit log, by what was signed where it was kept. */
  inspectLog(
    pool: pg.Pool,
    signers: readonly Signer[],
    gaps: readonly Gap[],
  ): Promise<readonly string[]>;
  /** Once it is a company of this house. */
  settleIn(house: House, access: CompanyAccess): Promise<void>;
};

export type Wanted = {
  readonly region: string;
  /** Who is asked to be its first Admin here. */
  readonly admin: string;
};

/**
 * Makes a running company of an export: a database of its own with nothing in it but the export's rows, brought to this
 * release, what was sealed sealed with a new key. Nothing stays of one that is refused. Its people are asked in anew.
 */
export async function adopt(
  anywhere: Ground,
  takeout: OpenedTakeout,
  wanted: Wanted,
  adopting: Adopting,
  progress: Progress = () => undefined,
): Promise<Company> {
  const { manifest } = takeout;
  const [odd] = problemsOf({ ...manifest.company, phone: null }, false);
  if (odd !== undefined)
    throw new BadTakeout(`It says of the company what cannot be: ${odd.path.join(".")}.`);
  const jobs = await jobsIn(takeout, adopting.jobs);
  const { house } = anywhere;
  const control = eachAlone(house.control);
  const workshop = await workshopWithRoom(anywhere.workshop, control, wanted.region);
  const ground = { house, workshop };

  let signers: readonly Signer[] = [];
  const ready = await makeApart(workshop, async ({ companyId, databaseName, wrappedKey }) => {
    const key = workshop.sealer.unwrapCompanyKey(companyId, 1, wrappedKey);
    const sealer = createSealer(companyId, "secrets", new Map([[key.id, key]]));
    await loadTakeout(workshop, databaseName, takeout, resealingOf(adopting, sealer), progress);
    await nameChains(workshop.serverUrl, databaseName, manifest.chains);
    await migrateCompanySchema(workshop.serverUrl, databaseName, await readTimeline("tenant"));
    signers = await inspected(ground, databaseName, takeout, adopting);
  });
  const company = await movedIn(ground, ready, takeout, signers, wanted);

  const access = await house.companies.accessOf(company);
  for (const { name, payload, runAt, key, isLong } of jobs)
    await addJob(eachAlone(access.pool), name, payload as object, {
      runAt: new Date(runAt),
      ...(key === null ? {} : { key }),
      isLong,
    });
  await adopting.settleIn(house, access);
  await house.wakes.wake(company.id);
  house.wakes.poke(company.id);
  return company;
}

/** What waits to be done, where it is work that this house knows. */
async function jobsIn(takeout: OpenedTakeout, jobs: readonly Job[]): Promise<WaitingJob[]> {
  const lines = (await text((await takeout.read("waiting.jsonl")) as Readable)).split("\n");
  const waiting = lines.filter((line) => line !== "").map((line) => jobIn(line, jobs));
  if (waiting.length !== takeout.manifest.jobs)
    throw new BadTakeout("What waits to be done is not as many things as its manifest says.");
  return waiting;
}

function jobIn(line: string, jobs: readonly Job[]): WaitingJob {
  let said: unknown = null;
  try {
    said = JSON.parse(line);
  } catch {
    // Told below like everything that is no job.
  }
  const waiting = WaitingJob.safeParse(said).data;
  const known = jobs.find(({ name }) => name === waiting?.name);
  if (
    waiting === undefined ||
    known === undefined ||
    !known.payload.safeParse(waiting.payload).success
  )
    throw new BadTakeout(`What waits to be done is nothing that can be done: ${line.slice(0, 80)}`);
  return waiting;
}

function resealingOf({ sealed }: Adopting, sealer: Sealer): Resealing {
  const columns = sealed.filter((place): place is CompanyColumn => place.in === "company");
  return {
    passing: new Set(columns.filter(({ isPassing }) => isPassing).map(({ table }) => table)),
    resealers: new Map(
      columns
        .filter(({ isPassing }) => isPassing !== true)
        .map((place) => [`${place.table}.${place.column}`, resealerOf(place, sealer)]),
    ),
  };
}

function resealerOf({ table, column, kind, takesIn }: CompanyColumn, sealer: Sealer): Resealer {
  assert(takesIn !== undefined, `${table}.${column} can be taken in again`);
  return (row, open, of) => {
    const plain = open === null ? null : plainOf(kind, open);
    const sealed = takesIn(sealer, row, plain, of);
    if (sealed === null) return null;
    return kind === "text" ? sealed.toString() : `\\x${sealed.toString("hex")}`;
  };
}

const plainOf = (kind: CompanyColumn["kind"], open: string): Buffer =>
  kind === "text" ? Buffer.from(open) : Buffer.from(open.slice(2), "hex");

/** Its books add up and its audit log is in place, or it is not taken. Answers who signed the log until now. */
async function inspected(
  { house, workshop }: Ground,
  databaseName: string,
  { manifest: { audit } }: OpenedTakeout,
  { inspectBooks, inspectLog }: Adopting,
): Promise<readonly Signer[]> {
  return withPool(urlFor(workshop.serverUrl, databaseName), async (pool) => {
    const headsTo = await selectHeadsTo(eachAlone(pool));
    const signers = [...audit.before, { headsTo, gapsTo: audit.gaps.length, keys: audit.keys }];
    const findings = [
      ...(await inspectBooks(house, pool)),
      ...(await inspectLog(pool, signers, audit.gaps)),
    ];
    if (findings.length > 0)
      throw new BadTakeout(
        `What must hold of a company does not hold of it: ${findings.join(", ")}.`,
      );
    return signers;
  });
}

/** One transaction says that it is a company of this house, who brought it, and who is asked in. */
async function movedIn(
  { house, workshop }: Ground,
  ready: ReadyCompany,
  { manifest, sha256 }: OpenedTakeout,
  signers: readonly Signer[],
  { region, admin }: Wanted,
): Promise<Company> {
  const now = house.now();
  const { name, country, zone, currency } = manifest.company;
  const moving = transaction(house.control, "read write", async (control) => {
    await takeApart(control, ready);
    const company = await moveIn(control, ready, {
      ...{ name, country, zone, currency, region },
      phone: null,
    });
    const { takenAt } = manifest;
    await insertAdoption(control, company.id, {
      ...manifest.chains,
      signers,
      sha256,
      takenAt,
      now,
    });
    for (const role of manifest.roles)
      if (!(await bringRole(control, company.id, role, now)))
        throw new BadTakeout(`Its role ${role.name.slice(0, 80)} cannot be made here.`);
    for (const gap of manifest.audit.gaps) await insertGap(control, company.id, gap);
    await inviteFirstAdmin(house, control, company, admin);
    const note = await insertNote(house, control, company.id, {
      doer: DOER(now),
      action: ADOPT,
      subject: { type: "company", id: company.id, name },
      change: {
        ...{ takenAt, sha256, admin, stays: manifest.stays },
        roles: manifest.roles.map((role) => role.name),
      },
    });
    return { company, note };
  });
  const { company, note } = await moving.catch((error: unknown) => unmade(workshop, ready, error));
  await carryNotes(house, [note]);
  return company;
}

const DOER = (now: Date) => ({
  actor: { kind: "system" as const, id: null, name: "kaunter command" },
  request: { id: crypto.randomUUID(), ip: null, userAgent: null },
  now,
});

async function unmade(workshop: Workshop, ready: ReadyCompany, error: unknown): Promise<never> {
  await discard(workshop, ready);
  throw error;
}
