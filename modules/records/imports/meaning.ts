import type { TableRow } from "#platform/transfer/table.ts";
import { ownReadingOf } from "../fields/fields.ts";
import { fieldsOf, typeOf } from "../types/types.ts";
import type { How, Importer, RowRead } from "./importer.ts";
import { type ColumnRead, columnsRead, type RowMeant, rowMeant } from "./imports.rules.ts";
import type { KeptImport } from "./imports.sql.ts";
import type { Imports } from "./imports.ts";
import { policyFor, type TargetRead, targetsOf } from "./matching.rules.ts";

export function importerOf({ importers }: Imports, { type }: Pick<KeptImport, "type">): Importer {
  const found = importers.find((importer) => importer.type === type);
  if (found === undefined) throw new Error(`nobody brings in a ${type}`);
  return found;
}

export async function targetsIn(
  ctx: Parameters<typeof fieldsOf>[0],
  imports: Imports,
  { type: name }: Pick<KeptImport, "type">,
): Promise<TargetRead[]> {
  const type = typeOf(imports.types, name);
  const { readers } = await ownReadingOf(ctx, name);
  return targetsOf(importerOf(imports, { type: name }), await fieldsOf(ctx, type), readers);
}

/** How the rows of an import are read and taken. */
export type Reading = {
  readonly importer: Importer;
  readonly columns: readonly ColumnRead[];
  readonly width: number;
  readonly how: How;
};

export async function readingOf(
  ctx: Parameters<typeof fieldsOf>[0],
  imports: Imports,
  one: KeptImport,
  isTrial: boolean,
): Promise<Reading> {
  const targets = await targetsIn(ctx, imports, one);
  const { zone, currency, country } = ctx.company;
  const of = { zone, currency, isTyped: one.found?.isTyped ?? false };
  const columns = columnsRead(one.found?.columns ?? [], one.matches, targets, of);
  const policies = new Map(one.matches.map(({ target, policy }) => [target, policy]));
  return {
    importer: importerOf(imports, one),
    columns,
    width: one.found?.columns.length ?? 0,
    how: {
      importId: one.id,
      isTrial,
      policyOf: (target) => policies.get(target) ?? policyFor(targets, target),
      preset: one.found?.preset ?? null,
      country,
      currency,
      own: await ownReadingOf(ctx, one.type),
    },
  };
}

/** A row with more cells than there are columns has come apart: nobody can say what belongs where. */
export function meantRow(row: TableRow, { columns, width }: Reading): RowMeant {
  const meant = rowMeant(row, columns);
  const isTorn =
    row.cells.length > width && row.cells.slice(width).some((cell) => cell.trim() !== "");
  return isTorn ? wrongAsWhole(meant, "records.import.too_many_cells") : meant;
}

export const wrongAsWhole = (meant: RowMeant, code: string): RowMeant => ({
  ...meant,
  problems: [{ target: null, code }],
});

/** Which rows speak of one record together: those that follow each other and name the same. */
export function headsOf(importer: Importer): (meant: RowMeant) => { head: number; count: number } {
  let group: string | null = null;
  let head = 0;
  let count = 0;
  return ({ line, values }) => {
    const next = importer.groupOf?.(values, group) ?? null;
    const isApart = next === null || next !== group;
    group = next;
    head = isApart ? line : head;
    count = isApart ? 1 : count + 1;
    return { head, count };
  };
}

export const aloneOf = ({ line, values }: RowMeant): RowRead => ({
  line,
  values,
  head: line,
  sameAs: null,
});
