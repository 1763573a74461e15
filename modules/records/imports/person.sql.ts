import type { Db } from "#platform/db/db.ts";
import { likeText, type Sql, sql } from "#platform/db/sql.ts";

type Ids = readonly string[];

const naming = (text: Sql, words: Ids): Sql => sql`
  lower(${text}) like any(${words.map((word) => `%${likeText(word.toLowerCase())}%`)}::text[])`;

export const gatherChanges = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(c) as row from import_changes c where record_id = any(${ids}::uuid[]) order by import_id`);

export const gatherFailures = (db: Db, words: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(f) as row from import_failures f where ${naming(sql`f.cells::text`, words)} order by import_id, line`);

/** Those whose file is still here, and nobody works on. */
const atRest = sql`
  i.file_gone_at is null and i.state not in ('uploading', 'reading', 'trying', 'running', 'undoing')`;

export const gatherImports = (db: Db): Promise<{ row: object }[]> =>
  db.rows(sql`
    select jsonb_build_object('id', id, 'type', type, 'file_name', file_name, 'created_at', created_at) as row
      from imports i where ${atRest} order by created_at`);

export const deleteChanges = (db: Db, ids: Ids): Promise<number> =>
  db.run(sql`delete from import_changes where record_id = any(${ids}::uuid[])`);

export const deleteFailures = (db: Db, words: Ids): Promise<number> =>
  db.run(sql`delete from import_failures f where ${naming(sql`f.cells::text`, words)}`);

/** What was looked into on the way goes where it names them. */
export const markSamplesEmptied = (db: Db, words: Ids): Promise<number> =>
  db.run(sql`
    update imports i
       set samples = case when ${naming(sql`i.samples::text`, words)} then '[]' else samples end,
           found = case when ${naming(sql`coalesce(i.found::text, '')`, words)} then null else found end
     where ${naming(sql`i.samples::text || coalesce(i.found::text, '')`, words)}`);

export const dropFiles = (db: Db, now: Date): Promise<{ id: string }[]> =>
  db.rows(sql`
    with gone as (
      update imports i set file_gone_at = ${now} where ${atRest} returning id)
    delete from import_parts where import_id in (select id from gone) returning id`);
