import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import type { ImportId } from "./imports.contract.ts";
import type { ImportChange } from "./meaning.rules.ts";

/** What an import wrote, and what was there before: as long as it can be undone. */

/** A record that several rows of a file touch keeps what was before the first of them. */
export const upsertChanges = (
  db: Db,
  id: ImportId,
  changes: readonly ImportChange[],
): Promise<number> =>
  db.run(sql`
    insert into import_changes as known (import_id, record_id, record_type, version, before, after)
    select ${id}::uuid, c.record_id, c.record_type, c.version, c.before::jsonb, c.after::jsonb
      from unnest(${changes.map(({ recordId }) => recordId)}::uuid[], ${changes.map(({ type }) => type ?? null)}::text[],
                  ${changes.map(({ version }) => version)}::int[],
                  ${changes.map(({ before }) => (before === null ? null : json(before)))}::text[],
                  ${changes.map(({ after }) => (after === null ? null : json(after)))}::text[])
        as c(record_id, record_type, version, before, after)
    on conflict (import_id, record_id) do update
       set version = excluded.version, before = excluded.before || known.before, after = known.after || excluded.after`);

/**
 * Of its own records, or of those that it made beside them. From one on: those before it are done, and looking past what is
 * left of them would take ever longer.
 */
export const selectChanges = (
  db: Db,
  id: ImportId,
  type: RecordTypeName | null,
  after: string,
  limit: number,
): Promise<ImportChange[]> =>
  db.rows(sql`
    select record_id, version, before, after from import_changes
     where import_id = ${id} and record_type is not distinct from ${type} and record_id > ${after}::uuid
     order by record_id limit ${limit}`);

export const deleteChanges = (
  db: Db,
  id: ImportId,
  recordIds: readonly string[],
): Promise<number> =>
  db.run(
    sql`delete from import_changes where import_id = ${id} and record_id = any(${recordIds}::uuid[])`,
  );

/** Nothing of somebody who is gone for good stays in what could be set back. */
export const deleteChangesOf = (db: Db, recordIds: readonly string[]): Promise<number> =>
  db.run(
    sql`delete from import_changes where record_id = any(${recordIds}::uuid[]) and before is not null`,
  );
