import type { House } from "#platform/house/house.ts";
import { dueWakes, hastenWakes } from "#platform/tenancy/waking.ts";
import {
  type Awake,
  attendAgain,
  type Cause,
  type Ground,
  needsPlace,
  newlyAwake,
  open,
} from "./awake.ts";
import { createLanes } from "./draining.ts";
import type { Job } from "./jobs.ts";
import { createLeases } from "./leases.ts";

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
  readonly lookEveryMs?: number;
  readonly awakeMs?: number;
};

const COMPANIES_MAX = 8;
/** How often the wakes are looked at. Pokes are faster; this is for due dates and for what a crash left behind. */
const LOOK_MS = 1_000;
const LOOK_LIMIT = 200;
const AWAKE_MS = 2_000;

export function startWorker(house: House, options: WorkerOptions): Worker {
  const awake = new Map<string, Awake>();
  const queue = new Map<string, Cause>();
  const working = new Set<Promise<void>>();
  const companiesMax = options.companiesMax ?? COMPANIES_MAX;
  let isStopping = false;

  const ground: Ground = {
    house,
    lanes: createLanes(house, options.jobs),
    leases: createLeases(options.controlUrl, house.log),
    jobs: options.jobs,
    awakeMs: options.awakeMs ?? AWAKE_MS,
    isStopping: () => isStopping,
    isCrowded: () => queue.size > 0,
    begin: (work) => {
      const tracked = work.catch((error: unknown) =>
        house.log.error({ err: error }, "the worker failed"),
      );
      working.add(tracked);
      void tracked.finally(() => working.delete(tracked));
    },
    onRest: attendNext,
    onAsleep: (company) => {
      awake.delete(company.id);
      if (company.isPokedAgain && !company.hasFailed) attend(company.id, "poked");
      attendNext();
    },
  };

  function attend(id: string, cause: Cause): void {
    if (isStopping) return;
    const known = awake.get(id);
    if (known !== undefined) attendAgain(ground, known, cause);
    else if (isFull()) queue.set(id, cause);
    else {
      const company = newlyAwake(id, cause);
      awake.set(id, company);
      ground.begin(open(ground, company));
    }
  }

  const isFull = () => [...awake.values()].filter(needsPlace).length >= companiesMax;

  function attendNext(): void {
    const [next] = queue;
    if (next === undefined || isFull()) return;
    queue.delete(next[0]);
    attend(...next);
  }

  const stopHearing = house.wakes.onPoke((id, isOwn) => attend(id, isOwn ? "poked" : "told"));
  const looking = repeat(options.lookEveryMs ?? LOOK_MS, house, async () => {
    for (const id of await dueWakes(house.control, LOOK_LIMIT)) attend(id, "due");
  });
  return {
    stop: async () => {
      isStopping = true;
      stopHearing();
      await looking.stop();
      for (const company of awake.values()) clearTimeout(company.rest);
      await ground.lanes.stop();
      while (working.size > 0) await Promise.all(working);
      await ground.leases.close();
    },
  };
}

/** The next look begins a while after the last one ended; failing is told once, and tried again. */
function repeat(
  everyMs: number,
  house: House,
  look: () => Promise<void>,
): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let isFailing = false;
  let looking = once(true);

  async function once(isFirst: boolean): Promise<void> {
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
      looking = once(false);
    }, everyMs);
  }

  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
