import { z } from "zod";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import { job } from "#platform/jobs/jobs.ts";
import { PURGE_DELIVERIES } from "../connections/trash.ts";
import { PROCESS } from "./names.ts";
import { processWaiting } from "./processing.ts";
import { purgeSome } from "./trash.sql.ts";

const PURGED_AT_ONCE = 5000;

export const processDeliveries = job(PROCESS, z.object({}), (house, caller) =>
  processWaiting(house, caller),
);

/** Some at a time, until nothing is left of what a connection that is gone for good had sent. */
export const purgeDeliveries = job(
  PURGE_DELIVERIES,
  z.object({ connectionId: z.string() }),
  async (house, caller, { connectionId }) => {
    const some = () =>
      inCompany(house, caller, PURGE_DELIVERIES, "read write", async (ctx) => {
        const count = await purgeSome(ctx.db, connectionId, PURGED_AT_ONCE);
        ctx.tell("connect.deliveries");
        return count;
      });
    for (;;) {
      const { output: count, topics, leftJobs } = await some();
      afterCommit(house, caller, topics, leftJobs);
      if (count < PURGED_AT_ONCE) return;
    }
  },
);

export const deliveryJobs = [processDeliveries, purgeDeliveries];
