import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import { type Job, job } from "#platform/jobs/jobs.ts";
import { startWorker, type Worker, type WorkerOptions } from "#platform/jobs/worker.ts";
import { urlFor } from "#platform/tenancy/names.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { settleWake } from "#platform/tenancy/waking.ts";
import {
  type TestCompany,
  type TestHouse,
  testCompany,
  testHouse,
} from "#platform/testing/house.ts";

const NOTE = "tests.notes.take";
const NEVER_MS = 3_600_000;

test("a job runs after its commit without waiting for a look", async () => {
  await using house = await testHouse();
  const { admin } = await testCompany(house);
  const notes = takeNotes();
  await using _worker = atWork(house, [notes.job], { lookEveryMs: NEVER_MS });
  await leave(house, admin, "one");
  await notes.until("one");
  await leave(house, admin, "two");
  await notes.until("two");
});

test("a job whose process died right after the commit is found by its wake", async () => {
  await using house = await testHouse();
  const { admin } = await testCompany(house);
  const notes = takeNotes();
  await leave(house, admin, "untold", { isTold: false });
  await using _worker = atWork(house, [notes.job], { lookEveryMs: NEVER_MS });
  await notes.until("untold");
});

test("a job that commits after a drain has looked is still found, though its process died", async () => {
  await using house = await testHouse();
  const company = await testCompany(house);
  const notes = takeNotes();
  await house.wakes.wake(company.access.company.id);
  await using _worker = atWork(house, [notes.job], { lookEveryMs: 50, awakeMs: 5 });
  await until(async () => (await wakeOf(house, company))?.isDue === false);
  await leave(house, company.admin, "late", { isTold: false });
  await notes.until("late");
});

test("a job that a killed worker was at is taken up at once by the next", async () => {
  await using house = await testHouse();
  const company = await testCompany(house);
  const notes = takeNotes();
  await leave(house, company.admin, "half done", { isTold: false });
  await asAdmin(
    house,
    company,
    "update graphile_worker._private_jobs set locked_at = now(), locked_by = 'dead', attempts = 1",
  );
  await using _worker = atWork(house, [notes.job], { lookEveryMs: NEVER_MS });
  await notes.until("half done");
});

test("two workers share the companies: every job runs once", async () => {
  await using house = await testHouse();
  const companies = await Promise.all([1, 2, 3].map(() => testCompany(house)));
  const notes = takeNotes();
  await using _one = atWork(house, [notes.job]);
  await using _two = atWork(house, [notes.job]);
  const texts = Array.from({ length: 60 }, (_, i) => `note ${i}`);
  await Promise.all(
    texts.map((text, i) => {
      const company = companies[i % companies.length];
      assert(company !== undefined);
      return leave(house, company.admin, text);
    }),
  );
  for (const text of texts) await notes.until(text);
  assert.deepEqual(new Set(notes.seen), new Set(texts));
  assert.equal(notes.seen.length, texts.length);
});

test("a long job does not hold up the company's others", async () => {
  await using house = await testHouse();
  const { admin } = await testCompany(house);
  const notes = takeNotes();
  const end = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const long = job("tests.notes.ponder", z.object({}), async () => {
    begun.resolve();
    await end.promise;
  });
  await using _worker = atWork(house, [notes.job, long], { lookEveryMs: NEVER_MS });
  await leave(house, admin, "", { name: long.name });
  await begun.promise;
  await leave(house, admin, "meanwhile");
  await notes.until("meanwhile");
  end.resolve();
});

test("a failed job is tried again later, and the others go on", async () => {
  await using house = await testHouse();
  const company = await testCompany(house);
  const notes = takeNotes();
  const failing = job("tests.notes.fail", z.object({}), async () => {
    throw new Error("no ink");
  });
  await using worker = atWork(house, [failing, notes.job], { awakeMs: 5 });
  await leave(house, company.admin, "", { name: failing.name });
  await leave(house, company.admin, "after it");
  await notes.until("after it");
  await until(async () => {
    const { rows } = await company.access.pool.query(
      "select from graphile_worker.jobs where last_error = 'no ink' and run_at > now()",
    );
    return rows.length === 1;
  });
  await worker.stop();
});

test("a job for later moves the wake to its time", async () => {
  await using house = await testHouse();
  const company = await testCompany(house);
  const notes = takeNotes();
  const tomorrow = new Date(Date.now() + 86_400_000);
  await leave(house, company.admin, "tomorrow", { runAt: tomorrow });
  await ageWake(house, 60_000);
  await using _worker = atWork(house, [notes.job], { lookEveryMs: 50, awakeMs: 5 });
  await until(async () => {
    const dueAt = (await wakeOf(house, company))?.dueAt ?? new Date(0);
    return Math.abs(dueAt.getTime() - tomorrow.getTime()) < 60_000;
  });
  assert.deepEqual(notes.seen, []);
});

