import { invalid, refused } from "#kernel/errors.ts";
import { accountAction, openAction } from "#platform/actions/action.ts";
import type { OpenCtx } from "#platform/actions/context.ts";
import { linkHashOf, newLinkToken } from "#platform/auth/tokens.ts";
import {
  accountOf,
  accountWithEmail,
  changeEmail,
  linkLimits,
  lockedAccount,
  mailLimits,
} from "../accounts/accounts.ts";
import { emails } from "./emails.contract.ts";
import {
  addressChangedMail,
  newAddressMail,
  oldAddressMail,
  takenAddressMail,
} from "./emails.mails.ts";
import { EMAIL_CHANGE_HOURS } from "./emails.rules.ts";
import {
  deleteChange,
  type EmailChangeRow,
  markNewConfirmed,
  markOldConfirmed,
  selectChange,
  selectChangeByToken,
  upsertChange,
} from "./emails.sql.ts";

const BEGIN_ANSWERS_AFTER_MS = 250;
const notValid = () => refused("accounts.link.not_valid");

export const getEmailChange = accountAction({
  does: emails.get,
  named: "accounts.emails.get",
  async run(ctx) {
    const row = await selectChange(ctx.db, ctx.account.id, ctx.now);
    if (row === null) return { change: null };
    const { email, oldConfirmedAt, newConfirmedAt, expiresAt } = row;
    return {
      change: {
        email,
        isOldConfirmed: oldConfirmedAt !== null,
        isNewConfirmed: newConfirmedAt !== null,
        expiresAt,
      },
    };
  },
});

export const beginEmailChange = accountAction({
  does: emails.begin,
  named: "accounts.emails.begin",
  isForFresh: true,
  limits: ({ email }, asker) => [
    ...mailLimits(email, asker),
    { key: `accounts.emails.begin/${asker.accountId}`, max: 5, withinMinutes: 60 },
  ],
  answersAfterMs: BEGIN_ANSWERS_AFTER_MS,
  async run(ctx, { email }) {
    const account = await lockedAccount(ctx.db, ctx.account.id);
    if (email === account.email) throw invalid({ path: ["email"], code: "email.same" });

    const holder = await accountWithEmail(ctx.db, email);
    const isTaken = holder !== null && holder.verifiedAt !== null;
    const [toOld, toNew] = [newLinkToken(), newLinkToken()];
    await upsertChange(ctx.db, {
      accountId: account.id,
      email,
      oldHash: toOld.hash,
      newHash: isTaken ? null : toNew.hash,
      now: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + EMAIL_CHANGE_HOURS * 3_600_000),
    });
    const { publicUrl } = ctx.house.config;
    await ctx.mail(oldAddressMail(account, email, publicUrl, toOld.token));
    await ctx.mail(
      isTaken
        ? takenAddressMail(holder)
        : newAddressMail({ ...account, email }, publicUrl, toNew.token),
    );
    return { done: true as const };
  },
});

export const cancelEmailChange = accountAction({
  does: emails.cancel,
  named: "accounts.emails.cancel",
  async run(ctx) {
    await deleteChange(ctx.db, ctx.account.id);
    return { done: true as const };
  },
});

export const lookAtEmailChange = openAction({
  does: emails.look,
  named: "accounts.emails.look",
  limits: (_input, asker) => linkLimits(asker),
  async run(ctx, { token }) {
    const change = await selectChangeByToken(ctx.db, linkHashOf(token), ctx.now);
    if (change === null) throw notValid();
    const { email } = await accountOf(ctx.db, change.accountId);
    return { from: email, to: change.email, isOld: change.isOld };
  },
});

export const confirmEmailChange = openAction({
  does: emails.confirm,
  named: "accounts.emails.confirm",
  limits: (_input, asker) => linkLimits(asker),
  async run(ctx, { token }) {
    const hash = linkHashOf(token);
    const found = await selectChangeByToken(ctx.db, hash, ctx.now);
    if (found === null) throw notValid();
    // Both links may be opened at once: the second then sees that the first has agreed.
    await lockedAccount(ctx.db, found.accountId);
    const mark = found.isOld ? markOldConfirmed : markNewConfirmed;
    if ((await mark(ctx.db, hash, ctx.now)) === 0) throw notValid();

    const change = await selectChangeByToken(ctx.db, hash, ctx.now);
    if (change === null) throw notValid();
    const isAgreed = change.oldConfirmedAt !== null && change.newConfirmedAt !== null;
    if (isAgreed) await takeNewAddress(ctx, change);
    return { isChanged: isAgreed };
  },
});

export const refuseEmailChange = openAction({
  does: emails.refuse,
  named: "accounts.emails.refuse",
  limits: (_input, asker) => linkLimits(asker),
  async run(ctx, { token }) {
    const change = await selectChangeByToken(ctx.db, linkHashOf(token), ctx.now);
    if (change === null || !change.isOld) throw notValid();
    await deleteChange(ctx.db, change.accountId);
    return { done: true as const };
  },
});

/** An address that somebody else proved meanwhile is theirs; one that nobody proved belongs to who has proved it now. */
async function takeNewAddress(ctx: OpenCtx, { accountId, email }: EmailChangeRow): Promise<void> {
  const account = await accountOf(ctx.db, accountId);
  if (!(await changeEmail(ctx.db, accountId, email, ctx.now))) throw notValid();
  await deleteChange(ctx.db, accountId);
  const { publicUrl } = ctx.house.config;
  await ctx.mail(addressChangedMail(account, email, publicUrl));
  await ctx.mail(addressChangedMail({ ...account, email }, email, publicUrl));
}
