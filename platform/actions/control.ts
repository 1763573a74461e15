import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { Problem } from "#kernel/errors.ts";
import { carryNotes, insertNote } from "#platform/audit/notes.ts";
import { isFresh } from "#platform/auth/freshness.rules.ts";
import { countTries, forgiveTry, type Limit, networkOf } from "#platform/auth/limits.ts";
import { markSessionEnded } from "#platform/auth/sessions.sql.ts";
import { followSession, type Rights, startSession } from "#platform/auth/sessions.ts";
import { type Db, transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { postMail } from "#platform/mail/outbox.ts";
import { withoutCardsIn } from "#platform/privacy/cards.rules.ts";
import { type ControlAction, readInput } from "./action.ts";
import type { Account, AccountCtx, OpenBefore, OpenCtx, Request } from "./context.ts";

/** Who calls an action of the control database. */
export type ControlCall = {
  readonly house: House;
  readonly rights: Rights;
  readonly account: Account | null;
  readonly request: Request;
};

export type ControlReply = {
  readonly output: unknown;
  /** What the door does with the cookie: a new session, none any more, or nothing. */
  readonly session: Account | "ended" | null;
};

/**
 * The way in for what happens before and beside a company: may they, is it well formed, was it tried too often, then
 * slow work without a connection, then one transaction with its mail.
 */
export async function performControl(
  action: ControlAction,
  call: ControlCall,
  raw: unknown,
): Promise<ControlReply> {
  const began = performance.now();
  refuseUnlessOpen(action, call.account);
  const input = readInput(action.does.input, withoutCardsIn(raw)) as never;
  const now = call.house.now();
  if (action.isForFresh) refuseUnlessFresh(call.account, now);
  const limits = action.limits?.(input, askerOf(call)) ?? [];
  await countTries(call.house, limits, now);

  try {
    const before = await action.before?.(beforeOf(call, now, limits), input);
    return await runControl(action, call, now, input, before as never);
  } finally {
    const isLeftMs = (action.answersAfterMs ?? 0) - (performance.now() - began);
    if (isLeftMs > 0) await sleep(isLeftMs);
  }
}

function refuseUnlessOpen(action: ControlAction, account: Account | null): void {
  if (action.door === "open") return;
  if (account === null) throw new Problem("unauthenticated", "accounts.session.required");
  if (!account.isVerified && !action.isForUnverified)
    throw new Problem("forbidden", "accounts.account.not_verified");
  if (account.closesAt !== null && !action.isForClosed)
    throw new Problem("forbidden", "accounts.account.closed");
  if (account.mustEnrol && !action.isForUnenrolled)
    throw new Problem("forbidden", "accounts.factor.required");
  const isChange = action.does.method !== "GET" && !action.isForViewing;
  if (isChange && account.viewedBy !== null)
    throw new Problem("forbidden", "platform.permission.viewing");
}

/** What matters most: only within five minutes of proving who one is. The screen asks, and repeats the request. */
export function refuseUnlessFresh(account: Account | null, now: Date): void {
  if (!isFresh(account?.provedAt, now)) throw new Problem("forbidden", "accounts.session.stale");
}

async function runControl(
  action: ControlAction,
  call: ControlCall,
  now: Date,
  input: never,
  before: never,
): Promise<ControlReply> {
  const { house, request } = call;
  let session: ControlReply["session"] = null;
  const notes: string[] = [];
  const told: { companyId: string; topics: string[] }[] = [];
  const output = await transaction(house.control, "read write", async (db) => {
    const signings: { account: Account; action: string }[] = [];
    const ctx: OpenCtx & Pick<AccountCtx, "note" | "prove" | "tell"> = {
      house,
      now,
      request,
      db,
      account: call.account,
      mail: (mail) => postMail(house, db, mail, now),
      signIn: async (accountId) => {
        // Whoever was signed in here before is not any more.
        if (call.account !== null) await markSessionEnded(db, call.account.sessionId, now);
        session = await startSession(db, call.rights, accountId, request, now);
        signings.push({ account: session, action: SIGN_IN });
        return session;
      },
      prove: async () => {
        assert(call.account !== null, "somebody is signed in");
        session = await followSession(db, call.rights, call.account.sessionId, now);
      },
      note: async (companyId, subject, change) => {
        assert(call.account !== null, "somebody is signed in");
        const doer = doerOf(call, call.account, now);
        const note = { doer, action: action.named, subject, change };
        notes.push(await insertNote(house, db, companyId, note));
      },
      tell: (companyId, ...topics) => told.push({ companyId, topics }),
      signOut: () => {
        session = "ended";
        if (call.account !== null) signings.push({ account: call.account, action: SIGN_OUT });
      },
    };
    assert(action.door === "open" || ctx.account !== null, "somebody is signed in");
    const result = await action.run(ctx as AccountCtx, input, before);
    for (const signing of signings) notes.push(...(await noteSigning(call, db, signing, now)));
    return z.encode(action.does.output, result as never);
  });
  await carryNotes(house, notes);
  for (const { companyId, topics } of told) house.live.publish(companyId, topics);
  return { output, session };
}

const SIGN_IN = "accounts.sessions.sign_in";
const SIGN_OUT = "accounts.sessions.sign_out";

/** Who comes and goes stands in the log of the company that they come to. */
async function noteSigning(
  call: ControlCall,
  db: Db,
  { account, action }: { account: Account; action: string },
  now: Date,
): Promise<string[]> {
  const { id, name, company } = account;
  if (company === null) return [];
  const doer = doerOf(call, account, now);
  const subject = { type: "account", id, name };
  const change = { device: call.request.userAgent };
  return [await insertNote(call.house, db, company.id, { doer, action, subject, change })];
}

const doerOf = ({ request }: ControlCall, { id, name }: Account, now: Date) =>
  ({ actor: { kind: "person", id, name }, request, now }) as const;

const askerOf = ({ request, account }: ControlCall) => ({
  network: networkOf(request.ip ?? "unknown"),
  accountId: account?.id ?? null,
});

const beforeOf = (
  { house, request, account }: ControlCall,
  now: Date,
  limits: readonly Limit[],
): OpenBefore => ({
  house,
  now,
  request,
  account,
  read: (work) => transaction(house.control, "read only", work),
  count: (more) => countTries(house, more, now),
  forgive: (more = []) => forgiveTry(house, [...limits, ...more], now),
});
