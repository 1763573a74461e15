import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";

export type TimelineTold = {
  readonly subjectType: string;
  readonly subjectId: string;
  readonly key: string;
  readonly kind: string;
  readonly at: Date;
  readonly detail: Readonly<Record<string, unknown>>;
};

export const upsertEntries = (db: Db, entries: readonly TimelineTold[]): Promise<number> =>
  db.run(sql`
    insert into timeline_entries as known (subject_type, subject_id, key, kind, at, detail)
    select e."subjectType", e."subjectId", e.key, e.kind, e.at, e.detail
      from json_to_recordset(${json(entries)}) as e(
             "subjectType" text, "subjectId" uuid, key text, kind text, at timestamptz, detail jsonb)
    on conflict (subject_type, subject_id, key) do update
       set kind = excluded.kind, at = excluded.at, detail = excluded.detail
     where (known.kind, known.at, known.detail) is distinct from (excluded.kind, excluded.at, excluded.detail)`);

export const deleteEntries = (
  db: Db,
  gone: {
    readonly subjectType: string;
    readonly subjectId: string;
    readonly keys: readonly string[];
  },
): Promise<number> =>
  db.run(sql`
    delete from timeline_entries
     where subject_type = ${gone.subjectType} and subject_id = ${gone.subjectId} and key = any(${gone.keys})`);

export const moveEntries = (
  db: Db,
  { subjectType, from, into }: { subjectType: string; from: string; into: string },
): Promise<number> =>
  db.run(sql`
    with gone as (
      delete from timeline_entries where subject_type = ${subjectType} and subject_id = ${from}
      returning key, kind, at, detail)
    insert into timeline_entries as known (subject_type, subject_id, key, kind, at, detail)
    select ${subjectType}, ${into}, key, kind, at, detail from gone
    on conflict (subject_type, subject_id, key) do update
       set kind = excluded.kind, at = excluded.at, detail = excluded.detail
     where (excluded.at, excluded.detail::text collate "C") < (known.at, known.detail::text collate "C")`);
