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
  /** When it goes by itself if nothing newer comes: never later than 90 days after it was taken. */
  goesAt: instant().nullable(),
});
export type Backup = z.output<typeof Backup>;

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
      blocked: z.object({ make: blocked() }),
    }),
  ),
  /** It is made within seconds, in the background. */
  make: post(at, z.object({}), Backup),
};
