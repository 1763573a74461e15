import { z } from "zod";
import { blocked, done, get, id, instant, patch, post } from "#kernel/contract.ts";
import { RecordTypeName, SaidInBoth } from "../types/types.contract.ts";

export const FieldId = id("field");
export type FieldId = z.output<typeof FieldId>;

/** What a field of the company's own can hold. See FieldKind for those of the house. */
export const OwnKind = z.enum([
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
]);
export type OwnKind = z.output<typeof OwnKind>;

/** How delicate it is: what daily work needs, how a person is reached, or what was noted about people. */
export const OwnClass = z.enum(["business", "contact", "sensitive"]);
export type OwnClass = z.output<typeof OwnClass>;

export const ChoiceColour = z.enum([
  "grey",
  "green",
  "blue",
  "violet",
  "pink",
  "red",
  "orange",
  "yellow",
]);
export type ChoiceColour = z.output<typeof ChoiceColour>;

/** Kinds of which two records can be told apart by their value. */
export const UNIQUE_KINDS: readonly OwnKind[] = [
  ...(["text", "number", "date", "moment", "link", "email", "phone", "reference"] as const),
];
/** Kinds that fit into an index. */
export const INDEXED_KINDS: readonly OwnKind[] = [
  ...(["text", "number", "money", "date", "moment", "yes_no", "choice"] as const),
  ...(["link", "email", "phone", "reference"] as const),
];

export const FIELDS_MAX = 200;
export const CHOICES_MAX = 200;
/** An index is kept with every change of a record. */
export const INDEXED_MAX = 20;

/** In one language it is said in both. */
const said = (max: number) =>
  z.object({
    en: z.string().trim().max(max).default(""),
    ms: z.string().trim().max(max).default(""),
  });
const Label = said(60);

export const OwnChoice = z.object({
  /** Stable, and what records hold. */
  value: z.string(),
  label: SaidInBoth,
  colour: ChoiceColour,
  /** No longer offered; records that have it keep it. */
  isRetired: z.boolean(),
});
export type OwnChoice = z.output<typeof OwnChoice>;

const ChoiceDraft = z.object({
  /** Left out: a new one. */
  value: z.string().max(40).optional(),
  label: Label,
  colour: ChoiceColour.default("grey"),
  isRetired: z.boolean().default(false),
});
export type ChoiceDraft = z.output<typeof ChoiceDraft>;

export const OwnField = z.object({
  id: FieldId,
  type: RecordTypeName,
  /** Its name on the wire, in `custom` of a record. It stays when the label changes. */
  key: z.string(),
  kind: OwnKind,
  label: SaidInBoth,
  help: SaidInBoth.nullable(),
  class: OwnClass,
  related: RecordTypeName.nullable(),
  choices: z.array(OwnChoice),
  /** What a record entered by hand begins with. Null: nothing. */
  initial: z.unknown(),
  isRequired: z.boolean(),
  isUnique: z.boolean(),
  /** Lists are put in order by it, and found by it fast at any size. */
  isIndexed: z.boolean(),
  /** The index is being made. */
  isIndexing: z.boolean(),
  retiredAt: instant().nullable(),
  /** Its values are being taken out. */
  isPurging: z.boolean(),
  createdAt: instant(),
  version: z.int(),
  blocked: z.object({
    change: blocked(),
    retire: blocked(),
    bringBack: blocked(),
    purge: blocked(),
  }),
});
export type OwnField = z.output<typeof OwnField>;

export const NewField = z.object({
  type: RecordTypeName,
  kind: OwnKind,
  label: Label,
  help: said(300).nullable().default(null),
  class: OwnClass.default("business"),
  /** Of a reference: what it names. */
  related: RecordTypeName.nullable().default(null),
  /** Of a choice, in the order in which they are offered. */
  choices: z.array(ChoiceDraft).max(CHOICES_MAX).default([]),
  initial: z.unknown().optional(),
  isRequired: z.boolean().default(false),
  isUnique: z.boolean().default(false),
  isIndexed: z.boolean().default(false),
});
export type NewField = z.output<typeof NewField>;

/** Only the named parts change. Neither the type nor the key ever does. */
export const FieldChange = z.object({
  id: FieldId,
  version: z.int(),
  kind: OwnKind.optional(),
  label: Label.optional(),
  help: said(300).nullable().optional(),
  class: OwnClass.optional(),
  related: RecordTypeName.nullable().optional(),
  /** When given, the whole list. One that is left out and that records have is retired instead. */
  choices: z.array(ChoiceDraft).max(CHOICES_MAX).optional(),
  /** Null: nothing. */
  initial: z.unknown().optional(),
  isRequired: z.boolean().optional(),
  isUnique: z.boolean().optional(),
  isIndexed: z.boolean().optional(),
});
export type FieldChange = z.output<typeof FieldChange>;

const at = "/api/records/fields";
const Versioned = z.object({ id: FieldId, version: z.int() });
const OfType = z.object({ type: RecordTypeName });
export const recordFields = {
  /** All of a type, in their order; those that are retired too. */
  list: get(at, OfType, z.object({ fields: z.array(OwnField) })),
  /** How many records have a value of each, by key: those in the trash too. */
  usage: get(`${at}/usage`, OfType, z.object({ counts: z.record(z.string(), z.int()) })),
  /** Records that a reference can name, by what they are called: at most 20, the newest first. */
  find: get(
    `${at}/find`,
    OfType.extend({ search: z.string().trim().max(100).default("") }),
    z.object({ found: z.array(z.object({ id: z.string(), title: z.string() })) }),
  ),
  /** What these are called, by their shown ids with commas between: those that this person sees. */
  titles: get(
    `${at}/titles`,
    z.object({ ids: z.string().max(4000) }),
    z.object({ titles: z.record(z.string(), z.string()) }),
  ),
  get: get(`${at}/:id`, z.object({ id: FieldId }), OwnField),
  create: post(at, NewField, OwnField),
  change: patch(`${at}/:id`, FieldChange, OwnField),
  /** The order in which they are offered: all that are not retired. */
  order: post(
    `${at}/order`,
    OfType.extend({ ids: z.array(FieldId).min(1).max(FIELDS_MAX) }),
    z.object({ fields: z.array(OwnField) }),
  ),
  /** Out of forms, lists and filters. Its values stay. */
  retire: post(`${at}/:id/retire`, Versioned, OwnField),
  bringBack: post(`${at}/:id/bring-back`, Versioned, OwnField),
  /** For good, with its values. Of one that records have, `key` says that this is meant. */
  purge: post(`${at}/:id/purge`, Versioned.extend({ key: z.string().optional() }), done),
};
