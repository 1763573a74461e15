import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export const gatherFiles = (db: Db): Promise<{ row: object }[]> =>
  db.rows(sql`
    select jsonb_build_object('id', id, 'record_type', record_type, 'format', format, 'created_at', created_at,
                              'expires_at', expires_at) as row
      from exports e
     where exists (select from export_parts p where p.export_id = e.id) order by created_at`);

/** None of them can be fetched any more, and one that is being written stops. */
export const dropFiles = (
  db: Db,
  now: Date,
): Promise<{ exports: number; parts: number; links: number }> =>
  db.one(
    sql`
    with ended as (
      update exports
         set expires_at = case state when 'done' then ${now}::timestamptz end,
             finished_at = coalesce(finished_at, ${now}), state = case state when 'done' then state else 'stopped' end
       where state in ('waiting', 'running')
          or (state = 'done' and exists (select from export_parts p where p.export_id = exports.id))
      returning 1),
    links as (delete from export_links returning 1),
    parts as (delete from export_parts returning 1)
    select (select count(*)::int from ended) as exports, (select count(*)::int from parts) as parts,
           (select count(*)::int from links) as links`,
    "records.export",
  );
