import { z } from "zod";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { type Job, job } from "#platform/jobs/jobs.ts";
import { invoiceCarried } from "../invoices/carried.ts";
import { languageFor, leaveSending, writtenFor } from "../sendings/sendings.ts";
import {
  type DueReminder,
  insertReminder,
  type PolicyRow,
  selectDue,
  selectPolicy,
} from "./reminders.sql.ts";
import { leaveRun, RUN } from "./reminders.ts";

const AT_ONCE = 50;

/** Each morning: reminds of what has come, some at a time, and leaves the next morning's look. */
const run = job(RUN, z.object({}), async (house, caller) => {
  for (let isMore = true; isMore; ) {
    const called = { ...caller, now: house.now() };
    const done = await inCompany(house, called, RUN, "read write", async (ctx) => {
      const policy = await selectPolicy(ctx.db);
      if (policy?.isActive !== true) return false;
      const due = await selectDue(ctx.db, policy, ctx.today, AT_ONCE);
      for (const one of due) await remind(ctx, policy, one);
      if (due.length === AT_ONCE) return true;
      await leaveRun(ctx, "tomorrow");
      return false;
    });
    afterCommit(house, called, done.topics, done.leftJobs);
    isMore = done.output;
  }
});

export const reminderJobs: readonly Job[] = [run];

async function remind(ctx: CommandCtx, policy: PolicyRow, due: DueReminder): Promise<void> {
  if ((await insertReminder(ctx.db, due, ctx.now)) === 0) return;
  const seen = await invoiceCarried.see(ctx, due.id);
  const { email } = seen.printable.drawn.buyer;
  const language = (await languageFor(ctx, email)) ?? policy.language;
  await leaveSending(ctx, seen, {
    ...{ paper: { type: "invoice", id: due.id }, kind: "reminder", email, language },
    ...writtenFor(seen, "reminder", ctx.today, language),
  });
}
