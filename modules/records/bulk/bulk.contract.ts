import { z } from "zod";
import { blocked, get, id, instant, post } from "#kernel/contract.ts";
import { whereText } from "#kernel/where-text.ts";
import { RecordTypeName } from "../types/types.contract.ts";

export const BulkId = id("bulk");
export type BulkId = z.output<typeof BulkId>;

/** So many records at once. */
export const BULK_MAX = 100_000;

const Tags = z.array(z.string().trim().min(1).max(50)).max(50).default([]);
const Value = z.union([
  z.string().max(5000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(200)).max(100),
  z.null(),
]);

/** What is done to each: one field set or cleared, tags added and taken off, given to somebody, put away, or deleted. */
export const BulkDeed = z.union([
  z.strictObject({ does: z.literal("set"), field: z.string().max(100), value: Value }),
  z.strictObject({ does: z.literal("tag"), add: Tags, remove: Tags }),
  z.strictObject({ does: z.literal("give"), ownerId: id("account").nullable() }),
  z.strictObject({ does: z.literal("archive") }),
  z.strictObject({ does: z.literal("trash") }),
]);
export type BulkDeed = z.output<typeof BulkDeed>;

export const BulkState = z.enum(["running", "done", "undoing", "undone"]);
export type BulkState = z.output<typeof BulkState>;

export const Bulk = z.object({
  id: BulkId,
  type: RecordTypeName,
  does: z.enum(["set", "tag", "give", "archive", "trash"]),
  field: z.string().nullable(),
  state: BulkState,
  totalCount: z.int(),
  doneCount: z.int(),
  changedCount: z.int(),
  skippedCount: z.int(),
  undoneCount: z.int(),
  /** Changed since by somebody else: an undo leaves them alone. */
  leftCount: z.int(),
  createdAt: instant(),
  finishedAt: instant().nullable(),
  /** Why some were skipped, or left alone by the undo. */
  reasons: z.array(z.object({ reason: z.string(), count: z.int() })),
  blocked: z.object({ undo: blocked() }),
});
export type Bulk = z.output<typeof Bulk>;

const at = "/api/records/bulk";
const One = z.object({ id: BulkId });
export const recordBulk = {
  /** One's own of the last 30 days, newest first, at most 20. */
  list: get(at, z.object({ type: RecordTypeName.optional() }), z.object({ runs: z.array(Bulk) })),
  get: get(`${at}/:id`, One, Bulk),
  /** On the named ones, or on all that a filter leaves: `filter` has the names of the list's own. */
  start: post(
    at,
    z.object({
      type: RecordTypeName,
      deed: BulkDeed,
      ids: z.array(z.string().max(40)).min(1).max(1000).optional(),
      where: whereText().optional(),
      filter: z.record(z.string().max(60), z.string().max(500)).default({}),
    }),
    Bulk,
  ),
  /** Stops what still runs, and puts back what it changed. */
  undo: post(`${at}/:id/undo`, One, Bulk),
};
