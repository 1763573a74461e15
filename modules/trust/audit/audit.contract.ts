import { z } from "zod";
import { get, instant, page } from "#kernel/contract.ts";

export const AuditEntry = z.object({
  /** Its place in the log, growing. */
  number: z.int(),
  at: instant(),
  actorKind: z.enum(["person", "connection", "system"]),
  actorName: z.string(),
  /** The permission's name of what was done: `crm.customers.write`. Has words. */
  action: z.string(),
  subjectType: z.string(),
  /** Shown id; empty for what has none. */
  subject: z.string(),
  subjectName: z.string(),
  /** `{before, after}` of the fields that changed, or what the deed says. */
  change: z.record(z.string(), z.unknown()),
  ip: z.string().nullable(),
});
export type AuditEntry = z.output<typeof AuditEntry>;

export const AuditFilter = z.object({
  actorKind: z.enum(["person", "connection", "system"]).optional(),
  action: z.string().max(100).optional(),
  subject: z.string().max(100).optional(),
  search: z.string().trim().max(200).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
export type AuditFilter = z.output<typeof AuditFilter>;

export const audit = {
  list: get(
    "/api/trust/audit",
    AuditFilter.extend({
      after: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(AuditEntry),
  ),
  actions: get(
    "/api/trust/audit/actions",
    z.object({}),
    z.object({ actions: z.array(z.string()) }),
  ),
};
