import { refuseIfStale } from "#kernel/errors.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { reminders } from "./reminders.contract.ts";
import { lockPolicy, markPolicy, type PolicyRow, selectPolicy } from "./reminders.sql.ts";
import { leaveRun, TOPIC } from "./reminders.ts";

const WRITE = "finance.reminders.write";
const UNSAID: PolicyRow = {
  ...{ isActive: false, days: [-3, 7, 14], language: "en", since: null, version: 1 },
};

export const getReminderPolicy = query({
  does: reminders.get,
  needs: "finance.reminders.read",
  run: async (ctx) => shownOf(ctx, (await selectPolicy(ctx.db)) ?? UNSAID),
});

export const changeReminderPolicy = command({
  does: reminders.change,
  needs: WRITE,
  async run(ctx, { version, isActive, days: said, language }) {
    const before = await lockPolicy(ctx.db);
    refuseIfStale(before, version);
    const days = [...new Set(said)].sort((one, other) => one - other);
    // Switched on anew it does not go back to what was due while it was off.
    const since = isActive && !before.isActive ? ctx.today : before.since;
    await markPolicy(ctx.db, { isActive, days, language, since });
    if (isActive) await leaveRun(ctx, "today");
    await ctx.audit(
      { type: "company", id: ctx.company.id, name: ctx.company.name },
      { before: { isActive: before.isActive, days: before.days }, after: { isActive, days } },
    );
    ctx.tell(TOPIC);
    return shownOf(ctx, { isActive, days, language, since, version: version + 1 });
  },
});

const shownOf = (ctx: Ctx, row: PolicyRow) => ({
  ...row,
  blocked: { change: ctx.whyNotMay(WRITE) },
});
