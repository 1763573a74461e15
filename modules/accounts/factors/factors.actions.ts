import { randomBytes } from "node:crypto";
import { invalid, refused, refuseIf } from "#kernel/errors.ts";
import { readId, showId } from "#kernel/ids.ts";
import { accountAction, command, openAction, query } from "#platform/actions/action.ts";
import type { AccountCtx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import { markOtherSessionsEnded } from "#platform/auth/sessions.sql.ts";
import { ROLES } from "#platform/permissions/roles.ts";
import { accountOf, emailOf, epochOf, openSession } from "../accounts/accounts.ts";
import { factors } from "./factors.contract.ts";
import { type FactorChange, factorMail, recoveryUsedMail } from "./factors.mails.ts";
import { ENROLMENT_MINUTES } from "./factors.rules.ts";
import {
  deleteEnrolment,
  deleteFactor,
  deleteRecoveryCodes,
  deleteRules,
  insertRules,
  selectEnrolment,
  selectRuleRoles,
  selectWithoutFactor,
  upsertEnrolment,
  upsertFactor,
} from "./factors.sql.ts";
import {
  hasFactor,
  keepRecoveryCodes,
  newRecoveryCodes,
  openSecret,
  proveCode,
  readTicket,
  requireFactor,
  sealSecret,
  spendCode,
  standingOf,
  ticketLimits,
} from "./factors.ts";
import { base32Of, enrolmentUri, SECRET_BYTES, stepOf } from "./totp.rules.ts";

export const getFactor = accountAction({
  does: factors.get,
  named: "accounts.factors.get",
  isForUnenrolled: true,
  async run(ctx) {
    const { confirmedAt, ...rest } = await standingOf(ctx.db, ctx.account.id);
    return { isOn: confirmedAt !== null, since: confirmedAt, ...rest };
  },
});

export const beginFactor = accountAction({
  does: factors.begin,
  named: "accounts.factors.begin",
  isForUnenrolled: true,
  isForFresh: true,
  async run(ctx) {
    const { id } = ctx.account;
    const secret = randomBytes(SECRET_BYTES);
    const sealed = sealSecret(ctx.house, "factor_enrolments", id, secret);
    await upsertEnrolment(ctx.db, { accountId: id, sealed, now: ctx.now });
    const shown = base32Of(secret);
    return { secret: shown, uri: enrolmentUri("Kaunter", await emailOf(ctx.db, id), shown) };
  },
});

export const confirmFactor = accountAction({
  does: factors.confirm,
  named: "accounts.factors.confirm",
  isForUnenrolled: true,
  isForFresh: true,
  limits: (_input, { accountId }) => [
    { key: `accounts.factors.confirm/${accountId}`, max: 20, withinMinutes: 15 },
  ],
  async before({ house, account, now, read }, { code }) {
    const id = account?.id ?? "";
    const begunAfter = new Date(now.getTime() - ENROLMENT_MINUTES * 60_000);
    const enrolment = await read((db) => selectEnrolment(db, id, begunAfter));
    if (enrolment === null) throw refused("accounts.factor.not_begun");
    const secret = openSecret(house, "factor_enrolments", id, enrolment.sealed);
    const step = stepOf(secret, code.replace(/\s/g, ""), now);
    if (step === null) throw invalid({ path: ["code"], code: "code.wrong" });
    return { secret, step, sealed: enrolment.sealed, codes: await newRecoveryCodes(house) };
  },
  async run(ctx, _input, { secret, step, sealed, codes }) {
    const { id, sessionId } = ctx.account;
    // Of many that confirm at once only one takes the secret along: the others' recovery codes were never kept.
    if ((await deleteEnrolment(ctx.db, id, sealed)) === 0)
      throw refused("accounts.factor.not_begun");

    const wasOn = await hasFactor(ctx.db, id);
    await upsertFactor(ctx.db, {
      accountId: id,
      sealed: sealSecret(ctx.house, "factors", id, secret),
      usedStep: step,
      now: ctx.now,
    });
    await keepRecoveryCodes(ctx.db, id, codes, ctx.now);
    await markOtherSessionsEnded(ctx.db, id, sessionId, ctx.now);
    await tellOwner(ctx, wasOn ? "moved" : "on");
    return { recoveryCodes: [...codes.codes] };
  },
});

export const renewRecoveryCodes = accountAction({
  does: factors.renewCodes,
  named: "accounts.factors.renew_codes",
  isForFresh: true,
  limits: (_input, { accountId }) => [
    { key: `accounts.factors.renew_codes/${accountId}`, max: 10, withinMinutes: 60 },
  ],
  before: ({ house }) => newRecoveryCodes(house),
  async run(ctx, _input, codes) {
    await requireFactor(ctx.db, ctx.account.id);
    await keepRecoveryCodes(ctx.db, ctx.account.id, codes, ctx.now);
    await tellOwner(ctx, "codes_renewed");
    return { recoveryCodes: [...codes.codes] };
  },
});

export const removeFactor = accountAction({
  does: factors.remove,
  named: "accounts.factors.remove",
  isForFresh: true,
  async run(ctx) {
    const { id, sessionId } = ctx.account;
    const { isRequired } = await standingOf(ctx.db, id);
    refuseIf(isRequired ? "accounts.factor.is_required" : null);
    await requireFactor(ctx.db, id);

    await deleteFactor(ctx.db, id);
    await deleteRecoveryCodes(ctx.db, id);
    await markOtherSessionsEnded(ctx.db, id, sessionId, ctx.now);
    await tellOwner(ctx, "off");
    return { done: true as const };
  },
});

export const signInSecondStep = openAction({
  does: factors.signIn,
  named: "accounts.factors.sign_in",
  limits: (_input, asker) => ticketLimits(asker),
  async before(before, { ticket, code }) {
    const { accountId, epoch } = readTicket(before.house, ticket, before.now);
    return { accountId, epoch, proved: await proveCode(before, accountId, code) };
  },
  async run(ctx, _input, { accountId, epoch, proved }) {
    // A password that was changed meanwhile is another one than was given.
    if ((await epochOf(ctx.db, accountId)) !== epoch) throw refused("accounts.ticket.not_valid");
    await spendCode(ctx, accountId, proved);
    if (proved.kind === "recovery") {
      const { recoveryCodesLeft } = await standingOf(ctx.db, accountId);
      const owner = await accountOf(ctx.db, accountId);
      await ctx.mail(recoveryUsedMail(owner, recoveryCodesLeft, ctx.house.config.publicUrl));
    }
    return openSession(ctx, accountId);
  },
});

export const getFactorRules = query({
  does: factors.rules,
  needs: "accounts.factors.read",
  run: (ctx) =>
    ctx.inControl(async (control) => ({
      roles: (await selectRuleRoles(control, ctx.company.id)).map(({ role }) => shownRoleOf(role)),
      without: (await selectWithoutFactor(control, ctx.company.id)).map(({ role, members }) => ({
        role: shownRoleOf(role),
        members,
      })),
    })),
});

export const changeFactorRules = command({
  does: factors.changeRules,
  needs: "accounts.factors.require",
  isForFresh: true,
  async run(ctx, { roles }) {
    const { id, name } = ctx.company;
    const rows = await ctx.inControl((control) => selectRuleRoles(control, id));
    const before = rows.map(({ role }) => shownRoleOf(role));
    const after = [...new Set(roles)].sort((a, b) => (a < b ? -1 : 1));
    const kept = after.map(keptRoleOf);

    const subject = { type: "company", id, name };
    await ctx.audit(subject, changesOf({ roles: before }, { roles: after }));
    ctx.tell("accounts.factors");
    await ctx.inControl(async (control) => {
      await deleteRules(control, id);
      await insertRules(control, id, kept, ctx.now);
    });
    return { roles: after };
  },
});

const tellOwner = async (ctx: AccountCtx, change: FactorChange): Promise<void> =>
  ctx.mail(factorMail(await accountOf(ctx.db, ctx.account.id), change, ctx.house.config.publicUrl));

const isOneOfFive = (role: string): boolean => (ROLES as readonly string[]).includes(role);

/** One of the five goes by its name, a role of the company's own by its id. */
const shownRoleOf = (role: string): string => (isOneOfFive(role) ? role : showId("role", role));

function keptRoleOf(role: string): string {
  const kept = isOneOfFive(role) ? role : readId("role", role);
  if (kept === null) throw invalid({ path: ["roles"], code: "field.invalid" });
  return kept;
}
