import { z } from "zod";
import { contact, FIELD_CLASSES } from "#kernel/classes.ts";
import { blocked, done, get, id, instant, page, post } from "#kernel/contract.ts";
import { FieldKind, RecordTypeName, SaidInBoth } from "../types/types.contract.ts";

export const ImportId = id("import");
export type ImportId = z.output<typeof ImportId>;

export const ImportState = z.enum([
  "uploading",
  "reading",
  "unreadable",
  "matching",
  "trying",
  "tried",
  "running",
  "done",
  "undoing",
  "undone",
]);
export type ImportState = z.output<typeof ImportState>;

/**
 * What becomes of a field that is known already: `fill` only an empty one is written · `overwrite` the file decides ·
 * `add` what the file has is added · `earlier` the earlier of the two stays. An empty cell changes nothing in any of them.
 */
export const Policy = z.enum(["fill", "overwrite", "add", "earlier"]);
export type Policy = z.output<typeof Policy>;

/** What a column is in Kaunter; null: it is left out. */
export const Match = z.object({ target: z.string().max(100).nullable(), policy: Policy });
export type Match = z.output<typeof Match>;

/** What a column can be. */
export const Target = z.object({
  key: z.string(),
  label: SaidInBoth,
  kind: FieldKind,
  class: z.enum(FIELD_CLASSES),
  isCustom: z.boolean(),
  /** Records are found by it: it is never written over. */
  isKey: z.boolean(),
  /** The first is the usual one. */
  policies: z.array(Policy),
});
export type Target = z.output<typeof Target>;

/** What reading all rows found in a column. */
export const Found = z.object({
  filled: z.int(),
  emails: z.int(),
  phones: z.int(),
  numbers: z.int(),
  days: z.int(),
  yesNo: z.int(),
  /** How days are written, where they do not say it themselves; null: no day shows which. */
  dayOrder: z.enum(["day_first", "month_first"]).nullable(),
  decimalMark: z.enum([".", ","]).nullable(),
  /** Different values, up to ten; null: more. */
  kinds: z.int().nullable(),
});
export type Found = z.output<typeof Found>;

export const Column = z.object({
  header: z.string(),
  sample: contact(z.string()),
  found: Found,
  match: Match,
});
export type Column = z.output<typeof Column>;

export const CellProblem = z.object({ column: z.int().nullable(), code: z.string() });
export type CellProblem = z.output<typeof CellProblem>;

/** One difference that the import would make to a record that is known. */
export const Sample = z.object({
  line: z.int(),
  name: contact(z.string()),
  target: z.string(),
  before: contact(z.string()),
  after: contact(z.string()),
});
export type Sample = z.output<typeof Sample>;

export const Counts = z.object({
  created: z.int(),
  updated: z.int(),
  same: z.int(),
  folded: z.int(),
  failed: z.int(),
});
export type Counts = z.output<typeof Counts>;

const reasonGiven = z.object({ code: z.string(), details: z.unknown() }).nullable();

export const ImportRow = z.object({
  id: ImportId,
  type: RecordTypeName,
  state: ImportState,
  fileName: z.string(),
  fileBytes: z.number(),
  rowsCount: z.int().nullable(),
  rowsDone: z.int(),
  counts: Counts,
  /** How many of the records are named by an id that is not known here. */
  elsewhereCount: z.int(),
  actorName: z.string(),
  createdAt: instant(),
  finishedAt: instant().nullable(),
  undoUntil: instant().nullable(),
});
export type ImportRow = z.output<typeof ImportRow>;

