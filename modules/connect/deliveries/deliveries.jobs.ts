import { z } from "zod";
import { job } from "#platform/jobs/jobs.ts";
import { PROCESS } from "./names.ts";
import { processWaiting } from "./processing.ts";

export const processDeliveries = job(PROCESS, z.object({}), (house, caller) =>
  processWaiting(house, caller),
);

export const deliveryJobs = [processDeliveries];
