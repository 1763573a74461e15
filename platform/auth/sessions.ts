import assert from "node:assert/strict";
import { newId } from "#kernel/ids.ts";
import type { Account, Request } from "#platform/actions/context.ts";
import { type Db, eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { permissionsOf, type Role } from "#platform/permissions/roles.ts";
import { insertSession, type SessionRow, selectSession } from "./sessions.sql.ts";

/** What the policies promise: eight hours, then one signs in again. */
export const SESSION_MS = 8 * 60 * 60 * 1000;
const USER_AGENT_MAX = 300;

/** What each role may do, of all the permissions there are. */
export type Rights = (role: Role) => ReadonlySet<string>;

export function rightsOf(catalogue: readonly string[]): Rights {
  const known = new Map<Role, ReadonlySet<string>>();
  return (role) => {
    const rights = known.get(role) ?? permissionsOf(role, catalogue);
    known.set(role, rights);
    return rights;
  };
}

/** Who is behind a session at this moment; null when it has ended. Read anew on every request: nothing older is believed. */
export async function findSession(
  house: House,
  rights: Rights,
  sessionId: string,
): Promise<Account | null> {
  return readSession(eachAlone(house.control), rights, sessionId, house.now());
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
  const { companyId, status } = row;
  const isAtWork = row.verifiedAt !== null && companyId !== null && status === "active";
  return {
    id: row.accountId,
    sessionId,
    expiresAt: row.expiresAt,
    provedAt: row.provedAt,
    name: row.name,
    email: row.email,
    isVerified: row.verifiedAt !== null,
    company: isAtWork
      ? {
          id: companyId,
          name: row.companyName,
          country: row.country,
          zone: row.zone,
          currency: row.currency,
          region: row.region,
          status,
        }
      : null,
    role: row.role,
    permissions: isAtWork && row.role !== null ? rights(row.role) : new Set(),
  };
}
