import type { House } from "#platform/house/house.ts";
import {
  dropWake,
  dueWakes,
  hastenWakes,
  postponeWake,
  settleWake,
} from "#platform/tenancy/waking.ts";
import { createLanes } from "./draining.ts";
import type { Job } from "./jobs.ts";
import { createLeases } from "./leases.ts";
import { lookAtQueue, unlockLeftJobs } from "./queue.ts";

/** Does the jobs of all companies that are awake. */
export type Worker = {
  /** Lets running jobs end; begins no other. */
  stop(): Promise<void>;
};

export type WorkerOptions = {
  readonly controlUrl: string;
  readonly jobs: readonly Job[];
  /** Companies whose jobs run at the same time. */
  readonly companiesMax?: number;
};

const COMPANIES_MAX = 8;
/** Jobs of one company that run at the same time: a long one must not hold up the orders. */
const LANES_MAX = 2;
/** Why a company is seen to: left by this process, by another one, or its wake is due. */
type Cause = "poked" | "told" | "due";

/** How often the wakes are looked at. Pokes are faster; this is for due dates and for what a crash left behind. */
const LOOK_MS = 1_000;
const LOOK_LIMIT = 200;
/** A company stays awake for so long after its last job: the next one starts without asking anybody. */
const AWAKE_MS = 2_000;
const POSTPONED_MS = 10_000;

type Awake = {
  readonly id: string;
  lanes: number;
  /** Opening, running its lanes, or closing: a poke meanwhile is remembered. */
  phase: "opening" | "open" | "closing";
  isPokedAgain: boolean;
  hasFailed: boolean;
  /** When its latest drain began, which then found nothing more: the wake's measure. */
  beganAt: number;
  sleep: NodeJS.Timeout | undefined;
};

export function startWorker(house: House, options: WorkerOptions): Worker {
  const { log, wakes } = house;
  const known = options.jobs.map(({ name }) => name);
  const companiesMax = options.companiesMax ?? COMPANIES_MAX;
  const lanes = createLanes(house, options.jobs);
  const leases = createLeases(options.controlUrl, log);
  const awake = new Map<string, Awake>();
  const queue = new Map<string, Cause>();
  const working = new Set<Promise<void>>();
  let isStopping = false;

  /** Work that nobody waits for, but the stop. */
  function begin(work: Promise<void>): void {
    const tracked = work.catch((error: unknown) => log.error({ err: error }, "the worker failed"));
    working.add(tracked);
    void tracked.finally(() => working.delete(tracked));
  }

  function attend(id: string, cause: Cause): void {
    if (isStopping) return;
    const company = awake.get(id);
    if (company === undefined) {
      if (busyCount() < companiesMax) begin(open(id, cause));
      else queue.set(id, cause);
      return;
    }
    // Its wake stays due until it goes to sleep, which must not keep it awake.
    if (cause === "due" && company.lanes === 0) return;
    if (company.phase === "open" && company.lanes < LANES_MAX) begin(run(company));
    else company.isPokedAgain = true;
  }

  const busyCount = (): number =>
    [...awake.values()].filter(({ lanes: count, phase }) => count > 0 || phase !== "open").length;

  async function open(id: string, cause: Cause): Promise<void> {
    const company: Awake = {
      id,
      lanes: 0,
      phase: "opening",
      isPokedAgain: false,
      hasFailed: false,
      beganAt: performance.now(),
      sleep: undefined,
    };
    awake.set(id, company);
    try {
      if (!(await leases.take(id))) {
        awake.delete(id);
        // Another process has it. One that was told of it keeps still, else they would tell each other for ever.
        if (cause === "poked") wakes.passOn(id);
        return attendNext();
      }
      const access = await house.companies.access(id);
      if (access === null) return await leave(company);
      await unlockLeftJobs(access.pool);
      company.phase = "open";
    } catch (error) {
      log.error({ err: error, companyId: id }, "a company's jobs cannot be reached");
      company.hasFailed = true;
      return await close(company);
    }
    await run(company);
  }

  async function run(company: Awake): Promise<void> {
    clearTimeout(company.sleep);
    company.lanes += 1;
    try {
      do {
        company.isPokedAgain = false;
        company.beganAt = performance.now();
        const access = await house.companies.access(company.id);
        if (access !== null) await lanes.drain(access);
      } while (company.isPokedAgain && !isStopping);
    } catch (error) {
      log.error({ err: error, companyId: company.id }, "a company's jobs could not be run");
      company.hasFailed = true;
    }
    company.lanes -= 1;
    if (company.lanes === 0) await rest(company);
  }

  /** Stays awake for a moment, unless others wait for its place. */
  async function rest(company: Awake): Promise<void> {
    if (company.hasFailed || isStopping || queue.size > 0) return close(company);
    attendNext();
    company.sleep = setTimeout(() => begin(close(company)), AWAKE_MS);
  }

  async function close(company: Awake): Promise<void> {
    if (company.phase === "closing" || company.lanes > 0) return;
    company.phase = "closing";
    const { id } = company;
    try {
      if (company.hasFailed) await postponeWake(house.control, id, POSTPONED_MS);
      else if (!isStopping) await settle(company);
    } catch (error) {
      // The wake stays as it is: looked at again.
      log.error({ err: error, companyId: id }, "a wake could not be settled");
    }
    await leases.giveBack(id);
    awake.delete(id);
    if (company.isPokedAgain && !company.hasFailed) attend(id, "poked");
    attendNext();
  }

  async function settle(company: Awake): Promise<void> {
    const access = await house.companies.access(company.id);
    if (access === null) return await dropWake(house.control, company.id);
    const { nextInMs, unknown } = await lookAtQueue(access.pool, known);
    if (unknown.length > 0)
      log.error({ companyId: company.id, jobs: unknown }, "jobs that nobody here knows");
    await settleWake(house.control, company.id, performance.now() - company.beganAt, nextInMs);
  }

  /** The company is gone, and its wake with it. */
  async function leave(company: Awake): Promise<void> {
    await dropWake(house.control, company.id);
    await leases.giveBack(company.id);
    awake.delete(company.id);
    attendNext();
  }

  function attendNext(): void {
    const [next] = queue;
    if (next === undefined || busyCount() >= companiesMax) return;
    const [id, cause] = next;
    queue.delete(id);
    attend(id, cause);
  }

  async function look(): Promise<void> {
    for (const id of await dueWakes(house.control, LOOK_LIMIT)) attend(id, "due");
  }

  const stopHearing = wakes.onPoke((id, isOwn) => attend(id, isOwn ? "poked" : "told"));
  const looking = lookEvery(look, house);
  return {
    stop: async () => {
      isStopping = true;
      stopHearing();
      await looking.stop();
      for (const company of awake.values()) clearTimeout(company.sleep);
      await lanes.stop();
      while (working.size > 0) await Promise.all(working);
      await leases.close();
    },
  };
}

/** The next look begins a while after the last one ended; a failed one is told once and tried again. */
function lookEvery(look: () => Promise<void>, house: House): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let isFailing = false;
  let looking = begin(true);

  async function begin(isFirst: boolean): Promise<void> {
    try {
      if (isFirst) await hastenWakes(house.control);
      await look();
      isFailing = false;
    } catch (error) {
      if (!isFailing) house.log.error({ err: error }, "the wakes cannot be looked at");
      isFailing = true;
    }
    if (isStopped) return;
    timer = setTimeout(() => {
      looking = begin(false);
    }, LOOK_MS);
  }

  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
