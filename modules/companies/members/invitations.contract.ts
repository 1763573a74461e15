import { z } from "zod";
import { done, get, id, instant, post } from "#kernel/contract.ts";
import { RoleRef } from "./members.contract.ts";

const InvitationId = id("invitation");
export type InvitationId = z.output<typeof InvitationId>;

export const INVITED_AT_ONCE_MAX = 50;

/** `open` and `expired` wait for an answer or another mail; the others are news for a while. */
export const InvitationState = z.enum(["open", "expired", "accepted", "refused", "revoked"]);
export type InvitationState = z.output<typeof InvitationState>;

export const Invitation = z.object({
  id: InvitationId,
  email: z.string(),
  role: RoleRef,
  roleName: z.string().nullable(),
  inviterName: z.string(),
  state: InvitationState,
  sentAt: instant(),
  expiresAt: instant(),
  /** What was written when it was refused. */
  answer: z.string().nullable(),
  blocked: z.object({ resend: z.string().nullable(), revoke: z.string().nullable() }),
});
export type Invitation = z.output<typeof Invitation>;

/** One spelling for one address. */
const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "email.invalid")
  .regex(z.regexes.email, "email.invalid");

const Token = z.string().max(200);
const at = "/api/companies/invitations";
export const invitations = {
  /** Those that wait, and those that were refused in the last 30 days. */
  list: get(at, z.object({}), z.object({ rows: z.array(Invitation) })),
  /**
   * An address that waits already gets its mail again. `members`: already in, left out. `waiting`: written to a moment ago
   * or too often, left out too.
   */
  invite: post(
    at,
    z.object({
      emails: z.array(Email).min(1, "field.required").max(INVITED_AT_ONCE_MAX, "field.too_big"),
      role: RoleRef,
    }),
    z.object({
      invited: z.array(z.string()),
      members: z.array(z.string()),
      waiting: z.array(z.string()),
    }),
  ),
  /** A new link by mail, valid for another seven days; the one before opens nothing any more. */
  resend: post(`${at}/:id/resend`, z.object({ id: InvitationId }), Invitation),
  revoke: post(`${at}/:id/revoke`, z.object({ id: InvitationId }), done),
};

/** For whoever holds the link of the mail. */
export const invited = {
  look: post(
    `${at}/look`,
    z.object({ token: Token }),
    z.object({
      state: InvitationState,
      companyName: z.string(),
      inviterName: z.string(),
      email: z.string(),
      role: RoleRef,
      roleName: z.string().nullable(),
      expiresAt: instant(),
      /** How to accept: signed in with this address, by signing in first, with another account signed in, or as somebody new. */
      way: z.enum(["ready", "sign_in", "other_account", "new_account"]),
    }),
  ),
  /** By somebody signed in with the address. The session goes on in the company. */
  accept: post(`${at}/accept`, z.object({ token: Token }), done),
  /** By somebody without an account: the link proves the address, so no other mail is sent. Signs in (sets the cookie). */
  join: post(
    `${at}/join`,
    z.object({
      token: Token,
      name: z.string().trim().min(1, "field.required").max(200),
      password: z.string().min(12, "password.too_short").max(128, "password.too_long"),
      locale: z.enum(["en", "ms"]).default("en"),
      isAdult: z.literal(true, "accounts.account.not_adult"),
      acceptsTerms: z.literal(true, "accounts.account.terms_not_accepted"),
    }),
    done,
  ),
  refuse: post(
    `${at}/refuse`,
    z.object({ token: Token, answer: z.string().trim().max(500).default("") }),
    done,
  ),
};
