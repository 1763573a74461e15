import { z } from "zod";
import { blocked, done, get, id, instant, page, post } from "#kernel/contract.ts";
import { readId, showId } from "#kernel/ids.ts";

const AccountId = id("account");

/** One of the five by its name, or a role of the company's own by its id (`rol_…`; a uuid on the server). */
export const RoleRef = z.codec(z.string().max(100), z.string(), {
  decode: (said) => readId("role", said) ?? said,
  encode: (role) => (role.includes("-") ? showId("role", role) : role),
});

export const Member = z.object({
  id: AccountId,
  name: z.string(),
  email: z.string(),
  role: RoleRef,
  /** Of a role that the company made; the five have words in each language. */
  roleName: z.string().nullable(),
  /** Whether signing in asks them for a second step. */
  isTwoStepOn: z.boolean(),
  joinedAt: instant(),
  /** When they last signed in to this company; null where that was long ago. */
  lastSeenAt: instant().nullable(),
  /** Since when the company is closed to them. */
  disabledAt: instant().nullable(),
  isYou: z.boolean(),
  blocked: z.object({
    changeRole: blocked(),
    remove: blocked(),
    disable: blocked(),
    enable: blocked(),
  }),
});
export type Member = z.output<typeof Member>;

const at = "/api/companies/members";
export const members = {
  /** By the time they joined, the first first. */
  list: get(
    at,
    z.object({
      search: z.string().trim().max(200).optional(),
      after: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(100),
    }),
    page(Member).extend({ count: z.int() }),
  ),
  /** `was`: the role that was seen. Effective from the next request of every session and key. */
  changeRole: post(
    `${at}/:id/role`,
    z.object({ id: AccountId, was: RoleRef, role: RoleRef }),
    Member,
  ),
  /** Closes the company to them, from the next request of every session and key, and keeps who they are in it. */
  disable: post(`${at}/:id/disable`, z.object({ id: AccountId }), Member),
  enable: post(`${at}/:id/enable`, z.object({ id: AccountId }), Member),
  /** Ends their work here at once: sessions find no company at their next request, and their keys end. */
  remove: post(`${at}/:id/remove`, z.object({ id: AccountId }), done),
};
