import { invalid, refused } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { openAction } from "#platform/actions/action.ts";
import type { OpenCtx } from "#platform/actions/context.ts";
import { hashPassword } from "#platform/auth/passwords.ts";
import { newLinkToken } from "#platform/auth/tokens.ts";
import { type AccountId, accounts, type SignUp } from "./accounts.contract.ts";
import { alreadyMemberMail, verifyMail } from "./accounts.mails.ts";
import { phoneFor, problemsOf, VERIFY_LINK_HOURS } from "./accounts.rules.ts";
import {
  insertAccount,
  insertMember,
  lockAccountByEmail,
  markAccountVerified,
  markSignedUpAgain,
  selectAccountByEmail,
} from "./accounts.sql.ts";
import { linkLimits, mailboxUrlFor, mailLimits, openSession, takeLink } from "./accounts.ts";
import { insertLink } from "./links.sql.ts";
import {
  deleteSignUps,
  insertSignUp,
  type SignUpRow,
  selectLatestSignUp,
  selectSignUp,
} from "./sign-ups.sql.ts";

/** A hash and some statements: what a taken address takes less is waited for, so that time tells nothing either. */
const SIGN_UP_ANSWERS_AFTER_MS = 450;
const RESEND_ANSWERS_AFTER_MS = 250;

export const signUpChoices = openAction({
  does: accounts.signUpChoices,
  named: "accounts.accounts.sign_up_choices",
  async run(ctx) {
    const regions = ctx.house.config.regions.map(({ id, name }) => ({ id, name }));
    return { regions, mailboxUrl: mailboxUrlFor(ctx) };
  },
});

export const signUp = openAction({
  does: accounts.signUp,
  named: "accounts.accounts.sign_up",
  limits: ({ email }, asker) => mailLimits(email, asker),
  answersAfterMs: SIGN_UP_ANSWERS_AFTER_MS,
  async before({ house, forgive }, input) {
    const problems = problemsOf(
      input,
      house.config.regions.map(({ id }) => id),
    );
    if (problems.length > 0) {
      await forgive();
      throw invalid(...problems);
    }
    return { passwordHash: await hashPassword(house.keys.pepper, input.password) };
  },
  async run(ctx, input, { passwordHash }) {
    await insertAccount(ctx.db, accountOf(input, passwordHash, ctx.now));
    const account = await lockAccountByEmail(ctx.db, input.email);
    if (account === null) throw new Error("an account that was just made is gone");

    if (account.verifiedAt !== null) {
      await ctx.mail(alreadyMemberMail(account, ctx.house.config.publicUrl));
    } else {
      const row = signUpOf(input, account.id, passwordHash);
      await insertSignUp(ctx.db, row, ctx.now);
      await markSignedUpAgain(ctx.db, { ...row, id: account.id }, ctx.now);
      await sendVerifyLink(ctx, account.email, row);
    }
    return { done: true as const };
  },
});

export const verify = openAction({
  does: accounts.verify,
  named: "accounts.accounts.verify",
  limits: (_input, asker) => linkLimits(asker),
  async run(ctx, { token }) {
    const { account, link } = await takeLink(ctx, token, "verify");
    if (account.verifiedAt !== null || link.signUpId === null)
      throw refused("accounts.link.not_valid");

    const signUp = await selectSignUp(ctx.db, link.signUpId);
    await markAccountVerified(ctx.db, account.id, signUp, ctx.now);
    const company = await ctx.house.companies.provision(ctx.db, {
      name: signUp.companyName,
      country: signUp.country,
      zone: signUp.zone,
      currency: signUp.currency,
      region: signUp.region,
      phone: null,
    });
    await insertMember(ctx.db, {
      companyId: company.id,
      accountId: account.id,
      role: "admin",
      now: ctx.now,
    });
    await deleteSignUps(ctx.db, account.id);
    return openSession(ctx, account.id);
  },
});

export const resendVerification = openAction({
  does: accounts.resendVerification,
  named: "accounts.accounts.resend_verification",
  limits: ({ email }, asker) => mailLimits(email, asker),
  answersAfterMs: RESEND_ANSWERS_AFTER_MS,
  async run(ctx, { email }) {
    const account = await selectAccountByEmail(ctx.db, email);
    if (account !== null && account.verifiedAt === null)
      await sendVerifyLink(ctx, email, await selectLatestSignUp(ctx.db, account.id));
    return { done: true as const };
  },
});

/** The last sign-up's link once more. Earlier links stay valid until they expire: mails overtake each other. */
export async function sendVerifyLink(
  ctx: OpenCtx,
  email: string,
  signUp: SignUpRow,
): Promise<void> {
  const { token, hash } = newLinkToken();
  await insertLink(ctx.db, {
    hash,
    accountId: signUp.accountId,
    purpose: "verify",
    signUpId: signUp.id,
    now: ctx.now,
    expiresAt: new Date(ctx.now.getTime() + VERIFY_LINK_HOURS * 3_600_000),
  });
  const { name, locale, companyName } = signUp;
  await ctx.mail(
    verifyMail({ email, name, locale }, companyName, ctx.house.config.publicUrl, token),
  );
}

const accountOf = (input: SignUp, passwordHash: string, now: Date) => ({
  id: newId<"account">(),
  email: input.email,
  name: input.name,
  phone: normalPhone(input),
  locale: input.locale,
  passwordHash,
  now,
});

const signUpOf = (input: SignUp, accountId: AccountId, passwordHash: string): SignUpRow => ({
  id: crypto.randomUUID(),
  accountId,
  name: input.name,
  passwordHash,
  companyName: input.companyName,
  country: input.country,
  zone: input.zone,
  currency: input.currency,
  region: input.region,
  phone: normalPhone(input),
  locale: input.locale,
});

const normalPhone = ({ phone, country }: SignUp): string | null =>
  phone === null || phone === "" ? null : phoneFor(phone, country);