test("a job that nobody knows is left where it is and keeps nobody busy", async () => {
  await using house = await testHouse();
  const company = await testCompany(house);
  const notes = takeNotes();
  await leave(house, company.admin, "", { name: "tests.nobody.knows" });
  await leave(house, company.admin, "known");
  await ageWake(house, 60_000);
  await using _worker = atWork(house, [notes.job], { lookEveryMs: 50, awakeMs: 5 });
  await notes.until("known");
  await until(async () => (await wakeOf(house, company)) === null);
  const { rows } = await company.access.pool.query("select from graphile_worker.jobs");
  assert.equal(rows.length, 1);
});

test("after every connection broke, the next job runs as if nothing had been", async () => {
  await using house = await testHouse();
  const { admin, access } = await testCompany(house);
  const notes = takeNotes();
  await using _worker = atWork(house, [notes.job], { lookEveryMs: 50 });
  await leave(house, admin, "before");
  await notes.until("before");
  const role = access.pool.options.connectionString ?? "";
  await withAdmin(house.serverUrl, "postgres", (client) =>
    client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = any($1)", [
      [house.workshop.names.control, new URL(role).username],
    ]),
  );
  await until(() =>
    leave(house, admin, "after").then(
      () => true,
      () => false,
    ),
  );
  await notes.until("after");
});

test("a wake goes only after a drain that began well after it was written", async () => {
  await using house = await testHouse();
  const company = await testCompany(house);
  const { id } = company.access.company;
  await house.wakes.wake(id);

  await settleWake(house.control, id, 0, null);
  assert.equal((await wakeOf(house, company))?.isDue, false, "too young: looked at again");

  await ageWake(house, 40_000);
  await settleWake(house.control, id, 15_000, null);
  assert.notEqual(await wakeOf(house, company), null, "that drain began 25 s after it");

  await ageWake(house, 40_000);
  await settleWake(house.control, id, 5_000, null);
  assert.equal(await wakeOf(house, company), null);
});

/** A job that tells who waits for it. */
function takeNotes() {
  const seen: string[] = [];
  let changed = Promise.withResolvers<void>();
  return {
    seen,
    job: job(NOTE, z.object({ text: z.string() }), async (_house, _caller, { text }) => {
      seen.push(text);
      changed.resolve();
      changed = Promise.withResolvers();
    }),
    until: async (text: string) => {
      while (!seen.includes(text)) await changed.promise;
    },
  };
}

function atWork(
  house: TestHouse,
  jobs: readonly Job[],
  options: Partial<WorkerOptions> = {},
): Worker & AsyncDisposable {
  const controlUrl = urlFor(house.serverUrl, house.workshop.names.control);
  const worker = startWorker(house, { controlUrl, jobs, ...options });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= worker.stop();
    return stopping;
  };
  return { stop, [Symbol.asyncDispose]: stop };
}

async function leave(
  house: TestHouse,
  caller: Caller,
  text: string,
  options: { isTold?: boolean; name?: string; runAt?: Date } = {},
): Promise<void> {
  const { isTold = true, name = NOTE, runAt } = options;
  const { topics, leftJobs } = await inCompany(house, caller, "tests", "read write", (ctx) =>
    ctx.later(name, { text }, runAt === undefined ? {} : { runAt }),
  );
  if (isTold) afterCommit(house, caller, topics, leftJobs);
}

async function wakeOf(house: TestHouse, company: TestCompany) {
  const { rows } = await house.control.query<{ dueAt: Date; isDue: boolean }>(
    `select due_at as "dueAt", due_at <= clock_timestamp() as "isDue" from wakes where company_id = $1`,
    [company.access.company.id],
  );
  return rows[0] ?? null;
}

const ageWake = (house: TestHouse, byMs: number) =>
  house.control.query(
    "update wakes set written_at = clock_timestamp() - $1 * interval '1 millisecond'",
    [byMs],
  );

async function asAdmin(house: TestHouse, company: TestCompany, statement: string): Promise<void> {
  const { rows } = await house.control.query<{ name: string }>(
    "select database_name as name from companies where id = $1",
    [company.access.company.id],
  );
  await withAdmin(house.serverUrl, rows[0]?.name ?? "", (client) => client.query(statement));
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await wait(10);
}
