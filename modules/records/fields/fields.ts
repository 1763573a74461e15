import { CUSTOM, MASK } from "#kernel/classes.ts";
import { type FieldProblem, invalid, Problem } from "#kernel/errors.ts";
import { Outdated } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { isTaken } from "#platform/db/db.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import type { Field } from "../types/types.ts";
import { FIELDS_MAX } from "./fields.contract.ts";
import {
  clearValue,
  holdFields,
  type KeptField,
  selectFields,
  selectNameable,
  selectTakenValues,
  sortSql,
  TABLES,
  type Taken,
  valueSql,
} from "./fields.sql.ts";
import { type Custom, type ReadValue, readValue, showValue } from "./values.rules.ts";

export type { Custom };

/** The job that makes a field's index, or drops one that is no longer wanted. */
export const INDEX = "records.fields.index";
/** The job that leaves nothing of a field. */
export const PURGE_VALUES = "records.fields.purge_values";

/** What was sent of a record's own fields, by key. Null clears one. */
export type Sent = Readonly<Record<string, unknown>>;

/** What is kept of a record that is made: what was sent, and what a field begins with where nothing was. */
export async function customOfNew(
  ctx: CommandCtx,
  type: RecordTypeName,
  sent: Sent = {},
): Promise<Custom> {
  const fields = await presumedFields(ctx, type);
  const own = fields.filter(({ retiredAt }) => retiredAt === null);
  const begun = own.filter(({ key, initial }) => initial !== null && !Object.hasOwn(sent, key));
  const before = Object.fromEntries(begun.map(({ key, initial }) => [key, initial]));
  const { custom, problems } = await changed(ctx, fields, before, sent);
  // What somebody does not see nobody can ask of them.
  const missing = own
    .filter((field) => field.isRequired && ctx.seesPlain(field.class))
    .filter(({ key }) => custom[key] === undefined && !problems.some(({ path }) => path[1] === key))
    .map(({ key }) => problemOf(key, "field.required"));
  refuseWrong([...problems, ...missing]);
  return custom;
}

/** What is kept of a record that changes: only the named fields are other than before. */
export async function customAfter(
  ctx: CommandCtx,
  type: RecordTypeName,
  before: Custom,
  sent: Sent | undefined,
): Promise<Custom> {
  if (sent === undefined || Object.keys(sent).length === 0) return before;
  const { custom, problems } = await changed(ctx, await heldFields(ctx, type), before, sent);
  refuseWrong(problems);
  return custom;
}

/** As they are, and so they stay until this transaction ends. */
async function heldFields(ctx: CommandCtx, type: RecordTypeName): Promise<readonly KeptField[]> {
  const [, fields] = await Promise.all([holdFields(ctx.db, type), selectFields(ctx.db, type)]);
  return fields;
}

/**
 * As they were when a record was last made: they seldom change, and asking first would cost each record a way to the
 * database and back. They are held all the same before anything is written, and looked at then.
 */
async function presumedFields(
  ctx: CommandCtx,
  type: RecordTypeName,
): Promise<readonly KeptField[]> {
  const name = `${ctx.company.id} ${type}`;
  const held = heldFields(ctx, type);
  const last = lastHeld.get(name);
  if (last === undefined) {
    const fields = await held;
    remember(name, fields);
    return fields;
  }
  const check = held.then((fields) => {
    if (JSON.stringify(fields) === last.text) return;
    remember(name, fields);
    throw new Outdated(`other fields of a ${type}`);
  });
  check.catch(() => undefined);
  ctx.presume(check);
  return last.fields;
}

function remember(name: string, fields: readonly KeptField[]): void {
  if (lastHeld.size >= REMEMBERED_MAX) lastHeld.clear();
  lastHeld.set(name, { fields, text: JSON.stringify(fields) });
}
const REMEMBERED_MAX = 500;
type Held = { readonly fields: readonly KeptField[]; readonly text: string };
const lastHeld = new Map<string, Held>();

