import type { FastifyRequest } from "fastify";
import { Problem } from "#kernel/errors.ts";
import { showId } from "#kernel/ids.ts";
import type { Account, Actor, Caller, Request } from "#platform/actions/context.ts";
import { type SessionCookie, sessionCookieFor } from "#platform/auth/cookies.ts";
import { findSession, noteReplay, type Rights } from "#platform/auth/sessions.ts";
import { tokenReader } from "#platform/auth/tokens.ts";
import type { House } from "#platform/house/house.ts";
import { bearerOf } from "./bearer.ts";

/** From a request to who asks. */
export type Visitors = {
  readonly cookie: SessionCookie;
  /** Who is signed in, as it stands now; null for nobody. */
  accountOf(request: FastifyRequest): Promise<Account | null>;
  /** As the caller of a company's action, or the problem that says what is missing. */
  callerOf(request: FastifyRequest, account: Account | null): Promise<Caller>;
};

export function visitorsOf(house: House, rights: Rights): Visitors {
  const cookie = sessionCookieFor(house.config.publicUrl);
  const readToken = tokenReader(house.keys);
  return {
    cookie,
    async accountOf(request) {
      if (bearerOf(request) !== null) return null;
      const token = request.cookies[cookie.name];
      if (token === undefined) return null;
      const sessionId = await readToken(token, house.now());
      if (sessionId === null) return null;
      const account = await findSession(house, rights, sessionId);
      if (account === null) await noteReplay(house, sessionId, request.ip);
      return account;
    },
    async callerOf(request, account) {
      const { company, provedAt, ...person } = requireWorking(account);
      refuseElsewhere(request, company.id);
      return {
        access: await house.companies.accessOf(company),
        actor: actorOf(person),
        request: requestOf(request),
        provedAt,
        now: house.now(),
      };
    },
  };
}

/** A person as they act: with what their role says at this request. */
export const actorOf = ({
  id,
  sessionId,
  name,
  permissions,
  standing,
  viewedBy,
}: Pick<
  Account,
  "id" | "sessionId" | "name" | "permissions" | "standing" | "viewedBy"
>): Actor => ({
  kind: "person",
  id,
  name,
  permissions,
  sessionId,
  ...(standing === null ? {} : { standing }),
  ...(viewedBy === null ? {} : { viewedBy }),
});

/**
 * A page says which company it was opened for. When the session has gone to another one since, in another window, nothing
 * is done: what was begun here must not be finished there.
 */
function refuseElsewhere({ headers }: FastifyRequest, companyId: string): void {
  const named = headers["x-kaunter-company"];
  if (named !== undefined && named !== showId("company", companyId))
    throw new Problem("stale", "companies.membership.switched");
}

type Working = Account & { readonly company: NonNullable<Account["company"]> };

/** Signed in, verified, and with a company that is open. */
export function requireWorking(account: Account | null): Working {
  if (account === null) throw new Problem("unauthenticated", "accounts.session.required");
  if (!account.isVerified) throw new Problem("forbidden", "accounts.account.not_verified");
  if (account.closesAt !== null) throw new Problem("forbidden", "accounts.account.closed");
  if (account.company === null) throw new Problem("forbidden", "accounts.account.no_company");
  if (account.mustEnrol) throw new Problem("forbidden", "accounts.factor.required");
  return { ...account, company: account.company };
}

export const requestOf = (request: FastifyRequest): Request => ({
  id: request.id,
  ip: request.ip,
  userAgent: request.headers["user-agent"] ?? null,
});
