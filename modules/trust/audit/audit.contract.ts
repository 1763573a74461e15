import { z } from "zod";
import { contact, told } from "#kernel/classes.ts";
import { blocked, done, get, instant, page, post } from "#kernel/contract.ts";

/** What entries say besides the fields of the records. */
const TOLD = [
  ...["allow", "deny", "on", "scope", "viewing", "was", "sees", "public", "business", "contact"],
  ...[
    "sensitive",
    "secret",
    "isInTrash",
    "entries",
    "replayed",
    "sentAgain",
    "invited",
    "purge",
    "seen",
    "reason",
  ],
];

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
  /** Whoever has no name is called by how they are reached. */
  subjectName: contact(z.string()),
  /** `{before, after}` of the fields that changed, or what the deed says. */
  change: told(z.record(z.string(), z.unknown()), TOLD),
  ip: z.string().nullable(),
});
export type AuditEntry = z.output<typeof AuditEntry>;

/** What is not in place: where, and what a verifier calls it. */
const AuditFinding = z.object({
  kind: z.enum([
    "changed",
    "missing",
    "misplaced",
    "rewritten",
    "cut",
    "erased",
    "head",
    "gap",
    "key",
  ]),
  lane: z.int(),
  position: z.int(),
});

export const AuditFilter = z.object({
  actorKind: z.enum(["person", "connection", "system"]).optional(),
  action: z.string().max(100).optional(),
  /** Sign-ins, what left in files, who may what, and who read what is delicate. */
  about: z.enum(["sign_ins", "exports", "rights", "looks"]).optional(),
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
  /** Whether the log is whole, as it was last looked through, and up to when the house has signed it. */
  state: get(
    "/api/trust/audit/state",
    z.object({}),
    z.object({
      entriesCount: z.int(),
      checked: z
        .object({
          at: instant(),
          /** All of it, or what was new since it had been signed before. */
          isWhole: z.boolean(),
          entriesCount: z.int(),
          findings: z.array(AuditFinding),
        })
        .nullable(),
      signedAt: instant().nullable(),
      /** Parts that are gone and whose loss an Admin has explained, newest first: signed by the house, and told of for ever. */
      gaps: z.array(
        z.object({ at: instant(), by: z.string(), reason: z.string(), goneCount: z.int() }),
      ),
      blocked: z.object({ check: blocked(), download: blocked(), acknowledge: blocked() }),
    }),
  ),
  /** Has the whole log looked through now. */
  check: post("/api/trust/audit/checks", z.object({}), done),
  /** The whole log as signed JSON lines: an address that opens once, within two minutes. */
  download: post("/api/trust/audit/downloads", z.object({}), z.object({ url: z.string() })),
  actions: get(
    "/api/trust/audit/actions",
    z.object({}),
    z.object({ actions: z.array(z.string()) }),
  ),
  /** Why a part of the log is gone, as after a restored backup: what was signed of it is then no finding any more. */
  acknowledge: post(
    "/api/trust/audit/gaps",
    z.object({
      reason: z.string().trim().min(10, "field.too_short").max(500, "field.too_long"),
    }),
    done,
  ),
};
