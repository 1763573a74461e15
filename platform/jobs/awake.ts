import type { House } from "#platform/house/house.ts";
import { dropWake, postponeWake, settleWake } from "#platform/tenancy/waking.ts";
import type { Lanes } from "./draining.ts";
import { type Job, jobsFor } from "./jobs.ts";
import type { Leases } from "./leases.ts";
import { lookAtQueue, unlockLeftJobs } from "./queue.ts";

/** Why a company is seen to: left by this process, by another one, or its wake is due. */
export type Cause = "poked" | "told" | "due";

/** One company whose jobs this process does now: it holds the lease, runs lanes, rests a moment, settles the wake. */
export type Awake = {
  readonly id: string;
  readonly cause: Cause;
  lanes: number;
  phase: "opening" | "open" | "closing";
  /** A poke that came when nothing could be begun for it. */
  isPokedAgain: boolean;
  hasFailed: boolean;
  /** When its latest drain began, which then found nothing more: the wake's measure. */
  beganAt: number;
  rest: NodeJS.Timeout | undefined;
};

/** What a worker lends to its companies. */
export type Ground = {
  readonly house: House;
  readonly lanes: Lanes;
  readonly leases: Leases;
  /** The jobs that are known here. */
  readonly jobs: readonly Job[];
  readonly awakeMs: number;
  isStopping(): boolean;
  /** Whether another company waits for a place. */
  isCrowded(): boolean;
  /** Work that nobody waits for, but the stop. */
  begin(work: Promise<void>): void;
  /** It needs no place now. */
  onRest(): void;
  /** It is gone from here. */
  onAsleep(company: Awake): void;
};

/** Jobs of one company that run at the same time: a long one must not hold up the orders. */
const LANES_MAX = 2;
const POSTPONED_MS = 10_000;

export const newlyAwake = (id: string, cause: Cause): Awake => ({
  id,
  cause,
  lanes: 0,
  phase: "opening",
  isPokedAgain: false,
  hasFailed: false,
  beganAt: performance.now(),
  rest: undefined,
});

export const needsPlace = ({ lanes, phase }: Awake): boolean => lanes > 0 || phase !== "open";

export async function open(ground: Ground, company: Awake): Promise<void> {
  const { house, leases } = ground;
  try {
    if (!(await leases.take(company.id))) {
      // Another process has it. One that was told of it keeps still, else they would tell each other for ever.
      if (company.cause === "poked") house.wakes.passOn(company.id);
      return ground.onAsleep(company);
    }
    const access = await house.companies.access(company.id);
    if (access !== null) await unlockLeftJobs(access.pool);
    company.phase = "open";
  } catch (error) {
    house.log.error({ err: error, companyId: company.id }, "a company's jobs cannot be reached");
    company.hasFailed = true;
    return close(ground, company);
  }
  return run(ground, company);
}

export function attendAgain(ground: Ground, company: Awake, cause: Cause): void {
  // Its wake stays due until it goes to sleep, which must not keep it awake.
  if (cause === "due" && company.lanes === 0) return;
  if (company.phase === "open" && company.lanes < LANES_MAX) ground.begin(run(ground, company));
  else company.isPokedAgain = true;
}

async function run(ground: Ground, company: Awake): Promise<void> {
  const { house, lanes } = ground;
  clearTimeout(company.rest);
  company.lanes += 1;
  try {
    do {
      company.isPokedAgain = false;
      company.beganAt = performance.now();
      const access = await house.companies.access(company.id);
      if (access !== null) await lanes.drain(access);
    } while (company.isPokedAgain && !ground.isStopping());
  } catch (error) {
    house.log.error({ err: error, companyId: company.id }, "a company's jobs could not be run");
    company.hasFailed = true;
  }
  company.lanes -= 1;
  if (company.lanes === 0) await rest(ground, company);
}

/** Stays awake for a moment, so that its next job starts without asking anybody; unless others wait for its place. */
async function rest(ground: Ground, company: Awake): Promise<void> {
  if (company.hasFailed || ground.isStopping() || ground.isCrowded()) return close(ground, company);
  company.rest = setTimeout(() => ground.begin(close(ground, company)), ground.awakeMs);
  ground.onRest();
}

async function close(ground: Ground, company: Awake): Promise<void> {
  if (company.phase === "closing" || company.lanes > 0) return;
  company.phase = "closing";
  const { house, leases } = ground;
  try {
    if (company.hasFailed) await postponeWake(house.control, company.id, POSTPONED_MS);
    else if (!ground.isStopping()) await settle(ground, company);
  } catch (error) {
    // The wake stays as it is: looked at again.
    house.log.error({ err: error, companyId: company.id }, "a wake could not be settled");
  }
  await leases.giveBack(company.id);
  ground.onAsleep(company);
}

async function settle({ house, jobs }: Ground, company: Awake): Promise<void> {
  const access = await house.companies.access(company.id);
  if (access === null) return dropWake(house.control, company.id);
  const open = namesOf(jobsFor(house, access.company, jobs));
  const { nextInMs, unknown } = await lookAtQueue(access.pool, open, namesOf(jobs));
  if (unknown.length > 0)
    house.log.error({ companyId: company.id, jobs: unknown }, "jobs that nobody here knows");
  const agoMs = performance.now() - company.beganAt;
  await settleWake(house.control, company.id, agoMs, nextInMs);
}

const namesOf = (jobs: readonly Job[]): string[] => jobs.map(({ name }) => name);
