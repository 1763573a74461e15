import { z } from "zod";
import { adminsOf } from "#modules/companies/companies.public.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { job } from "#platform/jobs/jobs.ts";
import { tellStep } from "./history.ts";
import type { Keepers } from "./keeping.ts";
import { leaveReminder, REMIND, subjectOf } from "./opening.ts";
import type { RequestId } from "./requests.contract.ts";
import { reminderMail } from "./requests.mails.ts";
import { lockRequest, markReminded } from "./requests.sql.ts";
import { ERASE_STORE, eraseSomeOfStore } from "./store-erasure.ts";

/** Writes to the Admins about a request that nobody has answered, once on each day that is meant for it. */
const remind = job(REMIND, z.object({ id: z.uuid() }), async (house, caller, { id }) => {
  const called = { ...caller, now: house.now() };
  const { topics, leftJobs } = await inCompany(house, called, REMIND, "read write", (ctx) =>
    remindOf(ctx, id as RequestId),
  );
  afterCommit(house, called, topics, leftJobs);
});

async function remindOf(ctx: CommandCtx, id: RequestId): Promise<void> {
  const request = await lockRequest(ctx.db, id, ctx.today);
  if ((await markReminded(ctx.db, id, ctx.today)) === 0) return;
  await tellStep(ctx, id, "reminded");
  await ctx.audit(subjectOf(id), { reminded: true, dueOn: request.dueOn });
  await leaveReminder(ctx, id, request.dueOn);
  ctx.tell("records.timeline");
  await ctx.inControl(async (control) => {
    for (const admin of await adminsOf(control, ctx.company.id))
      await ctx.mail(control, reminderMail(admin, request, ctx.company.name, ctx.publicUrl));
  });
}

/** A hundred at a time until none is left; told again it goes on where it stopped, for who is gone is found no more. */
const eraseStore = (keepers: Keepers) =>
  job(ERASE_STORE, z.object({ id: z.uuid() }), async (house, caller, { id }) => {
    for (let after: string | null | undefined; after !== null; ) {
      const called = { ...caller, now: house.now() };
      const from: string | undefined = after;
      const done = await inCompany(house, called, ERASE_STORE, "read write", (ctx) =>
        eraseSomeOfStore(ctx, keepers, id as RequestId, from),
      );
      afterCommit(house, called, done.topics, done.leftJobs);
      after = done.output;
    }
  });

export const requestJobs = (keepers: Keepers) => [remind, eraseStore(keepers)];
