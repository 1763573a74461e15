import { z } from "zod";
import { mailReaders } from "#modules/companies/companies.public.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { type Job, job } from "#platform/jobs/jobs.ts";
import type { TaskId } from "./tasks.contract.ts";
import { dueMail, givenMail } from "./tasks.mails.ts";
import { takeDue, takeUntold } from "./tasks.sql.ts";
import { leaveReminder, REMIND, TELL } from "./tasks.ts";

export const taskJobs: Job[] = [
  /** Writes to whom a task was given, once each. */
  job(TELL, z.object({ id: z.uuid() }), (house, caller, { id }) =>
    done(house, caller, TELL, async (ctx) => {
      const untold = await takeUntold(ctx.db, id as TaskId);
      if (untold === null) return;
      const { title, assigneeId } = untold;
      await ctx.inControl(async (control) => {
        for (const reader of await mailReaders(control, ctx, [assigneeId], "tasks"))
          await ctx.mail(control, givenMail(reader, { ...saidOf(ctx), title }));
      });
    }),
  ),

  /** One mail to each of what is due for them; what is due on another day leaves a job for then. */
  job(REMIND, z.object({}), (house, caller) =>
    done(house, caller, REMIND, async (ctx) => {
      const due = await takeDue(ctx.db, ctx.company.zone, ctx.now);
      await leaveReminder(ctx);
      const byAssignee = Map.groupBy(due, ({ assigneeId }) => assigneeId);
      if (byAssignee.size === 0) return;
      await ctx.inControl(async (control) => {
        for (const reader of await mailReaders(control, ctx, [...byAssignee.keys()], "tasks")) {
          const titles = (byAssignee.get(reader.id) ?? []).map(({ title }) => title);
          await ctx.mail(control, dueMail(reader, { ...saidOf(ctx), titles }));
        }
      });
    }),
  ),
];

async function done(
  house: House,
  caller: Caller,
  name: string,
  work: (ctx: CommandCtx) => Promise<void>,
): Promise<void> {
  const called = { ...caller, now: house.now() };
  const { topics, leftJobs } = await inCompany(house, called, name, "read write", work);
  afterCommit(house, called, topics, leftJobs);
}

const saidOf = ({ company, publicUrl }: CommandCtx) => ({
  company: company.name,
  link: `${publicUrl}/tasks`,
  settings: `${publicUrl}/settings`,
});
