import { invalid } from "#kernel/errors.ts";
import { type IdKind, showId } from "#kernel/ids.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { empty, join, type Sql, sql } from "#platform/db/sql.ts";
import { classOfField, type Field, fieldsOf, type RecordType } from "../types/types.ts";

/** Values of fields by key, as they go over the wire. */
export type Values = Readonly<Record<string, unknown>>;

/** Columns that a list shows beside its own, ready to be read with its rows. */
export type Shown = {
  /** `, … as shown` of a row read under an alias; nothing where nothing more is asked. */
  readonly column: (of: Sql) => Sql;
  readonly valuesOf: (row: { readonly shown?: Values }) => { readonly values?: Values };
};

const NOTHING: Shown = { column: () => empty, valuesOf: () => ({}) };

/** The fields that were asked for by key, separated by commas. What this person does not see plain is left out. */
export async function shownFor(
  ctx: Ctx,
  type: RecordType,
  asked: string | undefined,
): Promise<Shown> {
  const keys = [...new Set((asked ?? "").split(",").filter((key) => key !== ""))];
  if (keys.length === 0) return NOTHING;
  const known = new Map((await fieldsOf(ctx, type)).map((field) => [field.key, field]));
  const fields = keys.map((key) => {
    const field = known.get(key);
    if (field === undefined)
      throw invalid({ path: ["fields"], code: "records.filter.unknown_field" });
    return field;
  });
  const seen = fields.filter((field) => ctx.seesPlain(classOfField(field)));
  for (const field of seen) ctx.shows(classOfField(field), field.key);
  return {
    column: (of) =>
      sql`, jsonb_build_object(${join(
        seen.map((field) => sql`${field.key}::text, ${field.value(of)}`),
        sql`, `,
      )}) as shown`,
    valuesOf: ({ shown = {} }) => ({
      values: Object.fromEntries(seen.map((field) => [field.key, saidOf(field, shown[field.key])])),
    }),
  };
}

/** As it goes over the wire. */
export function saidOf({ kind, related }: Field, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (kind === "member" || kind === "reference")
    return showId((related ?? "account") as IdKind, String(value));
  return kind === "moment" ? new Date(String(value)).toISOString() : value;
}
