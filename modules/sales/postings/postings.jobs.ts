import { z } from "zod";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { job } from "#platform/jobs/jobs.ts";
import { lockOrdersAfter, lockRun, markRun, selectWaiting } from "./postings.sql.ts";
import { FILL, fillAll, postOrders, TOPIC } from "./postings.ts";

/** Orders posted in one transaction: who changes one of them waits for so many. */
const STEP = 200;
/** After so long a run leaves a job for its successor: others of the company get their turn, and a stop is soon over. */
const RUN_MS = 20_000;

/** Posts every order there is, from the first to the last, and goes on where it stopped. */
const fill = job(FILL, z.object({}), async (house, caller) => {
  const startedAt = performance.now();
  while (await step(house, caller, fillSome)) {
    if (performance.now() - startedAt < RUN_MS) continue;
    await step(house, caller, async (ctx) => {
      await ctx.later(FILL, {}, { key: FILL });
      return false;
    });
    return;
  }
});

/** The books were switched on: what was sold before is posted. */
const switchedOn = job("finance.books.switched_on", z.object({}), async (house, caller) => {
  await step(house, caller, async (ctx) => {
    await fillAll(ctx);
    ctx.tell(TOPIC);
    return false;
  });
});

/** A rate was told: orders that waited for one are tried again. */
const ratesChanged = job("finance.rates.changed", z.object({}), async (house, caller) => {
  let last = -1;
  const some = async (ctx: CommandCtx) => {
    const waiting = await selectWaiting(ctx.db, STEP);
    await postOrders(
      ctx,
      waiting.map(({ orderId }) => orderId),
    );
    ctx.tell(TOPIC);
    // Those that are still without a rate stay; when nobody was helped there is nothing more to do.
    const isHelping = waiting.length !== last;
    last = waiting.length;
    return waiting.length > 0 && isHelping;
  };
  while (await step(house, caller, some));
});

export const postingJobs = [fill, switchedOn, ratesChanged];

async function step(
  house: House,
  caller: Caller,
  work: (ctx: CommandCtx) => Promise<boolean>,
): Promise<boolean> {
  const called = { ...caller, now: house.now() };
  const { output, topics, leftJobs } = await inCompany(house, called, FILL, "read write", work);
  afterCommit(house, called, topics, leftJobs);
  return output;
}

async function fillSome(ctx: CommandCtx): Promise<boolean> {
  const run = await lockRun(ctx.db);
  if (run === null || run.state === "done") return false;
  const orders = await lockOrdersAfter(ctx.db, run.reachedId, STEP);
  await postOrders(
    ctx,
    orders.map(({ id }) => id),
  );
  const isDone = orders.length < STEP;
  await markRun(ctx.db, {
    ...run,
    state: isDone ? "done" : "running",
    doneCount: run.doneCount + orders.length,
    reachedId: orders.at(-1)?.id ?? run.reachedId,
  });
  ctx.tell(TOPIC);
  return !isDone;
}
