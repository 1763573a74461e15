import { Problem, refuseIf } from "#kernel/errors.ts";
import { setMemberDisabled } from "#modules/accounts/accounts.public.ts";
import { command } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { type Member, members } from "./members.contract.ts";
import { disabledMail, enabledMail } from "./members.mails.ts";
import { whyNotDisable, whyNotEnable } from "./members.rules.ts";
import { lockCompany, selectLocale, selectMember, selectMemberCounts } from "./members.sql.ts";
import { DISABLE, refuseAbove, shownOf } from "./members.ts";

/** Sessions and keys are asked for the membership on each request: a disabled one opens nothing from the next on. */
export const disableMember = command({
  does: members.disable,
  needs: DISABLE,
  isForCancelled: true,
  run: (ctx, { id }) => setDisabled(ctx, id, ctx.now),
});

export const enableMember = command({
  does: members.enable,
  needs: DISABLE,
  run: (ctx, { id }) => setDisabled(ctx, id, null),
});

async function setDisabled(ctx: CommandCtx, id: string, at: Date | null): Promise<Member> {
  const companyId = ctx.company.id;
  const { name, disabledAt } = await ctx.inControl((control) =>
    selectMember(control, companyId, id),
  );
  await ctx.audit(
    { type: "member", id, name },
    { before: { disabledAt }, after: { disabledAt: at } },
  );
  ctx.tell("companies.members", "accounts.me");
  // Last, for it commits on its own: whatever is refused or fails before has changed nothing.
  return ctx.inControl(async (control) => {
    await lockCompany(control, companyId);
    const before = await selectMember(control, companyId, id);
    await refuseAbove(control, ctx, before.role);
    const { adminCount } = await selectMemberCounts(control, companyId);
    const why = at === null ? whyNotEnable : whyNotDisable;
    refuseIf(why({ ...before, adminCount }, ctx.actor.id));
    if ((await setMemberDisabled(control, { companyId, accountId: id, at })) === 0)
      throw new Problem("stale", "record.changed_meanwhile");
    const to = await selectLocale(control, id);
    const mail = at === null ? enabledMail : disabledMail;
    if (to !== null)
      await ctx.mail(control, mail(to, { company: ctx.company.name, by: ctx.actor.name }));
    const after = await selectMemberCounts(control, companyId);
    return shownOf(ctx, await selectMember(control, companyId, id), after.adminCount);
  });
}
