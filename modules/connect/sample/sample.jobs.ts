import { z } from "zod";
import { forgetStoreProducts } from "#modules/catalog/catalog.public.ts";
import { forgetStoreCustomers } from "#modules/crm/crm.public.ts";
import { bindTimeline, gatherTimeline } from "#modules/records/records.public.ts";
import { forgetStoreSales } from "#modules/sales/sales.public.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { job } from "#platform/jobs/jobs.ts";
import type { ConnectionId } from "../connections/connections.contract.ts";
import { closeSampleConnection } from "../connections/connections.ts";
import { applyDeeds } from "../deliveries/deeds.ts";
import type { Deed } from "../deliveries/deliveries.rules.ts";
import { sampleHistory } from "./history.ts";
import { lockRun, markDone, markRun, type RunRow } from "./sample.sql.ts";

const LOAD = "connect.sample.load";
const REMOVE = "connect.sample.remove";
const BATCH = 100;
/** After so long a run leaves the rest to the next: a stop is over before it is forced, and other jobs get their turn. */
const RUN_MS = 25_000;

const OfConnection = z.object({ connectionId: z.custom<ConnectionId>() });

/** Writes the sample history down, batch by batch with its progress, so that a run that was cut off goes on where it was. */
const loadSampleJob = job(LOAD, OfConnection, async (house, caller, { connectionId }) => {
  const begun = await inStep(house, caller, connectionId, async () => undefined);
  if (begun.state !== "loading") return;
  const { company } = caller.access;
  const deeds = await sampleHistory(connectionId, company, begun.startedAt);
  const startedAt = performance.now();
  for (;;) {
    const { state } = await inStep(house, caller, connectionId, (ctx, run) =>
      loadBatch(ctx, run, deeds),
    );
    if (state !== "loading") return;
    if (performance.now() - startedAt > RUN_MS) break;
  }
  await inStep(house, caller, connectionId, (ctx) => ctx.later(LOAD, { connectionId }));
});

const removeSampleJob = job(REMOVE, OfConnection, async (house, caller, { connectionId }) => {
  await inStep(house, caller, connectionId, async (ctx, run) => {
    if (run.state !== "removing") return;
    const { stay } = await forgetStoreSales(ctx, connectionId);
    await forgetStoreProducts(ctx, connectionId);
    await forgetStoreCustomers(ctx, connectionId, stay);
    await closeSampleConnection(ctx, connectionId);
    await markRun(ctx.db, connectionId, "removed", ctx.now);
  });
});

export const sampleJobs = [loadSampleJob, removeSampleJob];

type Ctx = Parameters<typeof applyDeeds>[0];

async function loadBatch(ctx: Ctx, run: RunRow, deeds: readonly Deed[]): Promise<void> {
  if (run.state !== "loading") return;
  const doneCount = Math.min(run.doneCount + BATCH, deeds.length);
  gatherTimeline(ctx);
  await applyDeeds(ctx, deeds.slice(run.doneCount, doneCount));
  await bindTimeline(ctx);
  await markDone(ctx.db, run.connectionId, doneCount, deeds.length);
  if (doneCount === deeds.length) await markRun(ctx.db, run.connectionId, "loaded", ctx.now);
}

/** One transaction on the run's locked row, acting as the sample store; the run as it stood when it began. */
async function inStep(
  house: House,
  caller: Caller,
  connectionId: ConnectionId,
  work: (ctx: Ctx, run: RunRow) => Promise<unknown>,
): Promise<RunRow> {
  const actor = {
    kind: "connection",
    id: connectionId,
    name: "Sample store",
    permissions: new Set<string>(),
  } as const;
  const called = { ...caller, actor, now: house.now() };
  const { output, topics, leftJobs } = await inCompany(
    house,
    called,
    LOAD,
    "read write",
    async (ctx) => {
      const run = await lockRun(ctx.db, connectionId);
      await work(ctx, run);
      ctx.tell("connect.sample");
      return run;
    },
  );
  afterCommit(house, called, topics, leftJobs);
  return output;
}
