import { z } from "zod";
import { instant, post } from "#kernel/contract.ts";

const at = "/api/accounts/sessions";
export const sessions = {
  /** Who is signed in proves it anew, with a code where there is a second step: what matters is open for five minutes. */
  confirm: post(
    `${at}/confirm`,
    z.object({
      password: z.string().min(1, "field.required").max(1000),
      code: z.string().trim().min(1, "field.required").max(40).nullable().default(null),
    }),
    z.object({ freshUntil: instant() }),
  ),
};
