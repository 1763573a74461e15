import { invalid, Problem, refuseAt, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId, readId, showId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import { isTaken } from "#platform/db/db.ts";
import { searchPatterns } from "#platform/db/search.ts";
import { RecordTypeName } from "../types/types.contract.ts";
import {
  FIELDS_MAX,
  type FieldChange,
  type FieldId,
  INDEXED_KINDS,
  INDEXED_MAX,
  type OwnField,
  recordFields,
  UNIQUE_KINDS,
} from "./fields.contract.ts";
import {
  choicesAfter,
  keyFrom,
  saidInBoth,
  whyNotBecome,
  whyNotBringBack,
  whyNotChange,
} from "./fields.rules.ts";
import {
  countValues,
  createIndex,
  dropIndex,
  insertField,
  isValueUsed,
  type KeptField,
  lockFields,
  markOrdered,
  markPurging,
  markRetired,
  selectField,
  selectFields,
  selectFound,
  selectTitles,
  selectUsedChoices,
  TABLES,
  writeField,
} from "./fields.sql.ts";
import { INDEX, PURGE_VALUES } from "./fields.ts";
import { readValue } from "./values.rules.ts";

const READ = "records.fields.read";
const WRITE = "records.fields.write";
/** Screens that show records ask for them again too. */
const TOPICS = [
  "records.fields",
  "records.types",
  "crm.customers",
  "sales.orders",
  "catalog.products",
];

export const listFields = query({
  does: recordFields.list,
  needs: READ,
  run: async (ctx, { type }) => ({ fields: await readFields(ctx, type) }),
});

export const countUsage = query({
  does: recordFields.usage,
  needs: READ,
  async run(ctx, { type }) {
    const counts = await countValues(ctx.db, type);
    return { counts: Object.fromEntries(counts.map(({ key, count }) => [key, count])) };
  },
});

const FOUND_MAX = 20;

export const findRecords = query({
  does: recordFields.find,
  needs: READ,
  async run(ctx, { type, search }) {
    const { reads } = TABLES[type];
    if (ctx.whyNotMay(reads) !== null) return { found: [] };
    const owners = ctx.ownersOf(reads);
    const found = await selectFound(ctx.db, type, searchPatterns(search), owners, FOUND_MAX);
    return { found: found.map(({ id, title }) => ({ id: showId(type, id), title })) };
  },
});

export const nameRecords = query({
  does: recordFields.titles,
  needs: READ,
  async run(ctx, { ids: shown }) {
    const titles: Record<string, string> = {};
    for (const type of RecordTypeName.options) {
      const { reads } = TABLES[type];
      const ids = shown.split(",").flatMap((one) => readId(type, one) ?? []);
      if (ids.length === 0 || ctx.whyNotMay(reads) !== null) continue;
      const named = await selectTitles(ctx.db, type, ids, ctx.ownersOf(reads));
      for (const { id, title } of named) titles[showId(type, id)] = title;
    }
    return { titles };
  },
});

export const getField = query({
  does: recordFields.get,
  needs: READ,
  run: (ctx, { id }) => readField(ctx, id),
});

export const createField = command({
  does: recordFields.create,
  needs: WRITE,
  async run(ctx, { label, help, choices, initial, ...draft }) {
    await lockFields(ctx.db, draft.type);
    const others = await selectFields(ctx.db, draft.type);
    if (others.length >= FIELDS_MAX)
      throw new Problem("refused", "records.field.too_many", { limit: FIELDS_MAX });

    const both = saidInBoth(label);
    const unread: KeptField = {
      ...draft,
      id: newId(),
      key: keyFrom(both, new Set(others.map(({ key }) => key))),
      label: both,
      help: help === null ? null : helpOf(help),
      choices: choicesAfter([], choices.map(withoutValue), new Set()),
      initial: null,
      isIndexing: false,
      isPurging: false,
      retiredAt: null,
      createdAt: ctx.now,
      version: 1,
    };
    const field = { ...unread, initial: initialOf(ctx, unread, initial) };
    refuseWrong(field, others);

    await insertField(ctx.db, field, ctx.now);
    if (field.isUnique) await makeUnique(ctx, field);
    if (field.isIndexed) await ctx.later(INDEX, { id: field.id });
    await ctx.audit(subjectOf(field), { before: {}, after: { key: field.key, ...factsOf(field) } });
    ctx.tell(...TOPICS);
    return readField(ctx, field.id);
  },
});

export const changeField = command({
  does: recordFields.change,
  needs: WRITE,
  async run(ctx, { id, version, ...typed }) {
    const { type } = await selectField(ctx.db, id);
    await lockFields(ctx.db, type);
    const before = await selectField(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));
    const others = (await selectFields(ctx.db, type)).filter((field) => field.id !== id);
    const after = await changedField(ctx, before, typed);
    refuseWrong(after, others);

    const isOther = after.kind !== before.kind;
    const isReindexed = after.isIndexed !== before.isIndexed || isOther;
    await writeField(ctx.db, after, { now: ctx.now, isReindexed });
    if (before.isUnique && (isOther || !after.isUnique)) await dropIndex(ctx.db, before, true);
    if (after.isUnique && (isOther || !before.isUnique)) await makeUnique(ctx, after);
    if (isReindexed) await ctx.later(INDEX, { id });

    await ctx.audit(subjectOf(after), changesOf(factsOf(before), factsOf(after)));
    ctx.tell(...TOPICS);
    return readField(ctx, id);
  },
});

