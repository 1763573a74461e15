import { z } from "zod";
import { done, get, id, instant, page, post } from "#kernel/contract.ts";

export const ALERT_KINDS = [
  "password_guessing",
  "credential_stuffing",
  "totp_guessing",
  "recovery_code",
  "new_place",
  "mass_export",
  "mass_deletion",
  "permission_escalation",
  "api_key_new_network",
  "api_key_guessing",
  "webhook_signatures",
  "cross_company_probes",
  "replayed_tokens",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

const Language = z.enum(["en", "ms"]).default("en");

export const Alert = z.object({
  id: id("alert"),
  kind: z.enum(ALERT_KINDS),
  /** What it is, what was seen and what to do, in the language asked for. */
  title: z.string(),
  text: z.string(),
  advice: z.string(),
  /** Whose account it is about, where it is about one. */
  person: z.string().nullable(),
  network: z.string().nullable(),
  beganAt: instant(),
  lastAt: instant(),
  raisedAt: instant(),
  eventsCount: z.int(),
  seenAt: instant().nullable(),
  seenBy: z.string().nullable(),
});
export type Alert = z.output<typeof Alert>;

const at = "/api/trust/alerts";

export const alerts = {
  list: get(
    at,
    z.object({
      language: Language,
      isOpen: z.stringbool().optional(),
      after: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    page(Alert),
  ),
  /** What needs somebody: alerts that nobody has seen, and promises that do not hold. */
  count: get(
    `${at}/count`,
    z.object({}),
    z.object({ alertsCount: z.int(), degradedCount: z.int() }),
  ),
  /** Somebody has looked into it. */
  see: post(`${at}/:id/see`, z.object({ id: id("alert") }), done),
};
