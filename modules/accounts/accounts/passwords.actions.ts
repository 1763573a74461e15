import { invalid } from "#kernel/errors.ts";
import { accountAction, openAction } from "#platform/actions/action.ts";
import { refuseUnlessFresh } from "#platform/actions/control.ts";
import { hashPassword, isPassword } from "#platform/auth/passwords.ts";
import { markSessionKept } from "#platform/auth/sessions.sql.ts";
import { newLinkToken } from "#platform/auth/tokens.ts";
import { accounts } from "./accounts.contract.ts";
import { passwordChangedMail, resetMail } from "./accounts.mails.ts";
import { passwordProblem, RESET_LINK_HOURS } from "./accounts.rules.ts";
import {
  lockAccount,
  markPasswordChanged,
  selectAccount,
  selectAccountByEmail,
} from "./accounts.sql.ts";
import { guessLimits, linkLimits, mailLimits, requireLink, takeLink } from "./accounts.ts";
import { deleteLinksOf, insertLink } from "./links.sql.ts";
import { sendVerifyLink } from "./sign-ups.actions.ts";
import { selectLatestSignUp } from "./sign-ups.sql.ts";

const FORGOT_ANSWERS_AFTER_MS = 250;

export const forgotPassword = openAction({
  does: accounts.forgotPassword,
  named: "accounts.accounts.forgot_password",
  limits: ({ email }, asker) => mailLimits(email, asker),
  answersAfterMs: FORGOT_ANSWERS_AFTER_MS,
  async run(ctx, { email }) {
    const account = await selectAccountByEmail(ctx.db, email);
    if (account === null) return { done: true as const };
    // An address that nobody proved cannot get a new password; the link that proves it is what is missing.
    if (account.verifiedAt === null) {
      await sendVerifyLink(ctx, email, await selectLatestSignUp(ctx.db, account.id));
      return { done: true as const };
    }
    const { token, hash } = newLinkToken();
    await insertLink(ctx.db, {
      hash,
      accountId: account.id,
      purpose: "reset",
      signUpId: null,
      now: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + RESET_LINK_HOURS * 3_600_000),
    });
    await ctx.mail(resetMail(account, ctx.house.config.publicUrl, token));
    return { done: true as const };
  },
});

export const resetPassword = openAction({
  does: accounts.resetPassword,
  named: "accounts.accounts.reset_password",
  limits: (_input, asker) => linkLimits(asker),
  async before(before, { token, password }) {
    const { accountId } = await requireLink(before, token, "reset");
    const account = await before.read((db) => selectAccount(db, accountId));
    const problem = passwordProblem(password, [account.name, account.email]);
    if (problem !== null) throw invalid(problem);
    return { passwordHash: await hashPassword(before.house.keys.pepper, password) };
  },
  async run(ctx, { token }, { passwordHash }) {
    const { account } = await takeLink(ctx, token, "reset");

    await markPasswordChanged(ctx.db, account.id, passwordHash, ctx.now);
    await deleteLinksOf(ctx.db, account.id, "reset");
    await ctx.mail(passwordChangedMail(account, ctx.house.config.publicUrl));
    ctx.signOut();
    return { done: true as const };
  },
});

export const changePassword = accountAction({
  does: accounts.changePassword,
  named: "accounts.accounts.change_password",
  limits: (_input, asker) =>
    guessLimits("accounts.change_password", asker.accountId ?? "nobody", asker),
  async before({ house, account: session, now, read, forgive }, { current, password }) {
    // The password is asked for here; the code, where there is one, must have been given just before.
    if (session?.hasFactor) refuseUnlessFresh(session, now);
    const account = await read((db) => selectAccount(db, session?.id ?? ""));
    const { pepper } = house.keys;
    if (!(await isPassword(pepper, current, account.passwordHash)))
      throw invalid({ path: ["current"], code: "password.wrong" });
    await forgive();
    const problem = passwordProblem(password, [
      account.name,
      account.email,
      session?.company?.name ?? "",
    ]);
    if (problem !== null) throw invalid(problem);
    return {
      wasHash: account.passwordHash,
      passwordHash: await hashPassword(pepper, password),
    };
  },
  async run(ctx, _input, { wasHash, passwordHash }) {
    const account = await lockAccount(ctx.db, ctx.account.id);
    if (account.passwordHash !== wasHash)
      throw invalid({ path: ["current"], code: "password.wrong" });

    await markPasswordChanged(ctx.db, account.id, passwordHash, ctx.now);
    await markSessionKept(ctx.db, ctx.account.sessionId);
    await deleteLinksOf(ctx.db, account.id, "reset");
    await ctx.mail(passwordChangedMail(account, ctx.house.config.publicUrl));
    return { done: true as const };
  },
});