const problemOf = (key: string, code: string): FieldProblem => ({ path: ["custom", key], code });

function refuseWrong(problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw invalid(...problems);
}

async function changed(
  ctx: Ctx,
  fields: readonly KeptField[],
  before: Custom,
  sent: Sent,
): Promise<{ custom: Custom; problems: FieldProblem[] }> {
  const names = Object.keys(sent);
  if (names.length > FIELDS_MAX) throw invalid({ path: ["custom"], code: "field.invalid" });
  refuseUnseen(ctx, fields, names);

  const values = new Map(Object.entries(before));
  const problems: FieldProblem[] = [];
  const references = new Map<string, KeptField>();
  for (const key of names) {
    const field = fields.find((one) => one.key === key);
    const code = field === undefined ? "records.field.unknown" : whyNotSet(field);
    if (field === undefined || code !== null) {
      problems.push(problemOf(key, code ?? "records.field.unknown"));
      continue;
    }
    const { country } = ctx.company;
    const read = readValue(field, sent[key], { country, before: before[key] });
    if ("code" in read) problems.push(problemOf(key, read.code));
    else if (read.kept !== null) {
      values.set(key, read.kept);
      if (field.kind === "reference" && read.kept !== before[key]) references.set(key, field);
    } else if (field.isRequired) problems.push(problemOf(key, "field.required"));
    else values.delete(key);
  }
  problems.push(...(await namedNothing(ctx, references, values)));
  return { custom: sorted(values), problems };
}

const whyNotSet = ({ retiredAt }: KeptField): string | null =>
  retiredAt === null ? null : "records.field.is_retired";

/** Nobody writes over what they cannot see; the value itself is not repeated. */
function refuseUnseen(ctx: Ctx, fields: readonly KeptField[], names: readonly string[]): void {
  const unseen = fields.filter((field) => names.includes(field.key) && !ctx.seesPlain(field.class));
  if (unseen.length > 0)
    throw new Problem(
      "forbidden",
      "platform.field.masked",
      unseen.map(({ key }) => problemOf(key, "platform.field.masked")),
    );
}

/** What a reference names must be there, and be seen by who names it. */
async function namedNothing(
  ctx: Ctx,
  references: ReadonlyMap<string, KeptField>,
  values: ReadonlyMap<string, unknown>,
): Promise<FieldProblem[]> {
  const problems: FieldProblem[] = [];
  for (const [key, { related }] of references) {
    if (related === null) continue;
    const { reads } = TABLES[related];
    const id = String(values.get(key));
    const isSeen = ctx.whyNotMay(reads) === null;
    const found =
      isSeen && (await selectNameable(ctx.db, related, [id], ctx.ownersOf(reads))).has(id);
    if (!found) problems.push(problemOf(key, "records.field.names_nothing"));
  }
  return problems;
}

/** In one order of keys, so that the same values are the same text. */
const sorted = (values: ReadonlyMap<string, unknown>): Custom =>
  Object.fromEntries([...values].sort(([one], [other]) => (one < other ? -1 : 1)));

/** Turns the refusal of a unique field's index into a problem at that field. */
export function orTaken(error: unknown): never {
  const name = isTaken(error) ? (error as { constraint?: string }).constraint : undefined;
  const key = /^[a-z_]+?_custom_([a-z0-9_]+)_key$/.exec(name ?? "")?.[1];
  throw key === undefined ? error : invalid(problemOf(key, "records.field.taken"));
}

/** What a record in the trash has in a unique field, and somebody else has taken since. */
export type TakenValue = Taken & { readonly type: RecordTypeName; readonly field: KeptField };

