import { z } from "zod";
import { job } from "#platform/jobs/jobs.ts";
import { checkLog } from "./chain.ts";
import { ACKNOWLEDGE, signGap } from "./gaps.ts";

/** Somebody asked for it: all of the log, whatever was looked through before. */
const checkWhole = job("trust.audit.check", z.object({}), async (house, { access }) => {
  await checkLog(house, access, { isWhole: true });
  house.live.publish(access.company.id, ["trust.audit"]);
});

const acknowledge = job(ACKNOWLEDGE, z.object({}), (house, { access }) => signGap(house, access));

export const auditJobs = [checkWhole, acknowledge];
