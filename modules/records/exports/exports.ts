import { invalid } from "#kernel/errors.ts";
import type { IdKind } from "#kernel/ids.ts";
import type { Language, Said } from "#kernel/said.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { type Sql, sql } from "#platform/db/sql.ts";
import type { Eyes } from "#platform/permissions/reach.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import {
  classOfField,
  type Field,
  fieldsOf,
  type RecordType,
  type RecordTypes,
} from "../types/types.ts";
import type { Column } from "./exports.rules.ts";
import type { PartsWanted, Wanted } from "./exports.sql.ts";

/** The job that writes a file, and the one that leaves nothing of those whose time is over. */
export const WRITE = "records.exports.write";
export const FORGET = "records.exports.forget";
export const TOPIC = "records.exports";

/** What a module tells of how its records leave in files: gathered in modules.ts, for exports go downstairs only. */
export type Exporter = {
  readonly type: RecordTypeName;
  /** The ids that a list's own filters leave, as a statement. Throws what is wrong with them. */
  listed(
    filter: Readonly<Record<string, string>>,
    by: { eyes: Eyes; company: Ctx["company"] },
  ): Sql;
  /** What a record is made of, and so may have rows of its own. */
  readonly parts?: {
    /** Their rows under the alias, of the record's, in order: what follows `from`. */
    readonly from: (of: Sql) => Sql;
    readonly alias: Sql;
    /** Under which each finds itself when it is read in again; left out where the record's rows are one thing. */
    readonly id?: { readonly label: Said; readonly of: IdKind };
    readonly fields: readonly Field[];
    /** Fields of the record that sum its parts up: not beside them. */
    readonly without: readonly string[];
  };
};

export type Exports = { readonly types: RecordTypes; readonly exporters: readonly Exporter[] };

export function exporterOf({ exporters }: Exports, type: RecordTypeName): Exporter {
  const found = exporters.find((exporter) => exporter.type === type);
  if (found === undefined) throw new Error(`nobody takes along a ${type}`);
  return found;
}

/** What somebody takes along of the fields there are: those they named, less what they do not see at all. */
export async function columnsFor(
  ctx: Ctx,
  type: RecordType,
  named: readonly string[] | undefined,
): Promise<{ columns: string[]; masked: string[] }> {
  const fields = await fieldsOf(ctx, type);
  const unknown = (named ?? []).findIndex((key) => !fields.some((field) => field.key === key));
  if (unknown >= 0) throw invalid({ path: ["columns", unknown], code: "records.field.unknown" });
  const chosen =
    named === undefined
      ? fields
      : named.flatMap((key) => fields.filter((field) => field.key === key));
  const seen = [...new Set(chosen)].filter((field) => !isHidden(ctx, field));
  return {
    columns: seen.map(({ key }) => key),
    masked: seen.filter((field) => !ctx.seesPlain(classOfField(field))).map(({ key }) => key),
  };
}

const isHidden = ({ actor }: Ctx, field: Field): boolean =>
  actor.kind === "person" && actor.standing?.sees[classOfField(field)] === "hidden";

/** Whether somebody still sees what a file shows them. */
export async function seesAllOf(
  ctx: Ctx,
  type: RecordType,
  { columns, masked }: { readonly columns: readonly string[]; readonly masked: readonly string[] },
): Promise<boolean> {
  const fields = await fieldsOf(ctx, type);
  return fields
    .filter(({ key }) => columns.includes(key) && !masked.includes(key))
    .every((field) => ctx.seesPlain(classOfField(field)));
}

/** Every file begins with it: what was taken out can be read in again and finds its record. */
const ID: Said = { en: "ID", ms: "ID" };

/** The columns as they are written, and what is asked of the database for each. A field that is gone meanwhile is left out. */
export async function layoutOf(
  ctx: Ctx,
  type: RecordType,
  asked: { readonly columns: readonly string[]; readonly masked: readonly string[] },
  language: Language,
  parts: Exporter["parts"] | null,
): Promise<Layout> {
  const fields = new Map((await fieldsOf(ctx, type)).map((field) => [field.key, field]));
  const laid = asked.columns.flatMap((key) => {
    const field = parts?.without.includes(key) === true ? undefined : fields.get(key);
    return field === undefined ? [] : [{ field, isMasked: asked.masked.includes(key) }];
  });
  const { currency } = ctx.company;
  return {
    columns: [
      idColumn(ID[language], type.name),
      ...laid.map(({ field, isMasked }) => columnOf(field, isMasked, language)),
    ],
    wanted: [ID_WANTED, ...laid.map(({ field, isMasked }) => wantedOf(field, isMasked, currency))],
    parts:
      parts === null || parts === undefined
        ? null
        : {
            columns: [
              ...(parts.id === undefined ? [] : [idColumn(parts.id.label[language], parts.id.of)]),
              ...parts.fields.map((field) => columnOf(field, false, language)),
            ],
            from: parts.from,
            alias: parts.alias,
            wanted: [
              ...(parts.id === undefined ? [] : [ID_WANTED]),
              ...parts.fields.map((field) => wantedOf(field, false, currency)),
            ],
          },
  };
}

export type Layout = {
  readonly columns: readonly Column[];
  readonly wanted: readonly Wanted[];
  /** Of what a record is made of, where each has a row. */
  readonly parts: (PartsWanted & { readonly columns: readonly Column[] }) | null;
};

const idColumn = (label: string, related: IdKind): Column => ({
  ...{ key: "id", label, kind: "id", choices: [], related, isMasked: false },
});
const ID_WANTED: Wanted = { value: (of) => sql`${of}.id`, currency: null, isMasked: false };

const columnOf = (field: Field, isMasked: boolean, language: Language): Column => ({
  key: field.key,
  label: field.label[language],
  kind: field.kind,
  choices: field.choices ?? [],
  related: field.related ?? null,
  isMasked,
});

const wantedOf = (field: Field, isMasked: boolean, currency: string): Wanted => ({
  value: field.value,
  currency: field.kind === "money" ? (field.currency ?? (() => sql`${currency}::text`)) : null,
  isMasked,
});