export const Import = ImportRow.extend({
  file: z
    .object({
      format: z.enum(["csv", "xlsx"]),
      encoding: z.string().nullable(),
      delimiter: z.string().nullable(),
      sheets: z.array(z.string()),
      sheet: z.string().nullable(),
      /** Whose export it is, where its headers tell. */
      preset: z.string().nullable(),
    })
    .nullable(),
  columns: z.array(Column),
  targets: z.array(Target),
  samples: z.array(Sample),
  /** How many rows have been put right since. */
  fixedCount: z.int(),
  problem: reasonGiven,
  undone: z
    .object({ removed: z.int(), restored: z.int(), kept: z.int(), changedSince: z.int() })
    .nullable(),
  startedAt: instant().nullable(),
  undoneAt: instant().nullable(),
  version: z.int(),
  blocked: z.object({
    match: blocked(),
    try: blocked(),
    run: blocked(),
    fix: blocked(),
    rerun: blocked(),
    stop: blocked(),
    undo: blocked(),
    discard: blocked(),
  }),
});
export type Import = z.output<typeof Import>;

export const Failure = z.object({
  line: z.int(),
  cells: contact(z.array(z.string())),
  problems: z.array(CellProblem),
  isFixed: z.boolean(),
});
export type Failure = z.output<typeof Failure>;

/** As large as a file may be, and the pieces it is sent in. */
export const FILE_MAX_BYTES = 1024 ** 3;
export const PART_BYTES = 1024 * 1024;
export const ROWS_MAX = 1_000_000;

const at = "/api/records/imports";
const One = z.object({ id: ImportId });
const Versioned = One.extend({ version: z.int() });

export const imports = {
  list: get(
    at,
    z.object({
      type: RecordTypeName.optional(),
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(ImportRow),
  ),
  count: get(
    `${at}/count`,
    z.object({ type: RecordTypeName.optional() }),
    z.object({ count: z.int(), allCount: z.int() }),
  ),
  get: get(`${at}/:id`, One, Import),
  /** Says what will be sent. The pieces go to `/api/records/imports/parts/<upload>/<position>`, in any order, each again if need be. */
  begin: post(
    at,
    z.object({
      type: RecordTypeName,
      fileName: z.string().trim().min(1, "field.required").max(200),
      fileBytes: z
        .number()
        .int()
        .min(1, "records.import.empty")
        .max(FILE_MAX_BYTES, "records.import.too_large"),
    }),
    z.object({ import: Import, upload: z.string(), partBytes: z.int() }),
  ),
  /** Reads the whole file: after the last piece, or anew as another sheet or encoding. */
  read: post(
    `${at}/:id/read`,
    Versioned.extend({
      sheet: z.string().max(200).optional(),
      encoding: z.enum(["utf-8", "windows-1252"]).optional(),
    }),
    Import,
  ),
  match: post(
    `${at}/:id/match`,
    Versioned.extend({ matches: z.array(Match).min(1).max(500) }),
    Import,
  ),
  /** Goes through all rows and writes nothing. */
  try: post(`${at}/:id/try`, Versioned, Import),
  run: post(`${at}/:id/run`, Versioned, Import),
  /** Ends the work that runs; what was written stays, and can be undone. */
  stop: post(`${at}/:id/stop`, One, Import),
  failures: get(
    `${at}/:id/failures`,
    One.extend({ after: z.coerce.number().int().min(0).max(10_000_000).default(0) }),
    page(Failure),
  ),
  /** Puts cells of a failed row right; answers what is still wrong with it. */
  fix: post(
    `${at}/:id/fix`,
    One.extend({
      line: z.int().min(1).max(10_000_000),
      cells: z
        .array(z.object({ column: z.int().min(0).max(499), value: contact(z.string().max(5000)) }))
        .min(1)
        .max(500),
    }),
    Failure,
  ),
  /** Takes the rows that were put right after the import. */
  rerun: post(`${at}/:id/rerun`, Versioned, Import),
  /** The failed rows as a file with the reasons beside them: an address that opens once, for some minutes. */
  download: post(
    `${at}/:id/download`,
    One.extend({ language: z.enum(["en", "ms"]).default("en") }),
    z.object({ path: z.string() }),
  ),
  undo: post(`${at}/:id/undo`, Versioned, Import),
  /** Forgets an import that never ran. */
  discard: post(`${at}/:id/discard`, One, done),
};
