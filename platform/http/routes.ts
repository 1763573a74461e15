import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from "fastify";
import { Problem } from "#kernel/errors.ts";
import {
  type Action,
  type CompanyAction,
  type ControlAction,
  perform,
} from "#platform/actions/action.ts";
import type { Account, Caller } from "#platform/actions/context.ts";
import { type ControlReply, performControl } from "#platform/actions/control.ts";
import { noteUse, type Rights } from "#platform/auth/sessions.ts";
import { signSession } from "#platform/auth/tokens.ts";
import type { House } from "#platform/house/house.ts";
import { noteOutcome } from "#platform/security/refusals.ts";
import { bearerOf } from "./bearer.ts";
import { requestOf, requireWorking, type Visitors } from "./callers.ts";
import { inputOf } from "./input.ts";
import type { Keys } from "./keys.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who is signed in; read before the body is. */
    account: Account | null;
    /** Who holds the key that the request brought; then nobody is signed in. */
    keyCaller: Caller | null;
  }
}

type Rooms = {
  readonly house: House;
  readonly actions: readonly Action[];
  readonly rights: Rights;
  readonly visitors: Visitors;
  readonly keys: Keys;
};

/** One route an action, as its contract says. */
export function routeActions(room: FastifyInstance, rooms: Rooms): void {
  room.decorateRequest("account", null);
  room.decorateRequest("keyCaller", null);
  for (const action of rooms.actions) {
    room.route({
      method: action.does.method,
      url: action.does.path,
      onRequest: recognise(action, rooms),
      handler: action.door === "company" ? doCompany(action, rooms) : doControl(action, rooms),
    });
  }
}

/** Before the body is read: strangers cannot make the house parse megabytes. */
function recognise(action: Action, { house, visitors, keys }: Rooms): onRequestHookHandler {
  return async (request) => {
    const bearer = bearerOf(request);
    if (bearer !== null) return byKey(action, keys, request, bearer);
    request.account = await visitors.accountOf(request);
    if (request.account !== null) noteUse(house, request.account);
    if (action.door === "company") requireWorking(request.account);
    if (action.door === "account" && request.account === null)
      throw new Problem("unauthenticated", "accounts.session.required");
  };
}

/** A key opens what the company's work is; never what is its maker's own. */
async function byKey(
  action: Action,
  keys: Keys,
  request: FastifyRequest,
  bearer: string,
): Promise<void> {
  if (action.door === "account") throw new Problem("forbidden", "companies.key.not_for_account");
  if (action.door === "company") request.keyCaller = await keys.callerOf(request, bearer);
}

const doCompany =
  (action: CompanyAction, { house, visitors }: Rooms) =>
  async (request: FastifyRequest): Promise<unknown> => {
    const caller = request.keyCaller ?? (await visitors.callerOf(request, request.account));
    const note = noteOutcome(house, caller, action);
    return perform(action, house, caller, inputOf(request)).then(note.done, note.refused);
  };

const doControl =
  (action: ControlAction, { house, rights, visitors }: Rooms) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { account } = request;
    const call = { house, rights, account, request: requestOf(request) };
    const { output, session } = await performControl(action, call, inputOf(request));
    await keepCookie(house, visitors, reply, session);
    return output;
  };

/** After the commit: a cookie for a session that was rolled back would only confuse. */
async function keepCookie(
  house: House,
  { cookie }: Visitors,
  reply: FastifyReply,
  session: ControlReply["session"],
): Promise<void> {
  if (session === null) return;
  if (session === "ended") {
    reply.clearCookie(cookie.name, cookie.options);
    return;
  }
  const token = await signSession(house.keys, session, house.now());
  reply.setCookie(cookie.name, token, cookie.options);
}
