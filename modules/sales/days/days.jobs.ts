import { z } from "zod";
import { addDays, type Day } from "#kernel/day.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { job } from "#platform/jobs/jobs.ts";
import {
  deleteAllDays,
  deleteTouches,
  holdStill,
  lockHorizon,
  markHorizon,
  selectNextDay,
  selectTouchedDays,
  writeDays,
} from "./days.sql.ts";
import { ROLL_UP } from "./days.ts";

/** Days added up in one transaction. */
const STEP = 31;
/** After so long a run leaves a job for its successor: others of the company get their turn, and a stop is soon over. */
const RUN_MS = 20_000;

/** Adds up the days that are over and those touched since, a month at a time, until nothing is left. */
const rollUp = job(ROLL_UP, z.object({}), async (house, caller) => {
  const startedAt = performance.now();
  while (await isLeftAfter(house, caller, rollUpSome)) {
    if (performance.now() - startedAt < RUN_MS) continue;
    await isLeftAfter(house, caller, async (ctx) => {
      await ctx.later(ROLL_UP, {}, { key: ROLL_UP });
      return false;
    });
    return;
  }
});

export const dayJobs = [rollUp];

async function isLeftAfter(
  house: House,
  caller: Caller,
  work: (ctx: CommandCtx) => Promise<boolean>,
): Promise<boolean> {
  const called = { ...caller, now: house.now() };
  const done = await inCompany(house, called, ROLL_UP, "read write", work);
  afterCommit(house, called, done.topics, done.leftJobs);
  return done.output;
}

/** Answers whether there is more to do. */
async function rollUpSome(ctx: CommandCtx): Promise<boolean> {
  const { db, today } = ctx;
  const { zone } = ctx.company;
  await holdStill(db);
  const horizon = await lockHorizon(db);
  // Where a day is another day, nothing of what was added up holds.
  const isMoved = horizon.zone !== zone;
  if (isMoved) await deleteAllDays(db);
  const untilOn = isMoved ? null : horizon.untilOn;

  const touched = untilOn === null ? [] : await selectTouchedDays(db, zone, untilOn, STEP);
  const ahead = touched.length > 0 ? null : await daysAhead(ctx, untilOn);
  const days = ahead?.days ?? touched;
  const reached = ahead?.untilOn ?? untilOn ?? today;
  if (days.length > 0) await writeDays(db, zone, days);
  await deleteTouches(db, zone, days, reached);
  await markHorizon(db, zone, reached);
  return days.length > 0;
}

/** The next days to add up, from the first on which anything was sold, and how far that brings the horizon. */
async function daysAhead(
  { db, company, today }: CommandCtx,
  untilOn: Day | null,
): Promise<{ days: Day[]; untilOn: Day }> {
  const first = await selectNextDay(db, company.zone, untilOn);
  const days: Day[] = [];
  let day = first ?? today;
  for (; day < today && days.length < STEP; day = addDays(day, 1)) days.push(day);
  return { days, untilOn: days.length === 0 ? laterOf(today, untilOn) : day };
}

/** The horizon never comes back: a clock that is behind adds nothing up. */
const laterOf = (day: Day, other: Day | null): Day => (other === null || day > other ? day : other);
