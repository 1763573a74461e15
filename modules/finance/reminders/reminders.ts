import { addDays } from "#kernel/day.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { selectMorning } from "./reminders.sql.ts";

export const TOPIC = "finance.reminders";
export const RUN = "finance.reminders.run";

/** Leaves the look of a morning: of this one, also where it is past, or of the next. */
export async function leaveRun(ctx: CommandCtx, when: "today" | "tomorrow"): Promise<void> {
  const day = when === "today" ? ctx.today : addDays(ctx.today, 1);
  const runAt = await selectMorning(ctx.db, day, ctx.company.zone);
  await ctx.later(RUN, {}, { runAt, key: RUN });
}