export const orderFields = command({
  does: recordFields.order,
  needs: WRITE,
  async run(ctx, { type, ids }) {
    await lockFields(ctx.db, type);
    const before = (await selectFields(ctx.db, type)).filter(({ retiredAt }) => retiredAt === null);
    const isWhole = ids.length === before.length && before.every(({ id }) => ids.includes(id));
    // Somebody made or retired one meanwhile: the order that was seen is not that of all.
    if (!isWhole) throw new Problem("stale", "record.changed_meanwhile");

    await markOrdered(ctx.db, ids);

    const after = ids.map((id) => before.find((field) => field.id === id)?.key ?? "");
    const { company } = ctx;
    await ctx.audit(
      { type: "company", id: company.id, name: company.name },
      changesOf({ order: before.map(({ key }) => key) }, { order: after }),
    );
    ctx.tell(...TOPICS);
    return { fields: await readFields(ctx, type) };
  },
});

export const retireField = command({
  does: recordFields.retire,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const field = await lockedField(ctx, id, version);
    refuseIf(whyNotChange(field));
    await markRetired(ctx.db, id, ctx.now, ctx.now);
    if (field.isIndexed) await ctx.later(INDEX, { id });
    await auditRetired(ctx, field, true);
    return readField(ctx, id);
  },
});

export const bringBackField = command({
  does: recordFields.bringBack,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const field = await lockedField(ctx, id, version);
    refuseIf(whyNotBringBack(field));
    await markRetired(ctx.db, id, null, ctx.now);
    if (field.isIndexed) await ctx.later(INDEX, { id });
    await auditRetired(ctx, field, false);
    return readField(ctx, id);
  },
});

export const purgeField = command({
  does: recordFields.purge,
  needs: WRITE,
  isForFresh: true,
  async run(ctx, { id, version, key }) {
    const field = await lockedField(ctx, id, version);
    refuseIf(whyNotBringBack(field));
    if (key !== field.key && (await isValueUsed(ctx.db, field)))
      throw invalid({ path: ["key"], code: "records.field.is_used" });

    if (field.isUnique) await dropIndex(ctx.db, field, true);
    await markPurging(ctx.db, id, ctx.now);
    await ctx.later(PURGE_VALUES, { id });
    await ctx.audit(subjectOf(field), { purge: "asked" });
    ctx.tell(...TOPICS);
    return { done: true as const };
  },
});

async function lockedField(ctx: CommandCtx, id: FieldId, version: number): Promise<KeptField> {
  const { type } = await selectField(ctx.db, id);
  await lockFields(ctx.db, type);
  const field = await selectField(ctx.db, id);
  refuseIfStale(field, version);
  return field;
}

type Typed = Omit<FieldChange, "id" | "version">;

async function changedField(ctx: CommandCtx, before: KeptField, typed: Typed): Promise<KeptField> {
  const { kind = before.kind, label, help, choices, initial, ...flags } = typed;
  if (kind !== before.kind)
    refuseAt(["kind"], whyNotBecome(before.kind, kind, await isValueUsed(ctx.db, before)));
  const related = kind === "reference" ? (flags.related ?? before.related) : null;
  if (related !== before.related && before.related !== null && (await isValueUsed(ctx.db, before)))
    throw invalid({ path: ["related"], code: "records.field.would_lose_values" });
  const left = before.choices.map(({ value }) => value);
  const after: KeptField = {
    ...before,
    ...given(flags),
    kind,
    related,
    label: label === undefined ? before.label : saidInBoth(label),
    help: help === undefined ? before.help : help === null ? null : helpOf(help),
    choices:
      choices === undefined
        ? before.choices
        : choicesAfter(before.choices, choices, await selectUsedChoices(ctx.db, before, left)),
  };
  const sent = initial === undefined ? showInitial(before, after) : initial;
  return { ...after, initial: initialOf(ctx, after, sent) };
}