/** Of these in the trash, those that cannot come back with all that they had. */
export async function takenValuesOf(
  ctx: CommandCtx,
  type: RecordTypeName,
  ids: readonly string[],
): Promise<TakenValue[]> {
  const unique = (await heldFields(ctx, type)).filter(
    ({ isUnique, isPurging }) => isUnique && !isPurging,
  );
  const taken: TakenValue[] = [];
  for (const field of unique) {
    const values = await selectTakenValues(ctx.db, field, ids);
    taken.push(...values.map((value) => ({ ...value, type, field })));
  }
  return taken;
}

/** They come back without it: whoever has it keeps it. */
export async function giveUpValues(ctx: CommandCtx, taken: readonly TakenValue[]): Promise<void> {
  for (const { type, field, recordId, recordName, kept } of taken) {
    await clearValue(ctx.db, field, [recordId]);
    const name = `${CUSTOM}${field.key}`;
    await ctx.audit(
      { type, id: recordId, name: recordName },
      { before: { [name]: kept }, after: { [name]: null } },
    );
  }
}

/** Values as the audit log names them, beside the house's own fields. */
export const factsOfCustom = (custom: Custom): Record<string, unknown> =>
  Object.fromEntries(Object.entries(custom).map(([key, value]) => [`${CUSTOM}${key}`, value]));

/** The same of a change: what was taken out is told as well. */
const customChanges = (before: Custom, after: Custom): { before: object; after: object } => {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  const of = (custom: Custom) =>
    factsOfCustom(Object.fromEntries(keys.map((key) => [key, custom[key] ?? null])));
  return { before: of(before), after: of(after) };
};

/** What changed of the house's fields, and of the company's own. */
export function withCustomChanges(
  changes: { readonly before: object; readonly after: object },
  before: Custom,
  after: Custom,
): { before: object; after: object } {
  const own = customChanges(before, after);
  return {
    before: { ...changes.before, ...own.before },
    after: { ...changes.after, ...own.after },
  };
}

export const isSameCustom = (one: Custom, other: Custom): boolean =>
  Object.keys(customChanges(one, other).after).length === 0;

/** Records as this person sees them: their own fields as they go over the wire, masked by the class of each. */
export async function withCustomShown<R extends { readonly custom: Custom }>(
  ctx: Ctx,
  type: RecordTypeName,
  records: readonly R[],
): Promise<(Omit<R, "custom"> & { custom: Record<string, unknown> })[]> {
  const isAnything = records.some(({ custom }) => Object.keys(custom).length > 0);
  const fields = isAnything ? await selectFields(ctx.db, type) : [];
  const shown = fields.filter(({ retiredAt }) => retiredAt === null);
  return records.map((record) => ({ ...record, custom: customShown(ctx, shown, record.custom) }));
}

function customShown(
  ctx: Ctx,
  fields: readonly KeptField[],
  custom: Custom,
): Record<string, unknown> {
  const shown = fields
    .filter(({ key }) => Object.hasOwn(custom, key))
    .map((field) => [field.key, seenAs(ctx, field, showValue(field, custom[field.key]))] as const);
  return Object.fromEntries(shown.filter(([, value]) => value !== undefined));
}

/** A value as it is, as something that is there, or not at all. */
function seenAs(
  ctx: Ctx,
  { key, class: fieldClass }: Pick<KeptField, "key" | "class">,
  value: unknown,
): unknown {
  const view = ctx.viewOf(fieldClass);
  if (view === "plain" && value !== null) ctx.shows(fieldClass, `${CUSTOM}${key}`);
  if (view === "plain" || value === null) return value;
  return view === "masked" ? MASK : undefined;
}

/** What is told of records in free form (`{before, after}` of a change): own fields as this person sees them. */
export async function customInTold<T extends { readonly type: string; readonly told: object }>(
  ctx: Ctx,
  all: readonly T[],
): Promise<Record<string, unknown>[]> {
  const isAnything = all.some(({ told }) => partsOf(told).some(hasCustom));
  const fields = isAnything ? await selectFields(ctx.db, null) : [];
  return all.map(({ type, told }) => {
    const own = fields.filter((field) => field.type === type);
    return Object.fromEntries(
      Object.entries(told).map(([name, part]) => [
        name,
        HOLDERS.has(name) && hasCustom(part) ? partShown(ctx, own, part) : part,
      ]),
    );
  });
}

