import { EventEmitter } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import {
  Logger,
  type LogLevel,
  runTaskListOnce,
  type SharedOptions,
  type WorkerEvents,
} from "graphile-worker";
import type pg from "pg";
import { newId } from "#kernel/ids.ts";
import type { Caller } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import { type Job, jobsFor } from "./jobs.ts";

/** Runs companies' jobs by graphile-worker. Several may run in one company at a time, each call is one of them. */
export type Lanes = {
  /** Runs what is due, one job after the other, until nothing is. */
  drain(access: CompanyAccess): Promise<void>;
  /** Lets the running jobs end and begins no other. */
  stop(): Promise<void>;
};

type Options = SharedOptions & {
  readonly noHandleSignals: true;
  readonly events: WorkerEvents;
};
type Run = ReturnType<typeof runTaskListOnce>;

export function createLanes(house: House, jobs: readonly Job[]): Lanes {
  // graphile-worker remembers a database's task numbers by the options object, and never forgets one.
  const optionsOf = new Map<string, Options>();
  const running = new Set<Run>();
  let isStopping = false;

  async function drain(access: CompanyAccess): Promise<void> {
    if (isStopping || jobs.length === 0) return;
    const { id } = access.company;
    const open = jobsFor(house, access.company, jobs);
    // Of a company that is closed to changes other jobs run: they are numbered apart.
    const place = `${id} ${open.length}`;
    const options = optionsOf.get(place) ?? optionsFor(house, id);
    optionsOf.set(place, options);
    const run = runTaskListOnce(options, tasksFor(house, access, open), lentBy(access.pool));
    running.add(run);
    // Its promise says nothing of a look that failed.
    const failed = Promise.withResolvers<never>();
    const fail = ({ error }: { error: unknown }) => failed.reject(error);
    options.events.on("worker:getJob:error", fail);
    options.events.on("pool:fatalError", fail);
    try {
      await Promise.race([run.promise, failed.promise]);
    } catch (error) {
      // It would remember a failed look-up as well.
      optionsOf.delete(place);
      throw error;
    } finally {
      options.events.off("worker:getJob:error", fail);
      options.events.off("pool:fatalError", fail);
      running.delete(run);
    }
  }

  async function stop(): Promise<void> {
    isStopping = true;
    await Promise.allSettled([...running].map(endOf));
  }

  return { drain, stop };
}

const START_LOOK_MS = 5;

/** A run begins when it has looked after the locks of the dead; told to end before that, it would fall over its own start. */
async function endOf(run: Run): Promise<void> {
  while (run._start !== null) await wait(START_LOOK_MS);
  await (run._shuttingDown ? run.promise : run.gracefulShutdown());
}

const optionsFor = (house: House, companyId: string): Options => ({
  logger: loggerTo(house, companyId),
  noHandleSignals: true,
  events: new EventEmitter(),
  // By itself it would not wait for the note that a job is done, and let a failure of that end the process.
  preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
});

/** A connection is held for a statement only, never while a job runs: the job needs one itself. */
const lentBy = (pool: pg.Pool): pg.PoolClient =>
  ({ query: pool.query.bind(pool) }) as unknown as pg.PoolClient;

const tasksFor = (house: House, access: CompanyAccess, jobs: readonly Job[]) =>
  Object.fromEntries(
    jobs.map((job) => [job.name, (payload: unknown) => runJob(house, access, job, payload)]),
  );

async function runJob(
  house: House,
  access: CompanyAccess,
  job: Job,
  payload: unknown,
): Promise<void> {
  const caller: Caller = {
    access,
    actor: { kind: "system", id: null, name: job.name, permissions: new Set(job.needs) },
    request: { id: newId<"session">(), ip: null, userAgent: null },
    now: house.now(),
  };
  await job.run(house, caller, job.payload.parse(payload) as never);
}

/** graphile-worker tells of every job; only what failed is worth a line. */
const loggerTo = (house: House, companyId: string): Logger =>
  new Logger(() => (level: LogLevel, message: string, meta?: Record<string, unknown>) => {
    if (level !== "error" && level !== "warning") return;
    const job = meta?.["job"] as { task_identifier?: string; attempts?: number } | undefined;
    const fields = {
      companyId,
      job: job?.task_identifier,
      attempt: job?.attempts,
      err: meta?.["error"],
    };
    house.log[level === "error" ? "error" : "warn"](
      fields,
      job === undefined ? message : "a job failed",
    );
  });
