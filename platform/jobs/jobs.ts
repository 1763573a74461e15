import type { z } from "zod";
import type { Caller } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { json, type Sql, sql } from "#platform/db/sql.ts";
import type { House } from "#platform/house/house.ts";
import { whyNotChange } from "#platform/tenancy/changing.ts";
import type { Company } from "#platform/tenancy/companies.ts";

/** Work the worker does for a company: named like an action, ids only, safe to run twice. */
export type Job = {
  readonly name: string;
  readonly payload: z.ZodType;
  /** The permissions it acts with, for what it asks through perform(). */
  readonly needs: readonly string[];
  /** Runs also while the company is cancelled: it takes out, finds, or removes what is due. All others wait for the end to be undone. */
  readonly isForCancelled: boolean;
  /** Opens its own transactions through inCompany() or perform(): a long job commits as it goes. */
  run(house: House, caller: Caller, payload: never): Promise<void>;
};

export const job = <P extends z.ZodType>(
  name: string,
  payload: P,
  run: (house: House, caller: Caller, payload: z.output<P>) => Promise<void>,
  needs: readonly string[] = [],
): Job => ({ name, payload, needs, isForCancelled: false, run: run as Job["run"] });

/** The same, of a job that a cancelled company still needs. */
export const evenIfCancelled = (of: Job): Job => ({ ...of, isForCancelled: true });

/** Those that run for a company as it stands. Of one that is closed to changes all others wait, and lose nothing. */
export const jobsFor = (house: House, company: Company, jobs: readonly Job[]): readonly Job[] =>
  whyNotChange({ house, company, now: house.now() }) === null
    ? jobs
    : jobs.filter((one) => one.isForCancelled);

/** Leaves work for the worker. It is seen only if this transaction commits. */
export async function addJob(
  db: Db,
  name: string,
  payload: object,
  options: JobOptions = {},
): Promise<void> {
  await db.run(sql`
    select graphile_worker.add_job(${name}, ${json(payload)}::json, queue_name => ${options.isLong ? LONG : null},
             run_at => ${options.runAt ?? null}::timestamptz, job_key => ${options.key ?? null})`);
}

export type JobOptions = {
  readonly runAt?: Date;
  /** One with the same key that waits is replaced. */
  readonly key?: string;
  /** Takes minutes: of these a company's run one after the other, so that what is short always finds a free lane. */
  readonly isLong?: boolean;
};
const LONG = "long";

/**
 * Finds the job with this key that the worker will take next, and holds it until the transaction ends: it then sees what
 * this transaction wrote. For a path so hot that adding it again each time would be the dearest part (`add_job` also
 * notifies, and the lock of that lets commits pass one by one). A job that failed and waits for its next try, or that
 * runs already, is not found: then another is needed. graphile-worker has no public way to ask this.
 */
export const heldJob = (key: string): Sql => sql`
  select 1 from graphile_worker._private_jobs
   where key = ${key} and locked_at is null and attempts = 0 and run_at <= now() for key share`;