const HOLDERS = new Set(["before", "after"]);
const partsOf = (told: object): unknown[] =>
  Object.entries(told).flatMap(([name, part]) => (HOLDERS.has(name) ? [part] : []));
const hasCustom = (part: unknown): part is Record<string, unknown> =>
  typeof part === "object" &&
  part !== null &&
  Object.keys(part).some((key) => key.startsWith(CUSTOM));

/** Of what has been purged since, nothing is told. */
function partShown(ctx: Ctx, fields: readonly KeptField[], part: Record<string, unknown>): object {
  const shown = Object.entries(part).map(([name, value]) => {
    if (!name.startsWith(CUSTOM)) return [name, value] as const;
    const field = fields.find(({ key }) => `${CUSTOM}${key}` === name);
    const seen = field && seenAs(ctx, field, showValue(field, value));
    return [name, seen] as const;
  });
  return Object.fromEntries(shown.filter(([, value]) => value !== undefined));
}

/** The company's own fields of a type, as lists, filters, imports and exports know the house's. */
export async function ownFieldsOf(ctx: Ctx, type: RecordTypeName): Promise<Field[]> {
  const fields = await selectFields(ctx.db, type);
  return fields.filter(({ retiredAt }) => retiredAt === null).map(fieldOf);
}

/** What files need of a type's own fields: how each value is read, what a new record begins with, and what it must have. */
export type OwnReading = {
  readonly readers: ReadonlyMap<string, (sent: unknown) => ReadValue>;
  readonly begin: Custom;
  readonly required: readonly string[];
};

export async function ownReadingOf(ctx: Ctx, type: RecordTypeName): Promise<OwnReading> {
  const fields = (await selectFields(ctx.db, type)).filter(({ retiredAt }) => retiredAt === null);
  const { country } = ctx.company;
  return {
    readers: new Map(
      fields.map((field) => [field.key, (sent: unknown) => readValue(field, sent, { country })]),
    ),
    begin: Object.fromEntries(
      fields.filter(({ initial }) => initial !== null).map(({ key, initial }) => [key, initial]),
    ),
    required: fields.filter(({ isRequired }) => isRequired).map(({ key }) => key),
  };
}

/** The order of a list that goes by a field of the company's own; undefined where it goes by one of the house's. */
export async function ownOrderOf(
  ctx: Ctx,
  type: RecordTypeName,
  sort: string,
): Promise<Field["sort"]> {
  const name = sort.replace(/^-/, "");
  if (!name.startsWith(CUSTOM)) return undefined;
  const fields = await ownFieldsOf(ctx, type);
  const field = fields.find(({ key }) => key === name);
  if (field?.sort === undefined)
    throw invalid({ path: ["sort"], code: "records.field.cannot_be_sorted" });
  if (!ctx.seesPlain(field.class ?? "business")) {
    const masked = { path: ["sort"], code: "platform.field.masked" };
    throw new Problem("forbidden", masked.code, [masked]);
  }
  return field.sort;
}

function fieldOf(own: KeptField): Field {
  const sort = own.isIndexed && !own.isIndexing ? sortSql(own) : null;
  return {
    key: `${CUSTOM}${own.key}`,
    label: own.label,
    ...(own.help === null ? {} : { help: own.help }),
    kind: own.kind,
    class: own.class,
    value: valueSql(own),
    ...(own.choices.length === 0 ? {} : { choices: own.choices }),
    ...(own.related === null ? {} : { related: own.related }),
    change: `${CUSTOM}${own.key}`,
    ...(sort === null ? {} : { sort }),
    isCustom: true,
  };
}
