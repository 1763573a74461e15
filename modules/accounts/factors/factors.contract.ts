import { z } from "zod";
import { done, get, instant, patch, post } from "#kernel/contract.ts";
import { Me } from "../accounts/accounts.contract.ts";

export const Code = z.string().trim().min(1, "field.required").max(40);

export const Factor = z.object({
  isOn: z.boolean(),
  since: instant().nullable(),
  recoveryCodesLeft: z.int(),
  /** A company of theirs wants it: it can be replaced, not switched off. */
  isRequired: z.boolean(),
});

/** Shown once. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

/** One of the five roles by its name, or a role of the company's own by its id. */
const RoleName = z.string().min(1).max(80);

const at = "/api/accounts/factors";
export const factors = {
  get: get(at, z.object({}), Factor),
  /** A new secret for an authenticator app. Nothing has changed until a code of it confirms it. */
  begin: post(`${at}/begin`, z.object({}), z.object({ secret: z.string(), uri: z.string() })),
  /** Switches the second step on, or moves it to a new app. Ends every other session of the account. */
  confirm: post(`${at}/confirm`, z.object({ code: Code }), RecoveryCodes),
  /** Ten new recovery codes; the old ones open nothing any more. */
  renewCodes: post(`${at}/recovery-codes`, z.object({}), RecoveryCodes),
  /** Ends every other session of the account too. */
  remove: post(`${at}/remove`, z.object({}), done),
  /** The second step of signing in: a code of the app, or a recovery code. Sets the cookie. */
  signIn: post(
    "/api/accounts/sign-in/second-step",
    z.object({ ticket: z.string().max(2000), code: Code }),
    Me,
  ),
  /** Of which roles the company wants a second step, and how many of their members have none yet. */
  rules: get(
    "/api/accounts/factor-rules",
    z.object({}),
    z.object({
      roles: z.array(RoleName),
      without: z.array(z.object({ role: RoleName, members: z.int() })),
    }),
  ),
  changeRules: patch(
    "/api/accounts/factor-rules",
    z.object({ roles: z.array(RoleName).max(100) }),
    z.object({ roles: z.array(RoleName) }),
  ),
};
