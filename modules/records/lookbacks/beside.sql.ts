import type pg from "pg";
import type { Hung } from "./lookbacks.sql.ts";

/** Read out of a backup that is open: its own database, which the house looks into. Names come from its catalogue. */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export type Read = {
  readonly rows: string;
  readonly ids: readonly string[];
  readonly count: number;
};

/** Rows as jsonb text, whole: numbers that JavaScript would round pass through untouched. */
export async function readRows(
  then: pg.Pool,
  table: string,
  column: string,
  ids: readonly string[],
  hasId: boolean,
): Promise<Read> {
  const { rows } = await then.query<{ rows: string | null; ids: string[] | null; count: number }>(
    `select jsonb_agg(to_jsonb(t))::text as rows, count(*)::int as count,
            ${hasId ? "array_agg(t.id::text)" : "null::text[]"} as ids
       from public.${quoted(table)} t where t.${quoted(column)} = any($1::uuid[])`,
    [ids],
  );
  const [read] = rows;
  return { rows: read?.rows ?? "[]", ids: read?.ids ?? [], count: read?.count ?? 0 };
}

export async function readNaming(
  then: pg.Pool,
  table: string,
  subject: { readonly type: string; readonly id: string },
  hasId: boolean,
): Promise<Read> {
  const { rows } = await then.query<{ rows: string | null; ids: string[] | null; count: number }>(
    `select jsonb_agg(to_jsonb(t))::text as rows, count(*)::int as count,
            ${hasId ? "array_agg(t.id::text)" : "null::text[]"} as ids
       from public.${quoted(table)} t where t.subject_type = $1 and t.subject_id = $2`,
    [subject.type, subject.id],
  );
  const [read] = rows;
  return { rows: read?.rows ?? "[]", ids: read?.ids ?? [], count: read?.count ?? 0 };
}

/** Of other records: those that named this one then. */
export async function idsNaming(then: pg.Pool, { table, column }: Hung, id: string) {
  const { rows } = await then.query<{ id: string }>(
    `select id::text from public.${quoted(table)} where ${quoted(column)} = $1`,
    [id],
  );
  return rows.map((row) => row.id);
}