/** What a field began with before, where it can still be that. */
function showInitial(before: KeptField, after: KeptField): unknown {
  const read = readValue(after, before.initial, { country: null, before: before.initial });
  return "kept" in read && before.kind === after.kind ? before.initial : null;
}

/** References begin with nothing: what they would name may be gone by then. */
function initialOf(ctx: Ctx, field: KeptField, sent: unknown): unknown {
  if (sent === null || sent === undefined) return null;
  const read = readValue(field, sent, { country: ctx.company.country });
  if ("code" in read) throw invalid({ path: ["initial"], code: read.code });
  if (field.kind === "reference" && read.kept !== null)
    throw invalid({ path: ["initial"], code: "field.invalid" });
  return read.kept;
}

/** Of a new field nothing has a value yet. */
const withoutValue = <T extends { readonly value?: string | undefined }>({
  value: _,
  ...draft
}: T) => draft;

const helpOf = (help: { readonly en: string; readonly ms: string }) =>
  help.en === "" && help.ms === "" ? null : saidInBoth(help);

const given = <T extends object>(typed: T) =>
  Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** What a definition may not be, each at its place. */
function refuseWrong(field: KeptField, others: readonly KeptField[]): void {
  const wrong: [isWrong: boolean, path: string, code: string][] = [
    [field.label.en === "", "label", "field.required"],
    [field.choices.some(({ label }) => label.en === ""), "choices", "field.required"],
    [
      new Set(field.choices.map(({ value }) => value)).size < field.choices.length,
      "choices",
      "records.field.no_such_choice",
    ],
    [isOfChoices(field) && field.choices.length === 0, "choices", "records.field.has_no_choices"],
    [(field.kind === "reference") !== (field.related !== null), "related", "field.required"],
    [
      field.isUnique && !UNIQUE_KINDS.includes(field.kind),
      "isUnique",
      "records.field.cannot_be_unique",
    ],
    [field.isUnique && field.initial !== null, "initial", "records.field.begins_alike"],
    [
      field.isIndexed && !INDEXED_KINDS.includes(field.kind),
      "isIndexed",
      "records.field.cannot_be_indexed",
    ],
    [
      field.isIndexed && others.filter((one) => one.isIndexed).length >= INDEXED_MAX,
      "isIndexed",
      "records.field.too_many_indexed",
    ],
  ];
  const problems = wrong
    .filter(([isWrong]) => isWrong)
    .map(([, path, code]) => ({ path: [path], code }));
  if (problems.length > 0) throw invalid(...problems);
}

const isOfChoices = ({ kind }: Pick<KeptField, "kind">): boolean =>
  kind === "choice" || kind === "choices";

/** Two records that have the same already: which of them is right only a person knows. */
async function makeUnique(ctx: CommandCtx, field: KeptField): Promise<void> {
  await createIndex(ctx.db, field, true).catch((error: unknown) => {
    throw isTaken(error)
      ? invalid({ path: ["isUnique"], code: "records.field.has_doubles" })
      : error;
  });
}

async function auditRetired(ctx: CommandCtx, field: KeptField, isRetired: boolean): Promise<void> {
  await ctx.audit(subjectOf(field), {
    before: { isRetired: !isRetired },
    after: { isRetired },
  });
  ctx.tell(...TOPICS);
}

const subjectOf = ({ id, label }: KeptField) => ({ type: "field", id, name: label.en });

const factsOf = (field: KeptField) => ({
  kind: field.kind,
  label: field.label,
  help: field.help,
  class: field.class,
  related: field.related,
  choices: field.choices,
  initial: field.initial,
  isRequired: field.isRequired,
  isUnique: field.isUnique,
  isIndexed: field.isIndexed,
});

const readFields = async (ctx: Ctx, type: RecordTypeName): Promise<OwnField[]> =>
  (await selectFields(ctx.db, type)).map((field) => shownOf(ctx, field));

const readField = async (ctx: Ctx, id: FieldId): Promise<OwnField> =>
  shownOf(ctx, await selectField(ctx.db, id));

function shownOf(ctx: Ctx, field: KeptField): OwnField {
  const closed = ctx.whyNotMay(WRITE);
  return {
    ...field,
    blocked: {
      change: closed ?? whyNotChange(field),
      retire: closed ?? whyNotChange(field),
      bringBack: closed ?? whyNotBringBack(field),
      purge: closed ?? whyNotBringBack(field),
    },
  };
}
