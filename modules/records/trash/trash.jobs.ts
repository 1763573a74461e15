import { z } from "zod";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import { eraseWords } from "#platform/audit/erasing.ts";
import type { House } from "#platform/house/house.ts";
import { type Job, job } from "#platform/jobs/jobs.ts";
import { forgetBulked } from "../bulk/bulk.ts";
import { askToLearnAnew } from "../search/search.ts";
import { lockDue, type TrashEntry } from "./trash.sql.ts";
import { type Bins, forgetTrashed, leavePurge, PURGE } from "./trash.ts";

const BATCH = 100;

/** Leaves nothing of what has been in the trash for its time; what is due later leaves a job for then. */
export const trashJobs = (bins: Bins): Job[] => [
  job(PURGE, z.object({}), async (house, caller) => {
    while ((await purgeBatch(house, caller, bins)) === BATCH);
  }),
];

async function purgeBatch(house: House, caller: Caller, bins: Bins): Promise<number> {
  const called = { ...caller, now: house.now() };
  const { output, topics, leftJobs } = await inCompany(
    house,
    called,
    PURGE,
    "read write",
    async (ctx) => {
      const due = await lockDue(ctx.db, ctx.now, BATCH);
      await purge(ctx, bins, due);
      if (due.length < BATCH) await leavePurge(ctx);
      return due.length;
    },
  );
  afterCommit(house, called, topics, leftJobs);
  return output;
}

async function purge(
  ctx: CommandCtx,
  { bins, followers }: Bins,
  due: readonly TrashEntry[],
): Promise<void> {
  for (const bin of bins) {
    const ids = due.filter(({ type }) => type === bin.type).map(({ id }) => id);
    if (ids.length === 0) continue;
    for (const { follows, purging } of followers)
      if (follows === bin.type) await purging?.(ctx, ids);
    await bin.purge(ctx, ids);
    await askToLearnAnew(ctx);
    await forgetTrashed(ctx, bin.type, ids);
    await forgetBulked(ctx, ids);
    for (const id of ids) {
      const erased = await eraseWords(ctx.db, bin.type, [id]);
      // Without its name: that is gone too.
      await ctx.audit({ type: bin.type, id, name: "" }, { purged: true, erased });
    }
    ctx.tell(...bin.topics);
  }
}
