import type { BuiltHouse } from "#platform/house/build.ts";
import { startWorker } from "#platform/jobs/worker.ts";
import { openMailer } from "#platform/mail/mailer.ts";
import { JOBS } from "../../modules/modules.ts";
import { SCHEDULE } from "./schedule.ts";
import { startSchedule } from "./scheduling.ts";
import { TRUST_SCHEDULE } from "./trust-schedule.ts";

export type Workers = { stop(): Promise<void> };

/** Everything a house does by itself: the companies' jobs, the mail, and what recurs. */
export async function startWorkers(built: BuiltHouse): Promise<Workers> {
  const { house, controlUrl } = built;
  const mailer = await openMailer(house);
  const worker = startWorker(house, { controlUrl, jobs: JOBS });
  const schedule = startSchedule(built, [...SCHEDULE, ...TRUST_SCHEDULE]);
  return {
    stop: async () => {
      await Promise.all([schedule.stop(), worker.stop()]);
      await mailer.close();
    },
  };
}
