import { z } from "zod";
import { done, get, instant, post } from "#kernel/contract.ts";
import { Email } from "../accounts/accounts.contract.ts";

const Token = z.string().max(200);

/** A change that waits: whose mailbox has agreed, and until when. */
export const EmailChange = z.object({
  email: z.string(),
  isOldConfirmed: z.boolean(),
  isNewConfirmed: z.boolean(),
  expiresAt: instant(),
});

const at = "/api/accounts/email-change";
export const emails = {
  get: get(at, z.object({}), z.object({ change: EmailChange.nullable() })),
  /** Writes to both addresses; answers the same whether or not the new one has an account. */
  begin: post(at, z.object({ email: Email }), done),
  /** By whoever asked, before both have agreed. */
  cancel: post(`${at}/cancel`, z.object({}), done),
  /** What a mail's link is about, before anything is decided. */
  look: post(
    `${at}/look`,
    z.object({ token: Token }),
    z.object({ from: z.string(), to: z.string(), isOld: z.boolean() }),
  ),
  /** One of the two agrees; with the second the address is the new one. */
  confirm: post(`${at}/confirm`, z.object({ token: Token }), z.object({ isChanged: z.boolean() })),
  /** The address there is says no. */
  refuse: post(`${at}/refuse`, z.object({ token: Token }), done),
};
