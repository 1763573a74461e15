import type pg from "pg";

/** What is left in a company's queue after a drain. */
export type Left = {
  /** Until the next job is due; null when none waits. Zero or less: one is due already. */
  readonly nextInMs: number | null;
  /** Jobs that nobody here knows how to do. */
  readonly unknown: readonly string[];
};

/** `open`: those that run for this company now; the others that are known wait. */
export async function lookAtQueue(
  pool: pg.Pool,
  open: readonly string[],
  known: readonly string[],
): Promise<Left> {
  const { rows } = await pool.query<{ next: number | null; unknown: string[] | null }>({
    name: "look_at_queue",
    text: `
      select extract(epoch from min(run_at) filter (where task_identifier = any($1::text[])) - now())::float8 * 1000 as next,
             array_agg(distinct task_identifier) filter (where task_identifier <> all($2::text[])) as unknown
        from graphile_worker.jobs
       where locked_at is null and attempts < max_attempts`,
    values: [open, known],
  });
  return { nextInMs: rows[0]?.next ?? null, unknown: rows[0]?.unknown ?? [] };
}

/**
 * Jobs that a process was at when it died are taken up again at once; by itself graphile-worker waits four hours. Only
 * for who holds the company's lease and runs nothing there.
 */
export async function unlockLeftJobs(pool: pg.Pool): Promise<void> {
  await pool.query(`
    select graphile_worker.force_unlock_workers(workers)
      from (select array_agg(distinct locked_by) as workers
              from graphile_worker.jobs where locked_at is not null) as left_behind
     where workers is not null`);
}
