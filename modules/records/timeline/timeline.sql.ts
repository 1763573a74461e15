import type { Db } from "#platform/db/db.ts";
import { empty, json, sql } from "#platform/db/sql.ts";

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

export type EntryRow = {
  readonly key: string;
  readonly kind: string | null;
  readonly at: Date;
  readonly atText: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

/**
 * What was told of a record together with what people changed on it, newest first. People's entries stand in the audit
 * log, under the ids that have become part of this record too; a creation has nothing before it and is told anyway.
 */
export const selectEntries = (
  db: Db,
  subject: { readonly type: string; readonly id: string },
  after: { readonly at: string; readonly key: string } | null,
  limit: number,
): Promise<EntryRow[]> =>
  db.rows(sql`
    select key, kind, at, at::text as at_text, detail from (
      (select key, kind, at, detail from timeline_entries
        where subject_type = ${subject.type} and subject_id = ${subject.id}
          ${after === null ? empty : sql`and (at, key) < (${after.at}::timestamptz, ${after.key}::text)`}
        order by at desc, key desc limit ${limit + 1})
      union all
      (select 'audit:' || lpad(id::text, 12, '0') as key, null as kind, at,
              jsonb_build_object('actor', actor_name) || change as detail
         from audit_entries
        where subject_type = ${subject.type}
          and subject_id in (select ${subject.id}::uuid union all
                             select old_id from customer_merges where customer_id = ${subject.id})
          and actor_kind = 'person' and jsonb_typeof(change -> 'before') = 'object'
          and change -> 'after' <> '{}'
          ${
            after === null
              ? empty
              : sql`and (at, 'audit:' || lpad(id::text, 12, '0')) < (${after.at}::timestamptz, ${after.key}::text)`
          }
        order by at desc, id desc limit ${limit + 1})
    ) as entries
    order by at desc, key desc limit ${limit + 1}`);

/** Whose work a record is. The tables stand above this module and are only looked at; what has no owner is nobody's. */
export async function selectOwner(
  db: Db,
  { type, id }: { readonly type: string; readonly id: string },
): Promise<string | null> {
  if (type !== "customer" && type !== "order") return null;
  const table = type === "customer" ? sql`customers` : sql`orders`;
  const row = await db.maybe<{ ownerId: string | null }>(
    sql`select owner_id from ${table} where id = ${id}`,
  );
  return row?.ownerId ?? null;
}
