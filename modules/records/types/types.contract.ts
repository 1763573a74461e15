import { z } from "zod";
import { FIELD_CLASSES } from "#kernel/classes.ts";
import { get } from "#kernel/contract.ts";

/** What a company keeps many of, and looks at in lists: each with its fields. */
export const RecordTypeName = z.enum(["customer", "order", "product"]);
export type RecordTypeName = z.output<typeof RecordTypeName>;

/**
 * What a field holds, and so how it is shown, entered, filtered and written to files. The first thirteen can be made by
 * the company itself; the others are the house's own: `tags` a list of words · `country` an ISO 3166 code · `member`
 * somebody of the company.
 */
export const FieldKind = z.enum([
  "text",
  "long_text",
  "number",
  "money",
  "date",
  "moment",
  "yes_no",
  "choice",
  "choices",
  "link",
  "email",
  "phone",
  "reference",
  "tags",
  "country",
  "member",
]);
export type FieldKind = z.output<typeof FieldKind>;

export const SaidInBoth = z.object({ en: z.string(), ms: z.string() });
export const Choice = z.object({
  value: z.string(),
  label: SaidInBoth,
  /** Of a field that the company made. */
  colour: z.string().optional(),
  /** No longer offered; records that have it keep it. */
  isRetired: z.boolean().optional(),
});
export type Choice = z.output<typeof Choice>;

/** A field as screens and files need it: no list, form or filter knows one by itself. */
export const FieldShown = z.object({
  /** Stable, and its name on the wire: `name`, `spent`; `custom.size` of a field that the company made. */
  key: z.string(),
  label: SaidInBoth,
  help: SaidInBoth.nullable(),
  kind: FieldKind,
  class: z.enum(FIELD_CLASSES),
  isCustom: z.boolean(),
  /** Of a choice. */
  choices: z.array(Choice),
  /** Of a reference: what it names. */
  related: RecordTypeName.nullable(),
  /** Whether this person filters, sorts and groups by it: what is masked is in none of these. */
  canFilter: z.boolean(),
  canSort: z.boolean(),
  /** Whether it is entered, and not told by a store or summed up: what forms, bulk edits and imports may set. */
  canChange: z.boolean(),
});
export type FieldShown = z.output<typeof FieldShown>;

/** Records that hang on one: a customer's orders, an order's products. Filters ask whether there are such. */
export const RelationShown = z.object({
  key: z.string(),
  label: SaidInBoth,
  type: RecordTypeName,
});

export const recordTypes = {
  /** The fields that this person sees of a type, in the order in which they are offered. */
  fields: get(
    "/api/records/types/:type/fields",
    z.object({ type: RecordTypeName }),
    z.object({ fields: z.array(FieldShown), relations: z.array(RelationShown) }),
  ),
};
