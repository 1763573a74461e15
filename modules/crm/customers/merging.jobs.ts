import { z } from "zod";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import { type Job, job } from "#platform/jobs/jobs.ts";
import type { MergeFollower } from "./merging.ts";
import { SETTLE, settleDue } from "./settling.ts";

/** Thirty days after a merge its parts are one for good, and nothing is kept of them. */
export const mergingJobs = (followers: readonly MergeFollower[]): Job[] => [
  job(SETTLE, z.object({}), async (house, caller) => {
    for (let hasMore = true; hasMore; ) {
      const called = { ...caller, now: house.now() };
      const done = await inCompany(house, called, SETTLE, "read write", (ctx) =>
        settleDue(ctx, followers),
      );
      afterCommit(house, called, done.topics, done.leftJobs);
      hasMore = done.output;
    }
  }),
];
