import { refused, refuseIf } from "#kernel/errors.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { openSampleConnection, requireConnection } from "../connections/connections.ts";
import { type Sample, sample } from "./sample.contract.ts";
import { whyNotLoad, whyNotRemove } from "./sample.rules.ts";
import { insertRun, lockRun, markRun, type RunRow, selectRun } from "./sample.sql.ts";

const WRITE = "connect.sample.write";
const TOPIC = "connect.sample";
const NAME = "Sample store";
/** Roughly: the played history says how many there are when it has been made. */
const EXPECTED_COUNT = 12_000;

export const getSample = query({
  does: sample.get,
  needs: "connect.sample.read",
  run: (ctx) => readSample(ctx),
});

export const loadSample = command({
  does: sample.load,
  needs: WRITE,
  async run(ctx) {
    refuseIf(whyNotLoad((await readSample(ctx)).state));

    // A second one at the same moment is stopped by the index that allows one live sample store.
    const id = await openSampleConnection(ctx, NAME);
    await insertRun(ctx.db, id, EXPECTED_COUNT, ctx.now);

    await ctx.audit({ type: "connection", id, name: NAME }, { loaded: "sample" });
    await ctx.later("connect.sample.load", { connectionId: id });
    ctx.tell(TOPIC);
    return readSample(ctx);
  },
});

export const removeSample = command({
  does: sample.remove,
  needs: WRITE,
  async run(ctx) {
    const { connectionId } = await requireRun(ctx.db);
    const { state } = await lockRun(ctx.db, connectionId);
    refuseIf(whyNotRemove(state === "removed" ? "none" : state));
    const { id, name } = await requireConnection(ctx.db, connectionId);

    await markRun(ctx.db, id, "removing", ctx.now);

    await ctx.audit({ type: "connection", id, name }, { removed: "sample" });
    await ctx.later("connect.sample.remove", { connectionId: id });
    ctx.tell(TOPIC);
    return readSample(ctx);
  },
});

async function requireRun(db: Db): Promise<RunRow> {
  const run = await selectRun(db);
  if (run === null) throw refused("connect.sample.not_loaded");
  return run;
}

async function readSample(ctx: Ctx): Promise<Sample> {
  const run = await selectRun(ctx.db);
  const state = run === null || run.state === "removed" ? "none" : run.state;
  return {
    state,
    doneCount: run?.doneCount ?? 0,
    totalCount: run?.totalCount ?? 0,
    blocked: {
      load: ctx.whyNotMay(WRITE) ?? whyNotLoad(state),
      remove: ctx.whyNotMay(WRITE) ?? whyNotRemove(state),
    },
  };
}
