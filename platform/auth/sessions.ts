import assert from "node:assert/strict";
import { Problem } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { Account, Request } from "#platform/actions/context.ts";
import { type Db, eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { type Standing, type Standings, standingsOf } from "#platform/permissions/standing.ts";
import { noteSecurityEvent } from "#platform/security/events.ts";
import { networkOf } from "./limits.ts";
import {
  insertFollowingSession,
  insertSession,
  markSessionEnded,
  markSessionUsed,
  type SessionRow,
  selectEndedSession,
  selectSession,
} from "./sessions.sql.ts";

/** What the policies promise: eight hours, then one signs in again. */
export const SESSION_MS = 8 * 60 * 60 * 1000;
const USER_AGENT_MAX = 300;

/** What each role may do, of all the permissions there are. */
export type Rights = Standings;
export const rightsOf = standingsOf;

/** Who is behind a session at this moment; null when it has ended. Read anew on every request: nothing older is believed. */
export async function findSession(
  house: House,
  rights: Rights,
  sessionId: string,
): Promise<Account | null> {
  return readSession(eachAlone(house.control), rights, sessionId, house.now());
}

const USED_EVERY_MS = 60_000;

/** Notes that a session is used, a minute after it was noted last. Beside the request: it waits for nothing. */
export function noteUse(house: House, { sessionId, lastUsedAt }: Account): void {
  const now = house.now();
  const notSince = new Date(now.getTime() - USED_EVERY_MS);
  if (lastUsedAt !== null && lastUsedAt > notSince) return;
  void markSessionUsed(eachAlone(house.control), sessionId, now, notSince).catch((error: unknown) =>
    house.log.warn({ err: error }, "the last use of a session was not noted"),
  );
}

/** The token is ours and its session stands no more: ended, or of an epoch that is over. Whoever shows it may have stolen it. */
export async function noteReplay(
  house: House,
  sessionId: string,
  ip: string | null,
): Promise<void> {
  const ended = await selectEndedSession(eachAlone(house.control), sessionId, house.now());
  if (ended === null) return;
  const isElsewhere = ended.ip !== null && ip !== null && networkOf(ended.ip) !== networkOf(ip);
  const { accountId, companyId } = ended;
  noteSecurityEvent(house, {
    kind: "token.replayed",
    accountId,
    companyId,
    ip,
    detail: { isElsewhere },
  });
}

/** Signs somebody in: the row first, for without it the cookie is worth nothing. */
export async function startSession(
  db: Db,
  rights: Rights,
  accountId: string,
  request: Request,
  now: Date,
): Promise<Account> {
  const id = newId<"session">();
  await insertSession(db, {
    id,
    accountId,
    now,
    expiresAt: new Date(now.getTime() + SESSION_MS),
    ip: request.ip,
    userAgent: request.userAgent?.slice(0, USER_AGENT_MAX) ?? null,
  });
  const account = await readSession(db, rights, id, now);
  assert(account !== null, "a session that was just begun stands");
  return account;
}

/**
 * Whoever proved who they are goes on under a new token, and the old one opens nothing any more: had it been taken, it is worth
 * nothing from here on. Of many at once one follows.
 */
export async function followSession(
  db: Db,
  rights: Rights,
  sessionId: string,
  now: Date,
): Promise<Account> {
  if ((await markSessionEnded(db, sessionId, now)) === 0)
    throw new Problem("unauthenticated", "accounts.session.required");
  const id = newId<"session">();
  await insertFollowingSession(db, { id, follows: sessionId, now });
  const account = await readSession(db, rights, id, now);
  assert(account !== null, "a session that was just begun stands");
  return account;
}

export async function readSession(
  db: Db,
  rights: Rights,
  sessionId: string,
  now: Date,
): Promise<Account | null> {
  const row = await selectSession(db, sessionId, now);
  return row === null ? null : accountOf(row, sessionId, rights);
}

function accountOf(row: SessionRow, sessionId: string, rights: Rights): Account {
  const { companyId, status, endsAt, readOnlyAt } = row;
  const isAtWork =
    row.verifiedAt !== null &&
    row.closesAt === null &&
    companyId !== null &&
    status !== null &&
    row.isOpen;
  const { standing, viewedBy } = isAtWork
    ? standingsFor(row, rights)
    : { standing: null, viewedBy: null };
  return {
    id: row.accountId,
    sessionId,
    expiresAt: row.expiresAt,
    provedAt: row.provedAt,
    name: row.name,
    email: row.email,
    isVerified: row.verifiedAt !== null,
    closesAt: row.closesAt,
    hasFactor: row.hasFactor,
    mustEnrol: isAtWork && row.needsFactor && !row.hasFactor,
    company: isAtWork
      ? {
          id: companyId,
          name: row.companyName,
          country: row.country,
          zone: row.zone,
          currency: row.currency,
          region: row.region,
          status,
          endsAt,
          readOnlyAt,
        }
      : null,
    role: row.role,
    lastUsedAt: row.lastUsedAt,
    permissions: standing?.permissions ?? new Set(),
    standing,
    viewedBy,
  };
}

/** What the person may now: by their own role or, while an Admin looks with another's rights, by that one. */
function standingsFor(
  row: SessionRow,
  rights: Rights,
): { standing: Standing | null; viewedBy: Standing | null } {
  if (row.role === null) return { standing: null, viewedBy: null };
  const held = { key: row.role, id: row.roleId, name: row.roleName, rules: row.roleRules };
  const own = rights(held, row.team);
  const { viewRole, viewRoleId, viewRoleName, viewRoleRules } = row;
  // Only an Admin's rights hold those of every other role; and one that is gone is nobody's to look through.
  const isViewing =
    viewRole !== null && row.role === "admin" && (viewRole !== "own" || viewRoleRules !== null);
  if (!isViewing) return { standing: own, viewedBy: null };
  const viewed = { key: viewRole, id: viewRoleId, name: viewRoleName, rules: viewRoleRules };
  return { standing: rights(viewed, row.team), viewedBy: own };
}
