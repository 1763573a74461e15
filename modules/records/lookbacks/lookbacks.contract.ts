import { z } from "zod";
import { blocked, done, get, id, instant, page, post } from "#kernel/contract.ts";

/** What is compared, and can come back. */
export const LookbackType = z.enum(["customer", "order", "product"]);
export type LookbackType = z.output<typeof LookbackType>;
/** Not there any more; in the trash; there, and otherwise than it was. */
export const LookbackKind = z.enum(["gone", "trashed", "changed"]);
export type LookbackKind = z.output<typeof LookbackKind>;

export const Lookback = z.object({
  backupId: id("backup"),
  state: z.enum(["asked", "opening", "open", "failed"]),
  askedBy: z.string(),
  /** The moment whose rows it holds. */
  takenAt: instant(),
  rowCount: z.int(),
  rowCountOf: z.int().nullable(),
  openUntil: instant().nullable(),
  counts: z.array(z.object({ kind: LookbackKind, count: z.int() })),
});
export type Lookback = z.output<typeof Lookback>;

export const LookbackRow = z.object({
  record: z.string(),
  type: LookbackType,
  kind: LookbackKind,
  name: z.string(),
  /** `held`: it lies in the trash, for something of it is taken now. */
  state: z.enum(["there", "wanted", "back", "held", "failed"]),
  blocked: z.object({ bringBack: blocked() }),
});
export type LookbackRow = z.output<typeof LookbackRow>;

export const LookbackField = z.object({
  /** Of the type's fields, as records.types tells of them. */
  key: z.string(),
  /** As it was in the backup, and as it is at this moment; null both where this person does not see it. */
  was: z.unknown(),
  is: z.unknown(),
  isSeen: z.boolean(),
  /** It is again what it was. */
  isSame: z.boolean(),
  blocked: z.object({ bringBack: blocked() }),
});
export type LookbackField = z.output<typeof LookbackField>;

const Record_ = z.string().max(40);
const at = "/api/records/lookbacks";
export const lookbacks = {
  /** The backup that is open beside today; null: none is. */
  get: get(
    at,
    z.object({}),
    z.object({ lookback: Lookback.nullable(), blocked: z.object({ open: blocked() }) }),
  ),
  /** Restored beside today, in the background, and compared with it. It stays for two hours. */
  open: post(at, z.object({ backupId: id("backup") }), done),
  close: post(`${at}/close`, z.object({}), done),
  rows: get(
    `${at}/rows`,
    z.object({
      kind: LookbackKind.default("gone"),
      type: LookbackType.optional(),
      search: z.string().trim().max(200).optional(),
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(LookbackRow),
  ),
  /** Of a record that was changed since: which fields held something else. */
  changes: get(
    `${at}/changes`,
    z.object({ record: Record_ }),
    z.object({ record: z.string(), type: LookbackType, fields: z.array(LookbackField) }),
  ),
  /** Those fields as they were, and nothing else of it: as if somebody had typed them in again. */
  bringFields: post(
    `${at}/bring-fields`,
    z.object({ record: Record_, keys: z.array(z.string().max(80)).min(1).max(100) }),
    done,
  ),
  /** With all that hung on them. Those of which something is taken now go to the trash, where it is decided. */
  bringBack: post(
    `${at}/bring-back`,
    z.object({ records: z.array(Record_).min(1).max(200) }),
    done,
  ),
};
