import { z } from "zod";
import { blocked, get, id, instant, post } from "#kernel/contract.ts";

const BackupId = id("backup");
export type BackupId = z.output<typeof BackupId>;

/** `gone`: past its time, and no longer there. */
export const BackupState = z.enum(["asked", "making", "kept", "failed", "gone"]);
/** What came of restoring it and comparing every table with what it was; null: not yet tried. */
export const Verified = z.enum(["equal", "different", "unreadable"]);

export const Backup = z.object({
  id: BackupId,
  state: BackupState,
  /** Who asked for it; null for the schedule. */
  askedBy: z.string().nullable(),
  askedAt: instant(),
  /** The moment whose state it holds. */
  takenAt: instant().nullable(),
  /** How many rows it holds; while it is made, how many so far of how many. */
  rowCount: z.int(),
  rowCountOf: z.int().nullable(),
  bytes: z.int().nullable(),
  tableCount: z.int(),
  verifiedAs: Verified.nullable(),
  verifiedAt: instant().nullable(),
  verifyMs: z.int().nullable(),
  /** Tables that were restored otherwise than they were. */
  differentTables: z.array(z.string()),
  /** What is not in order within the copy, though it is equal: `books.entries.balance`, `audit.altered`. */
  findings: z.array(z.string()),
  blocked: z.object({ return: blocked() }),
  /** When it goes by itself if nothing newer comes: never later than 90 days after it was taken. */
  goesAt: instant().nullable(),
});
export type Backup = z.output<typeof Backup>;

const ReturnId = id("company_return");
export type ReturnId = z.output<typeof ReturnId>;

/** The company as it was at `toAt`. What it was before is kept until `keptUntil`, and can be had back. */
export const Return = z.object({
  id: ReturnId,
  state: z.enum(["asked", "restoring", "switching", "done", "failed"]),
  askedBy: z.string(),
  askedAt: instant(),
  toAt: instant(),
  /** While rows are read back: how many so far, of how many. */
  rowCount: z.int(),
  rowCountOf: z.int().nullable(),
  doneAt: instant().nullable(),
  keptUntil: instant().nullable(),
  isTakingBack: z.boolean(),
  blocked: z.object({ takeBack: blocked() }),
});
export type Return = z.output<typeof Return>;

const at = "/api/companies/backups";
export const backups = {
  /** The newest first, those that went within the last 90 days too. `nextAt`: when the schedule makes the next one. */
  list: get(
    at,
    z.object({}),
    z.object({
      rows: z.array(Backup),
      nextAt: instant(),
      region: z.string(),
      /** The last one, where there was any. */
      lastReturn: Return.nullable(),
      blocked: z.object({ make: blocked() }),
    }),
  ),
  /** It is made within seconds, in the background. */
  make: post(at, z.object({}), Backup),
  /**
   * Brings the whole company back to what a backup holds, in the background; everybody works on until the switch, which takes
   * under a second. `name` is the company's name, typed. What was before stays for a week: `takeBack`.
   */
  return: post(`${at}/:id/return`, z.object({ id: BackupId, name: z.string().max(200) }), Return),
  takeBack: post("/api/companies/returns/:id/take-back", z.object({ id: ReturnId }), Return),
};
