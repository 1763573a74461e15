import { z } from "zod";
import { told } from "#kernel/classes.ts";
import { get, instant, page } from "#kernel/contract.ts";

/** What a timeline can be narrowed to: `edits` is what people changed on the record itself. */
export const TimelineKind = z.enum(["sales", "edits", "notes", "tasks", "consents"]);
export type TimelineKind = z.output<typeof TimelineKind>;

/** Besides the fields of the records: who did it, where it came from, and what it is about. */
const TOLD = ["actor", "from", "store", "order", "isInTrash"];

/** One thing that happened to a record. `kind` has words in each language; `detail` fills their gaps. */
export const TimelineEntry = z.object({
  key: z.string(),
  kind: z.string(),
  at: instant(),
  detail: told(z.record(z.string(), z.unknown()), TOLD),
});
export type TimelineEntry = z.output<typeof TimelineEntry>;

/** `subject` is a shown id: `cus_…`, `ord_…`, `prd_…`. */
export const TimelineOf = z.object({
  subject: z.string(),
  kind: TimelineKind.optional(),
  after: z.string().max(500).optional(),
});

export const timeline = {
  list: get("/api/records/timeline", TimelineOf, page(TimelineEntry)),
};
