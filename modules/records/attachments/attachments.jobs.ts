import { z } from "zod";
import { showId } from "#kernel/ids.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { type Job, job } from "#platform/jobs/jobs.ts";
import { UNFINISHED_MS } from "./attachments.rules.ts";
import { deleteUnfinished } from "./attachments.sql.ts";
import { leavePurge, PURGE } from "./attachments.ts";

const BATCH = 100;

export const attachmentJobs: Job[] = [
  job(PURGE, z.object({}), async (house, caller) => {
    for (;;) {
      const called = { ...caller, now: house.now() };
      const done = await inCompany(house, called, PURGE, "read write", purge);
      afterCommit(house, called, done.topics, done.leftJobs);
      if (done.output < BATCH) return;
    }
  }),
];

async function purge(ctx: CommandCtx): Promise<number> {
  const begunBefore = new Date(ctx.now.getTime() - UNFINISHED_MS);
  const gone = await deleteUnfinished(ctx.db, begunBefore, BATCH);
  for (const { id, subjectType, subjectId } of gone)
    await ctx.audit(
      { type: subjectType, id: subjectId, name: "" },
      { attachment: showId("attachment", id), purged: true },
    );
  if (gone.length < BATCH) await leavePurge(ctx);
  return gone.length;
}
