import type { FastifyRequest } from "fastify";
import { Problem } from "#kernel/errors.ts";
import type { Caller } from "#platform/actions/context.ts";
import { findKeyHolder } from "#platform/auth/keys.ts";
import { countTries, networkOf } from "#platform/auth/limits.ts";
import type { Rights } from "#platform/auth/sessions.ts";
import type { House } from "#platform/house/house.ts";
import { noteSecurityEvent } from "#platform/security/events.ts";
import { requestOf } from "./callers.ts";

const WRONG_MAX = 30;
const WRONG_MINUTES = 15;
const ASKED_A_MINUTE_MAX = 600;

/** From a request with `Authorization: Bearer kau_…` to who asks. */
export type Keys = { callerOf(request: FastifyRequest, bearer: string): Promise<Caller> };

export function keysOf(house: House, rights: Rights): Keys {
  const pace = openPace();
  return {
    async callerOf(request, bearer) {
      const holder = await findKeyHolder(house, rights, bearer, request.ip);
      if (holder === null) return refuseWrong(house, request.ip);
      pace.count(holder.keyId, house.now());
      const { accountId: id, name, company, standing } = holder;
      const { permissions } = standing;
      return {
        access: await house.companies.accessOf(company),
        actor: { kind: "person", id, name, permissions, standing },
        request: requestOf(request),
        now: house.now(),
      };
    },
  };
}

/** Never made, expired or taken back: all the same to whoever tries. A network that tries often is told to wait. */
async function refuseWrong(house: House, ip: string): Promise<never> {
  noteSecurityEvent(house, { kind: "api_key.failed", ip });
  const key = `keys.wrong/${networkOf(ip)}`;
  await countTries(house, [{ key, max: WRONG_MAX, withinMinutes: WRONG_MINUTES }], house.now());
  throw new Problem("unauthenticated", "companies.key.not_valid");
}

/**
 * How often each key asks, by the minute and for this process: a program that ran wild is slowed down before it slows down
 * others. Only keys that are right are counted, so there are never more of them than were made.
 */
function openPace() {
  let minute = 0;
  const asked = new Map<string, number>();
  return {
    count(keyId: string, now: Date): void {
      const at = Math.floor(now.getTime() / 60_000);
      if (at !== minute) asked.clear();
      minute = at;
      const count = (asked.get(keyId) ?? 0) + 1;
      asked.set(keyId, count);
      if (count <= ASKED_A_MINUTE_MAX) return;
      const retryAfterS = 60 - (Math.floor(now.getTime() / 1000) % 60);
      throw new Problem("too_many", "platform.limit.too_many", { retryAfterS });
    },
  };
}
