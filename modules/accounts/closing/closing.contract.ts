import { z } from "zod";
import { blocked, done, get, instant, post } from "#kernel/contract.ts";

const at = "/api/accounts/closing";
export const closing = {
  /** `closesAt` is null while the account is open. */
  get: get(
    at,
    z.object({}),
    z.object({
      closesAt: instant().nullable(),
      /** Companies that would be left without an Admin: they are given over, or cancelled, before. */
      companies: z.array(z.string()),
      blocked: z.object({ close: blocked() }),
    }),
  ),
  /** Every session and key ends but this session, which can only open it again. `email` is the account's, typed. */
  close: post(at, z.object({ email: z.string().trim().toLowerCase().max(254) }), done),
  reopen: post(`${at}/reopen`, z.object({}), done),
};
