import { z } from "zod";
import { blocked, done, get, id, instant, post } from "#kernel/contract.ts";
import { whereText } from "#kernel/where-text.ts";
import { type FieldKind, RecordTypeName } from "../types/types.contract.ts";

export const ViewId = id("view");
export type ViewId = z.output<typeof ViewId>;

export const ViewKind = z.enum(["list", "board", "calendar"]);
export type ViewKind = z.output<typeof ViewKind>;

const word = (max: number) => z.string().max(max).optional();

/** What the address of a list holds. Left out: as the list usually is. */
export const ViewState = z.object({
  kind: ViewKind.default("list"),
  where: whereText().optional(),
  /** The list's own filters by their names in the address: `ordersMin`, `search`. */
  filter: z.record(z.string().max(60), z.string().max(500)).default({}),
  /** Keys of fields in their order, each with its width where somebody set it: `name:240,city`. */
  columns: word(2000),
  sort: word(120),
  /** The field rows are grouped by, with the span of a day: `emailConsent`, `created:month`. */
  group: word(120),
  density: z.enum(["usual", "compact"]).optional(),
  /** The field a board has its columns by, or a calendar its days. */
  by: word(120),
  span: z.enum(["month", "week"]).optional(),
});
export type ViewState = z.output<typeof ViewState>;

/** What records are put together by: what many of them have in common. */
export const GROUPED_KINDS: readonly FieldKind[] = [
  ...(["choice", "choices", "tags", "yes_no", "country", "member"] as const),
  ...(["date", "moment", "text"] as const),
];

/** A span of days that moments and days are put together by. */
export const Bucket = z.enum(["day", "week", "month", "quarter", "year"]);
export type Bucket = z.output<typeof Bucket>;

export const Group = z.object({
  /** Null: those that have none. Of a span its first day. */
  value: z.string().nullable(),
  count: z.int(),
});
export type Group = z.output<typeof Group>;

const Name = z.string().trim().min(1, "field.required").max(80);

export const SavedView = z.object({
  id: ViewId,
  type: RecordTypeName,
  name: z.string(),
  isShared: z.boolean(),
  isOwn: z.boolean(),
  ownerName: z.string(),
  state: ViewState,
  updatedAt: instant(),
  version: z.int(),
  blocked: z.object({ change: blocked(), share: blocked() }),
});
export type SavedView = z.output<typeof SavedView>;

const at = "/api/records/views";
const One = z.object({ id: ViewId });
const Versioned = One.extend({ version: z.int() });
const OfType = z.object({ type: RecordTypeName });
export const recordViews = {
  /** One's own and the shared ones, in one's own order, and with which a list opens. */
  list: get(
    at,
    OfType,
    z.object({ views: z.array(SavedView), defaultView: z.string().nullable() }),
  ),
  /** How many records have which value of a field, most first; of days and moments the latest first. At most 200. */
  groups: get(
    `${at}/groups`,
    OfType.extend({
      by: z.string().max(100),
      bucket: Bucket.default("month"),
      where: whereText().optional(),
    }),
    z.object({ groups: z.array(Group) }),
  ),
  create: post(at, OfType.extend({ name: Name, state: ViewState }), SavedView),
  change: post(
    `${at}/:id`,
    Versioned.extend({ name: Name.optional(), state: ViewState.optional() }),
    SavedView,
  ),
  /** For everybody who reads such records, or for oneself again. */
  share: post(`${at}/:id/share`, Versioned.extend({ isShared: z.boolean() }), SavedView),
  remove: post(`${at}/:id/remove`, Versioned, SavedView),
  /** One that was deleted, for 30 days. */
  restore: post(`${at}/:id/restore`, One, SavedView),
  /** In which order one has them. */
  arrange: post(`${at}/arrange`, OfType.extend({ views: z.array(ViewId).max(200) }), done),
  /** With which view the list opens for oneself: a view's id or the name of one of the house's; null is all. */
  choose: post(`${at}/choose`, OfType.extend({ view: z.string().max(60).nullable() }), done),
};
