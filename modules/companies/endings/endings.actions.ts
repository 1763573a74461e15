import { invalid, refuseIf } from "#kernel/errors.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { markEndsAt } from "#platform/tenancy/ending.ts";
import { adminsOf } from "../members/admins.ts";
import { cancelIn, saidOf } from "./cancelling.ts";
import { type Ending, endings } from "./endings.contract.ts";
import { undoneMail } from "./endings.mails.ts";
import { whyNotCancel, whyNotUndo } from "./endings.rules.ts";
import { type EndingRow, lockEnding, markUndone, selectEnding } from "./endings.sql.ts";

const CANCEL = "companies.endings.cancel";
const UNDO = "companies.endings.undo";

export const showEnding = query({
  does: endings.get,
  needs: "companies.endings.read",
  async run(ctx) {
    const row = await ctx.inControl((control) => selectEnding(control, ctx.company.id));
    return {
      ending: row === null ? null : shownOf(ctx, row),
      blocked: { cancel: ctx.whyNotMay(CANCEL) ?? whyNotCancel(row !== null) },
    };
  },
});

export const cancelCompany = command({
  does: endings.cancel,
  needs: CANCEL,
  isForFresh: true,
  isForReadOnly: true,
  async run(ctx, { name, reason = "" }) {
    if (name.trim() !== ctx.company.name)
      throw invalid({ path: ["name"], code: "companies.ending.other_name" });
    return shownOf(ctx, await cancelIn(ctx, reason === "" ? null : reason));
  },
});

export const undoCancelling = command({
  does: endings.undo,
  needs: UNDO,
  isForCancelled: true,
  async run(ctx, { id }) {
    const { id: companyId, name } = ctx.company;
    await ctx.audit({ type: "company", id: companyId, name }, { undone: true });
    // What waited meanwhile, what stores sent too, is seen to as soon as the company is open again.
    await ctx.later(AWAKE, {});
    ctx.tell("accounts.me", "companies.endings");
    await ctx.inControl(async (control) => {
      const row = await lockEnding(control, companyId, id);
      refuseIf(whyNotUndo(row, ctx.now));
      await markUndone(control, id, ctx.now);
      await markEndsAt(control, companyId, null, ctx.now);
      for (const admin of await adminsOf(control, companyId))
        await ctx.mail(control, undoneMail(admin, saidOf(ctx, row.endsAt), ctx.actor.name));
    });
    return { done: true as const };
  },
});
const AWAKE = "companies.endings.awake";

function shownOf(ctx: Ctx, row: EndingRow): Ending {
  const { id, cancelledAt, cancelledBy, reason, endsAt } = row;
  const undo = ctx.whyNotMay(UNDO) ?? whyNotUndo(row, ctx.now);
  return { id, cancelledAt, cancelledBy, reason, endsAt, blocked: { undo } };
}
