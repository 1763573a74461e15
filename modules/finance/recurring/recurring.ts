import type { CommandCtx } from "#platform/actions/context.ts";
import type { RecurringId } from "./recurring.contract.ts";
import { type RecurringRow, selectMorning } from "./recurring.sql.ts";

export const TOPIC = "finance.recurring";
export const RUN = "finance.recurring.run";

export const subjectOf = ({ id, buyer }: Pick<RecurringRow, "id" | "buyer">) => ({
  ...{ type: "recurring_invoice", id, name: buyer.name },
});

/** Leaves the job that makes the next one, for the morning of its day; at once where that day has begun. */
export async function leaveRun(
  ctx: CommandCtx,
  id: RecurringId,
  nextOn: string | null,
): Promise<void> {
  if (nextOn === null) return;
  const runAt =
    nextOn <= ctx.today ? ctx.now : await selectMorning(ctx.db, nextOn, ctx.company.zone);
  await ctx.later(RUN, { id }, { runAt, key: `${RUN}:${id}` });
}
