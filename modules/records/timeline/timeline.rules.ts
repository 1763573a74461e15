import { type IdKind, readId } from "#kernel/ids.ts";

/** Records that have a timeline: what their entries are named, and what one has to be allowed to read. */
const SUBJECTS = {
  customer: { noun: "crm.customer", needs: "crm.customers.read" },
  order: { noun: "sales.order", needs: "sales.orders.read" },
  product: { noun: "catalog.product", needs: "catalog.products.read" },
  bill: { noun: "finance.bill", needs: "finance.bills.read" },
  connection: { noun: "connect.connection", needs: "connect.connections.read" },
  privacy_request: { noun: "crm.request", needs: "crm.requests.read" },
} as const satisfies Partial<Record<IdKind, object>>;

export type TimelineSubject = {
  readonly type: keyof typeof SUBJECTS;
  readonly id: string;
  readonly noun: string;
  readonly needs: string;
};

/** Of these, the records that people write notes and set tasks on. */
export const KEPT_TYPES = ["customer", "order", "product"] as const;
export type KeptType = (typeof KEPT_TYPES)[number];
/** Those that files hang on: a bill is paper itself. */
export const FILED_TYPES = [...KEPT_TYPES, "bill"] as const;
export type FiledType = (typeof FILED_TYPES)[number];

export const subjectOf = (type: keyof typeof SUBJECTS): (typeof SUBJECTS)[typeof type] =>
  SUBJECTS[type];

/** The record behind a shown id, or null when it has no timeline. */
export function subjectFrom(shown: string): TimelineSubject | null {
  for (const type of Object.keys(SUBJECTS) as (keyof typeof SUBJECTS)[]) {
    const id = readId(type, shown);
    if (id !== null) return { type, id, ...SUBJECTS[type] };
  }
  return null;
}

type Change = { readonly before?: object; readonly after?: Record<string, unknown> };

/** What a person did to a record, in one word, read from what it changed. */
export function verbOf({
  after,
}: Change): "archived" | "restored" | "trashed" | "merged" | "parted" | "changed" {
  if (after !== undefined && ("mergedWith" in after || "mergedInto" in after))
    return (after["mergedWith"] ?? after["mergedInto"]) === null ? "parted" : "merged";
  if (after !== undefined && "isInTrash" in after)
    return after["isInTrash"] === true ? "trashed" : "restored";
  if (after === undefined || !("archivedAt" in after)) return "changed";
  return after["archivedAt"] === null ? "restored" : "archived";
}
