import { invalid, notFound } from "#kernel/errors.ts";
import { accountAction, command } from "#platform/actions/action.ts";
import type { AccountCtx } from "#platform/actions/context.ts";
import { freshUntilOf } from "#platform/auth/freshness.rules.ts";
import { networkOf } from "#platform/auth/limits.ts";
import { isPassword } from "#platform/auth/passwords.ts";
import { countryOf } from "#platform/auth/places.ts";
import {
  type EndedSession,
  markMemberSessionsEnded,
  markOtherSessionsEnded,
  markOwnSessionEnded,
  selectOpenSessions,
} from "#platform/auth/sessions.sql.ts";
import { noteSecurityEvent } from "#platform/security/events.ts";
import { guessLimits, memberNameOf, passwordHashOf } from "../accounts/accounts.ts";
import { proveCode, spendCode } from "../factors/factors.ts";
import { deviceOf } from "./devices.rules.ts";
import { sessions } from "./sessions.contract.ts";

export const confirmSession = accountAction({
  does: sessions.confirm,
  named: "accounts.sessions.confirm",
  isForUnenrolled: true,
  limits: (_input, asker) => guessLimits("accounts.confirm", asker.accountId ?? "nobody", asker),
  async before(before, { password, code }) {
    const { house, account, read, forgive } = before;
    const id = account?.id ?? "";
    const known = await read((db) => passwordHashOf(db, id));
    if (!(await isPassword(house.keys.pepper, password, known))) {
      const told = { accountId: id, companyId: account?.company?.id ?? null };
      noteSecurityEvent(house, { kind: "sign_in.failed", ...told, ip: before.request.ip });
      throw invalid({ path: ["password"], code: "password.wrong" });
    }
    await forgive();
    if (account?.hasFactor !== true) return null;
    if (code === null) throw invalid({ path: ["code"], code: "field.required" });
    return proveCode(before, id, code);
  },
  async run(ctx, _input, proved) {
    if (proved !== null) await spendCode(ctx, ctx.account.id, proved);
    await ctx.prove();
    return { freshUntil: freshUntilOf(ctx.now) };
  },
});

const SHOWN_MAX = 100;

export const listSessions = accountAction({
  does: sessions.list,
  named: "accounts.sessions.list",
  async run(ctx) {
    const rows = await selectOpenSessions(ctx.db, ctx.account.id, ctx.now, SHOWN_MAX);
    return {
      sessions: rows.map(({ id, createdAt, lastUsedAt, ip, userAgent }) => ({
        id,
        isThis: id === ctx.account.sessionId,
        ...deviceOf(userAgent),
        network: ip === null ? null : networkOf(ip),
        country: countryOf(ip, ctx.house.config.countryTable),
        startedAt: createdAt,
        lastUsedAt: lastUsedAt ?? createdAt,
      })),
    };
  },
});

export const endSession = accountAction({
  does: sessions.end,
  named: "accounts.sessions.end",
  isForFresh: true,
  async run(ctx, { id }) {
    const ended = await markOwnSessionEnded(ctx.db, id, ctx.account.id, ctx.now);
    if (ended === null) throw notFound("accounts.session");
    if (id === ctx.account.sessionId) ctx.signOut();
    else await noteEnded(ctx, [ended]);
    return { done: true as const };
  },
});

export const endOtherSessions = accountAction({
  does: sessions.endOthers,
  named: "accounts.sessions.end_others",
  isForFresh: true,
  async run(ctx) {
    const { id, sessionId } = ctx.account;
    const ended = await markOtherSessionsEnded(ctx.db, id, sessionId, ctx.now);
    await noteEnded(ctx, ended);
    return { ended: ended.length };
  },
});

/** Each stands in the log of the company it worked for, and its open page learns of it at once. */
async function noteEnded(ctx: AccountCtx, ended: readonly EndedSession[]): Promise<void> {
  const { id, name } = ctx.account;
  for (const [companyId, those] of Map.groupBy(ended, (one) => one.companyId)) {
    if (companyId === null) continue;
    const devices = those.map(({ userAgent }) => userAgent);
    await ctx.note(companyId, { type: "account", id, name }, { sessions: "ended", devices });
    ctx.tell(companyId, "accounts.me");
  }
}

export const endMemberSessions = command({
  does: sessions.endOfMember,
  needs: "accounts.sessions.end",
  isForCancelled: true,
  async run(ctx, { id }) {
    const member = await ctx.inControl((control) => memberNameOf(control, ctx.company.id, id));
    if (member === null) throw notFound("accounts.account");

    await ctx.audit({ type: "account", id, name: member }, { sessions: "ended" });
    ctx.tell("accounts.me");
    const ended = await ctx.inControl((control) =>
      markMemberSessionsEnded(control, ctx.company.id, id, ctx.now),
    );
    return { ended };
  },
});
