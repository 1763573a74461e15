import { invalid, Problem } from "#kernel/errors.ts";
import { accountAction, openAction } from "#platform/actions/action.ts";
import { isPassword } from "#platform/auth/passwords.ts";
import { markSessionEnded } from "#platform/auth/sessions.sql.ts";
import { addressMark, noteSecurityEvent } from "#platform/security/events.ts";
import { hasFactor, newTicket } from "../factors/factors.ts";
import { accounts } from "./accounts.contract.ts";
import { phoneFor } from "./accounts.rules.ts";
import { markAccountChanged, selectAccount, selectAccountByEmail } from "./accounts.sql.ts";
import { guessLimits, openSession, readMe } from "./accounts.ts";

const wrongCredentials = () => new Problem("unauthenticated", "accounts.account.wrong_credentials");

export const signIn = openAction({
  does: accounts.signIn,
  named: "accounts.accounts.sign_in",
  limits: ({ email }, asker) => guessLimits("accounts.sign_in", email, asker),
  async before({ house, request, read, forgive }, { email, password }) {
    const account = await read((db) => selectAccountByEmail(db, email));
    const isRight = await isPassword(house.keys.pepper, password, account?.passwordHash ?? null);
    if (!isRight || account === null) {
      noteSecurityEvent(house, {
        kind: "sign_in.failed",
        accountId: account?.id ?? null,
        ip: request.ip,
        detail: { mark: addressMark(house, email) },
      });
      throw wrongCredentials();
    }
    await forgive();
    return account;
  },
  async run(ctx, _input, { id, passwordHash }) {
    // The password may have been changed while this one was compared.
    const account = await selectAccount(ctx.db, id);
    if (account.passwordHash !== passwordHash) throw wrongCredentials();
    if (await hasFactor(ctx.db, id))
      return { ticket: newTicket(ctx.house, id, account.epoch, ctx.now) };
    return openSession(ctx, id);
  },
});

/** By anybody: who is signed out already is signed out. */
export const signOut = openAction({
  does: accounts.signOut,
  named: "accounts.accounts.sign_out",
  async run(ctx) {
    if (ctx.account !== null) await markSessionEnded(ctx.db, ctx.account.sessionId, ctx.now);
    ctx.signOut();
    return { done: true as const };
  },
});

export const getMe = accountAction({
  does: accounts.me,
  named: "accounts.accounts.me",
  isForClosed: true,
  isForUnenrolled: true,
  isForUnverified: true,
  run: (ctx) => readMe(ctx, ctx.account),
});

export const changeMe = accountAction({
  does: accounts.changeMe,
  named: "accounts.accounts.change_me",
  isForClosed: true,
  // The language of one's screen is not the role's.
  isForViewing: true,
  async run(ctx, { name, phone, locale }) {
    const country = ctx.account.company?.country ?? "MY";
    const number = phone ? phoneFor(phone, country) : null;
    if (phone && number === null) throw invalid({ path: ["phone"], code: "phone.invalid" });

    const change = { name, locale, phone: phone === undefined ? undefined : number };
    await markAccountChanged(ctx.db, ctx.account.id, change, ctx.now);
    return readMe(ctx, ctx.account);
  },
});
