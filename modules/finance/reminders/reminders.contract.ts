import { z } from "zod";
import { blocked, get, patch } from "#kernel/contract.ts";
import { Language } from "../links/links.contract.ts";

export const DAYS_MAX = 6;
/** Days after the due day; before it they are below 0. */
const Days = z.array(z.int().min(-60).max(180)).min(1, "finance.reminder.no_days").max(DAYS_MAX);

export const ReminderPolicy = z.object({
  isActive: z.boolean(),
  days: Days,
  /** Of who was never written to. */
  language: Language,
  since: z.iso.date().nullable(),
  version: z.int(),
  blocked: z.object({ change: blocked() }),
});
export type ReminderPolicy = z.output<typeof ReminderPolicy>;

const at = "/api/finance/reminders";
export const reminders = {
  get: get(at, z.object({}), ReminderPolicy),
  change: patch(
    at,
    z.object({ isActive: z.boolean(), days: Days, language: Language, version: z.int() }),
    ReminderPolicy,
  ),
};
