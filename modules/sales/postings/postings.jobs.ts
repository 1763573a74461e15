import { z } from "zod";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { job } from "#platform/jobs/jobs.ts";
import { lockOrdersAfter, lockRun, lockUndecided, markRun, selectWaiting } from "./postings.sql.ts";
import {
  changesAnew,
  FILL,
  fillAll,
  LINKED,
  postAnew,
  postOrders,
  RERUN,
  TOPIC,
} from "./postings.ts";
import { lockOrdersWithin, lockRerun, markRerun, type RerunRow } from "./ruling.sql.ts";

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

/** A time is posted anew: tried, or done. */
const rerun = job(RERUN, z.object({}), async (house, caller) => {
  const startedAt = performance.now();
  while (await step(house, caller, rerunSome)) {
    if (performance.now() - startedAt < RUN_MS) continue;
    await step(house, caller, async (ctx) => {
      await ctx.later(RERUN, {}, { key: RERUN });
      return false;
    });
    return;
  }
});

/** A product was told after much had been sold of it. */
const linked = job(LINKED, z.object({ productId: z.uuid() }), async (house, caller, of) => {
  let after: string | null = null;
  const some = async (ctx: CommandCtx) => {
    const orders = await lockUndecided(ctx.db, of.productId, after, STEP);
    await postOrders(
      ctx,
      orders.map(({ id }) => id),
    );
    after = orders.at(-1)?.id ?? null;
    return orders.length === STEP;
  };
  while (await step(house, caller, some));
});

export const postingJobs = [fill, switchedOn, ratesChanged, rerun, linked];

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

async function rerunSome(ctx: CommandCtx): Promise<boolean> {
  const run = await lockRerun(ctx.db);
  if (run === null || run.state === "tried" || run.state === "posted") return false;
  const orders = await lockOrdersWithin(ctx.db, run, ctx.company.zone, STEP);
  const ids = orders.map(({ id }) => id);
  const tried = run.state === "trying" ? await triedWith(ctx, run, ids) : run;
  if (run.state === "posting") await postAnew(ctx, ids);
  const isDone = orders.length < STEP;
  await markRerun(ctx.db, {
    ...tried,
    state: !isDone ? run.state : run.state === "trying" ? "tried" : "posted",
    doneCount: run.doneCount + orders.length,
    reachedId: ids.at(-1) ?? run.reachedId,
  });
  ctx.tell(TOPIC);
  return !isDone;
}

async function triedWith(
  ctx: CommandCtx,
  run: RerunRow,
  ids: readonly string[],
): Promise<RerunRow> {
  let { changedCount } = run;
  const sums = new Map(Object.entries(run.sums));
  for (const id of ids) {
    const changes = await changesAnew(ctx, id);
    if (changes.length > 0) changedCount += 1;
    for (const { accountId, amountMinor } of changes)
      sums.set(accountId, (sums.get(accountId) ?? 0) + amountMinor);
  }
  return { ...run, changedCount, sums: Object.fromEntries(sums) };
}
