import { invalid, refuseIf } from "#kernel/errors.ts";
import { accountAction } from "#platform/actions/action.ts";
import { markSessionKept } from "#platform/auth/sessions.sql.ts";
import { closeAccount, lockedAccount, reopenAccount } from "../accounts/accounts.ts";
import { closing } from "./closing.contract.ts";
import { closedMail, reopenedMail } from "./closing.mails.ts";
import { closesAtOf, whyNotClose, whyNotReopen } from "./closing.rules.ts";
import { selectClosing, selectLastAdminOf } from "./closing.sql.ts";

export const showClosing = accountAction({
  does: closing.get,
  named: "accounts.closing.get",
  isForClosed: true,
  isForUnenrolled: true,
  async run({ db, account }) {
    const { closesAt } = await selectClosing(db, account.id);
    const companies = (await selectLastAdminOf(db, account.id)).map(({ name }) => name);
    return { closesAt, companies, blocked: { close: whyNotClose(closesAt !== null, companies) } };
  },
});

export const closeOwnAccount = accountAction({
  does: closing.close,
  named: "accounts.closing.close",
  isForFresh: true,
  isForUnenrolled: true,
  async run(ctx, { email }) {
    const { id, sessionId, company } = ctx.account;
    const account = await lockedAccount(ctx.db, id);
    if (email !== account.email)
      throw invalid({ path: ["email"], code: "accounts.closing.other_email" });
    const lastOf = (await selectLastAdminOf(ctx.db, id)).map(({ name }) => name);
    refuseIf(whyNotClose(false, lastOf));

    const closesAt = closesAtOf(ctx.now);

    await closeAccount(ctx.db, id, { at: ctx.now, closesAt });
    // This one goes on, to open the account again: it opens nothing else.
    await markSessionKept(ctx.db, sessionId);
    await ctx.mail(closedMail(account, closesAt, ctx.house.config.publicUrl, 0));
    if (company !== null) {
      await ctx.note(company.id, { type: "account", id, name: account.name }, { closed: true });
      ctx.tell(company.id, "companies.members");
    }
    return { done: true as const };
  },
});

export const reopenOwnAccount = accountAction({
  does: closing.reopen,
  named: "accounts.closing.reopen",
  isForClosed: true,
  isForUnenrolled: true,
  async run(ctx) {
    const account = await lockedAccount(ctx.db, ctx.account.id);
    refuseIf(whyNotReopen((await selectClosing(ctx.db, account.id)).closesAt, ctx.now));
    await reopenAccount(ctx.db, account.id, ctx.now);
    await ctx.mail(reopenedMail(account, ctx.house.config.publicUrl));
    return { done: true as const };
  },
});
