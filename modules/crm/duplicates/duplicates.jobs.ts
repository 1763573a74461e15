import { z } from "zod";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { type Job, job } from "#platform/jobs/jobs.ts";
import { selectLook } from "./duplicates.sql.ts";
import {
  comparePairsOf,
  comparePairsOfSlice,
  dropKeysOfArchived,
  dropOrphanVerdicts,
  dropPairsBefore,
  dropPairsOf,
  markLooked,
  putKeysOf,
  putKeysOfSlice,
  selectWrittenSince,
} from "./looking.sql.ts";
import { COMPARE, LOOK } from "./looking.ts";

/** A whole comparison commits slice by slice, so that no transaction is long. */
const SLICES = 8;
/** More than this written since the last look: then all are compared at once. */
const LOOKED_AT_MAX = 5_000;
const BATCH = 500;
/** A transaction that took so long may commit what it dated before the last look. */
const OVERLAP_MS = 10 * 60_000;

/** Finds who may be one person twice. Nobody who writes customers waits for it. */
export const duplicateJobs: Job[] = [
  job(LOOK, z.object({}), look),
  job(COMPARE, z.object({}), compareAll),
];

async function look(house: House, caller: Caller): Promise<void> {
  const now = house.now();
  const written = await within(house, caller, LOOK, async ({ db }) => {
    const last = await selectLook(db);
    if (last === null) return null;
    const since = new Date(last.lookedAt.getTime() - OVERLAP_MS);
    return selectWrittenSince(db, since, LOOKED_AT_MAX + 1);
  });
  if (written === null || written.length > LOOKED_AT_MAX) return compareAll(house, caller);
  const ids = written.map(({ id }) => id);
  for (let i = 0; i < ids.length; i += BATCH) {
    const some = ids.slice(i, i + BATCH);
    await within(house, caller, LOOK, async ({ db }) => putKeysOf(db, some));
    await within(house, caller, LOOK, async ({ db }) => {
      await comparePairsOf(db, some, now);
      await dropPairsOf(db, some, now);
    });
  }
  await within(house, caller, LOOK, (ctx) => finish(ctx, now, false));
}

async function compareAll(house: House, caller: Caller): Promise<void> {
  const now = house.now();
  await within(house, caller, COMPARE, ({ db }) => dropKeysOfArchived(db));
  for (let slice = 0; slice < SLICES; slice += 1)
    await within(house, caller, COMPARE, ({ db }) => putKeysOfSlice(db, slice, SLICES));
  for (let slice = 0; slice < SLICES; slice += 1)
    await within(house, caller, COMPARE, ({ db }) => comparePairsOfSlice(db, slice, SLICES, now));
  await within(house, caller, COMPARE, async (ctx) => {
    await dropPairsBefore(ctx.db, now);
    await dropOrphanVerdicts(ctx.db);
    await finish(ctx, now, true);
  });
}

async function finish(ctx: CommandCtx, at: Date, isWhole: boolean): Promise<void> {
  await markLooked(ctx.db, at, isWhole);
  ctx.tell("crm.duplicates");
}

async function within<T>(
  house: House,
  caller: Caller,
  name: string,
  work: (ctx: CommandCtx) => Promise<T>,
): Promise<T> {
  const called = { ...caller, now: house.now() };
  const done = await inCompany(house, called, name, "read write", work);
  afterCommit(house, called, done.topics, done.leftJobs);
  return done.output;
}
