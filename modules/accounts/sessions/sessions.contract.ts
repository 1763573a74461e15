import { z } from "zod";
import { instant, post } from "#kernel/contract.ts";

const at = "/api/accounts/sessions";
export const sessions = {
  /** Who is signed in proves it anew: what is only for a fresh session is open for five minutes. */
  confirm: post(
    `${at}/confirm`,
    z.object({ password: z.string().min(1, "field.required").max(1000) }),
    z.object({ freshUntil: instant() }),
  ),
};
