import { z } from "zod";
import { contact } from "#kernel/classes.ts";
import { blocked, get, instant, page, post } from "#kernel/contract.ts";
import { SaidInBoth } from "../types/types.contract.ts";

/** What can be deleted. A record is named by its shown id: `cus_…`, `ord_…`, `not_…`. */
export const TrashType = z.enum([
  ...["customer", "order", "product", "subscription", "connection"],
  ...["note", "task", "attachment", "view", "invoice", "supplier", "bill"],
] as const);
export type TrashType = z.output<typeof TrashType>;

export const TrashRow = z.object({
  record: z.string(),
  type: TrashType,
  /**
   * Of a note and a file that of the record they hang on, of a draft its buyer's. Empty where nobody ever said it; then it is
   * known by how they are reached.
   */
  name: z.string(),
  reach: contact(z.string().nullable()),
  /** Who deleted it. */
  actorName: z.string(),
  trashedAt: instant(),
  /** From then on nothing is left of it. */
  purgeAt: instant(),
  /** Begun ones count as a day. */
  daysLeft: z.int(),
  blocked: z.object({ restore: blocked(), purge: blocked() }),
});
export type TrashRow = z.output<typeof TrashRow>;

export const TrashFilter = z.object({
  type: TrashType.optional(),
  search: z.string().trim().max(200).optional(),
});
export type TrashFilter = z.output<typeof TrashFilter>;

/** What a record was known by and somebody else has taken since. */
export const Conflict = z.object({
  record: z.string(),
  name: z.string(),
  taken: z.array(
    z.object({
      kind: z.enum(["email", "store", "phone", "whatsapp", "field"]),
      key: contact(z.string()),
      /** Of a custom field that is unique: its label. */
      field: SaidInBoth.optional(),
      /** Who has it now. */
      record: z.string(),
      name: z.string(),
    }),
  ),
  /** Why it cannot come back without what was taken. */
  blocked: z.object({ without: blocked() }),
});
export type Conflict = z.output<typeof Conflict>;

/** What becomes of a record whose address is taken: it stays in the trash, joins who has it, or comes back without it. */
export const Resolution = z.enum(["ask", "merge", "without"]);
export type Resolution = z.output<typeof Resolution>;

const at = "/api/records/trash";
const Records = z.array(z.string()).min(1).max(1000);
export const trash = {
  list: get(
    at,
    TrashFilter.extend({
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(TrashRow),
  ),
  count: get(`${at}/count`, TrashFilter, z.object({ count: z.int(), allCount: z.int() })),
  get: get(`${at}/:record`, z.object({ record: z.string() }), TrashRow),
  /** Those without a conflict come back; the others are answered with what stands in their way. */
  restore: post(
    `${at}/restore`,
    z.object({ records: Records, resolution: Resolution.default("ask") }),
    z.object({ restored: z.array(z.string()), conflicts: z.array(Conflict) }),
  ),
  /** For good, and at once. */
  purge: post(`${at}/purge`, z.object({ records: Records }), z.object({ count: z.int() })),
  empty: post(`${at}/empty`, z.object({}), z.object({ count: z.int() })),
};
