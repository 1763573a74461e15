import type { Db } from "#platform/db/db.ts";
import { empty, json, sql } from "#platform/db/sql.ts";
import type { CellProblem, ImportId } from "./imports.contract.ts";

/** Rows that could not be taken, and what people put right of them. */

export type FailedRow = {
  readonly line: number;
  readonly cells: readonly string[];
  readonly problems: readonly CellProblem[];
  /** The first of the rows that speak of the record together. */
  readonly head: number;
};

export const upsertFailures = (db: Db, id: ImportId, rows: readonly FailedRow[]): Promise<number> =>
  db.run(sql`
    insert into import_failures as known (import_id, line, cells, problems, head_line)
    select ${id}::uuid, f.line, array(select json_array_elements_text(f.cells)), f.problems, f.head
      from json_to_recordset(${json(rows)}) as f(line int, cells json, problems jsonb, head int)
    on conflict (import_id, line) do update
       set cells = excluded.cells, problems = excluded.problems, head_line = excluded.head_line, fixed_at = null`);

/** The lines that are right now; or those that nobody has put right; or all. */
export const deleteFailures = (
  db: Db,
  id: ImportId,
  which: readonly number[] | "unfixed" | "all",
): Promise<number> =>
  db.run(sql`
    delete from import_failures
     where import_id = ${id} ${
       which === "all"
         ? empty
         : which === "unfixed"
           ? sql`and fixed_at is null`
           : sql`and line = any(${which}::int[])`
     }`);

export type KeptFailure = FailedRow & { readonly fixedAt: Date | null };
const failure = sql`line, cells, problems, coalesce(head_line, line) as head, fixed_at`;

export const selectFailures = (
  db: Db,
  id: ImportId,
  after: number,
  limit: number,
): Promise<KeptFailure[]> =>
  db.rows(sql`
    select ${failure} from import_failures
     where import_id = ${id} and line > ${after} order by line limit ${limit}`);

/** Rows that were put right, in the order of the file. */
export const selectFixed = (
  db: Db,
  id: ImportId,
  after: number,
  limit: number,
): Promise<KeptFailure[]> =>
  db.rows(sql`
    select ${failure} from import_failures
     where import_id = ${id} and fixed_at is not null and line > ${after} order by line limit ${limit}`);

export const selectFixedAmong = (
  db: Db,
  id: ImportId,
  lines: readonly number[],
): Promise<KeptFailure[]> =>
  db.rows(sql`
    select ${failure} from import_failures
     where import_id = ${id} and fixed_at is not null and line = any(${lines}::int[])`);

export const lockFailure = (db: Db, id: ImportId, line: number): Promise<KeptFailure> =>
  db.one(
    sql`select ${failure} from import_failures where import_id = ${id} and line = ${line} for update`,
    "records.import",
  );

/** Those that stand or fall together, in the order of the file. */
export const lockTogether = (db: Db, id: ImportId, head: number): Promise<KeptFailure[]> =>
  db.rows(sql`
    select ${failure} from import_failures
     where import_id = ${id} and (line = ${head} or head_line = ${head}) order by line for update`);

export const countFixed = async (db: Db, id: ImportId): Promise<number> =>
  (
    await db.one<{ count: number }>(
      sql`select count(*)::int as count from import_failures where import_id = ${id} and fixed_at is not null`,
      "records.import",
    )
  ).count;

export const markFixed = (
  db: Db,
  id: ImportId,
  row: FailedRow & { readonly fixedAt: Date | null },
): Promise<number> =>
  db.run(sql`
    update import_failures
       set cells = ${row.cells}, problems = ${json(row.problems)}, fixed_at = ${row.fixedAt}
     where import_id = ${id} and line = ${row.line}`);
