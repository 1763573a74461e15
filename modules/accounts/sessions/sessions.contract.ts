import { z } from "zod";
import { done, get, id, instant, post } from "#kernel/contract.ts";
import { AccountId } from "../accounts/accounts.contract.ts";

export const Session = z.object({
  id: id("session"),
  /** The one that asks. */
  isThis: z.boolean(),
  /** What the browser says of itself; null where that is nothing known. */
  browser: z.string().nullable(),
  system: z.string().nullable(),
  /** An IPv4 address, or the /64 of an IPv6 one. */
  network: z.string().nullable(),
  /** ISO 3166, where the network's is known. */
  country: z.string().nullable(),
  startedAt: instant(),
  /** To the minute. */
  lastUsedAt: instant(),
});
export type Session = z.output<typeof Session>;

const at = "/api/accounts/sessions";
export const sessions = {
  /** One's own that stand, the last used first. */
  list: get(at, z.object({}), z.object({ sessions: z.array(Session) })),
  /** Who is signed in proves it anew, with a code where there is a second step: what matters is open for five minutes. */
  confirm: post(
    `${at}/confirm`,
    z.object({
      password: z.string().min(1, "field.required").max(1000),
      code: z.string().trim().min(1, "field.required").max(40).nullable().default(null),
    }),
    z.object({ freshUntil: instant() }),
  ),
  end: post(`${at}/:id/end`, z.object({ id: id("session") }), done),
  endOthers: post(`${at}/end-others`, z.object({}), z.object({ ended: z.int() })),
  /** Of a member, by an Admin: those that work for this company. */
  endOfMember: post(
    "/api/accounts/members/:id/end-sessions",
    z.object({ id: AccountId }),
    z.object({ ended: z.int() }),
  ),
};
