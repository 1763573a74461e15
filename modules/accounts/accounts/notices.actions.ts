import { accountAction } from "#platform/actions/action.ts";
import { accounts, type Notices } from "./accounts.contract.ts";
import { lockAccount, markMailsOff, markMentionsSeen, selectMailsOff } from "./accounts.sql.ts";

/** Which mails about their work somebody wants. */
export const getNotices = accountAction({
  does: accounts.notices,
  named: "accounts.accounts.notices",
  run: async (ctx) => noticesFrom(await selectMailsOff(ctx.db, ctx.account.id)),
});

export const changeNotices = accountAction({
  does: accounts.changeNotices,
  named: "accounts.accounts.change_notices",
  async run(ctx, change) {
    await lockAccount(ctx.db, ctx.account.id);
    const was = noticesFrom(await selectMailsOff(ctx.db, ctx.account.id));
    const is = { mentions: change.mentions ?? was.mentions, tasks: change.tasks ?? was.tasks };
    const off = Object.entries(is).flatMap(([kind, isOn]) => (isOn ? [] : [kind]));
    await markMailsOff(ctx.db, ctx.account.id, off, ctx.now);
    return is;
  },
});

export const seeMentions = accountAction({
  does: accounts.seeMentions,
  named: "accounts.accounts.see_mentions",
  async run(ctx) {
    const companyId = ctx.account.company?.id;
    if (companyId !== undefined)
      await markMentionsSeen(ctx.db, { companyId, accountId: ctx.account.id, now: ctx.now });
    return { done: true as const };
  },
});

const noticesFrom = (off: readonly string[]): Notices => ({
  mentions: !off.includes("mentions"),
  tasks: !off.includes("tasks"),
});
