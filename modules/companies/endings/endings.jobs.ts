import { z } from "zod";
import { job } from "#platform/jobs/jobs.ts";

/** Does nothing itself: that it waits is what wakes the company, whose other jobs then run. */
const awake = job("companies.endings.awake", z.object({}), async () => undefined);

export const endingJobs = [awake];
