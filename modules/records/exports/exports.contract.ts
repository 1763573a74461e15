import { z } from "zod";
import { blocked, get, id, instant, page, post } from "#kernel/contract.ts";
import { whereText } from "#kernel/where-text.ts";
import { RecordTypeName } from "../types/types.contract.ts";

export const ExportId = id("export");
export type ExportId = z.output<typeof ExportId>;

export const ExportFormat = z.enum(["csv", "xlsx"]);
export type ExportFormat = z.output<typeof ExportFormat>;
export const ExportState = z.enum(["waiting", "running", "done", "failed", "stopped"]);
export type ExportState = z.output<typeof ExportState>;

export const Export = z.object({
  id: ExportId,
  type: RecordTypeName,
  format: ExportFormat,
  state: ExportState,
  doneCount: z.int(),
  totalCount: z.int(),
  bytesCount: z.int(),
  createdAt: instant(),
  finishedAt: instant().nullable(),
  /** Until when the file can be fetched. */
  expiresAt: instant().nullable(),
  blocked: z.object({ fetch: blocked(), stop: blocked() }),
});
export type Export = z.output<typeof Export>;

export const NewExport = z.object({
  type: RecordTypeName,
  format: ExportFormat,
  /** In which the heads of the columns and the words of choices are written. */
  language: z.enum(["en", "ms"]),
  /** Keys of fields, in this order. Left out: all there are. */
  columns: z.array(z.string().max(100)).min(1).max(250).optional(),
  /** Only these. Left out: all that are in lists. */
  ids: z.array(z.string().max(40)).min(1).max(1000).optional(),
  /** Of those in lists the ones that fit. */
  where: whereText().optional(),
  /** What a list's own filters and its search leave, by the names that the list's address has. */
  filter: z.record(z.string().max(60), z.string().max(500)).optional(),
  /** `part`: a row for each of what a record is made of, an order's lines or a product's variants. */
  rows: z.enum(["record", "part"]).default("record"),
});
export type NewExport = z.output<typeof NewExport>;

const at = "/api/records/exports";
const One = z.object({ id: ExportId });
export const recordExports = {
  /** One's own, newest first. */
  list: get(
    at,
    z.object({
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(Export),
  ),
  get: get(`${at}/:id`, One, Export),
  start: post(at, NewExport, Export),
  stop: post(`${at}/:id/stop`, One, Export),
  /** Where the file is fetched: once, within a few minutes. */
  link: post(`${at}/:id/link`, One, z.object({ url: z.string() })),
};
