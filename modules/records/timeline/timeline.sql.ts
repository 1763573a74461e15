import type { Db } from "#platform/db/db.ts";
import { empty, join, json, type Sql, sql, when } from "#platform/db/sql.ts";

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
    select e.subject_type, e.subject_id, e.key, e.kind, e.at, e.detail::jsonb
      from unnest(${entries.map(({ subjectType }) => subjectType)}::text[],
                  ${entries.map(({ subjectId }) => subjectId)}::uuid[], ${entries.map(({ key }) => key)}::text[],
                  ${entries.map(({ kind }) => kind)}::text[],
                  ${entries.map(({ at }) => at.toISOString())}::timestamptz[],
                  ${entries.map(({ detail }) => json(detail))}::text[])
             as e(subject_type, subject_id, key, kind, at, detail)
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

/** What was told of each of these under one key. */
export const selectUnder = (
  db: Db,
  subjectType: string,
  subjectIds: readonly string[],
  key: string,
): Promise<{ subjectId: string; detail: Readonly<Record<string, unknown>> }[]> =>
  db.rows(sql`
    select subject_id, detail from timeline_entries
     where subject_type = ${subjectType} and subject_id = any(${subjectIds}::uuid[]) and key = ${key}`);

/** Those that tell of these: a key ends in the id of what it is about. */
export const moveEntriesAbout = (
  db: Db,
  { subjectType, from, into }: { subjectType: string; from: string; into: string },
  about: readonly string[],
): Promise<number> =>
  db.run(sql`
    update timeline_entries set subject_id = ${into}
     where subject_type = ${subjectType} and subject_id = ${from}
       and split_part(key, ':', 2) = any(${about}::text[])`);

export type EntryRow = {
  readonly key: string;
  readonly kind: string | null;
  readonly at: Date;
  readonly atText: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

type Asked = {
  readonly subject: { readonly type: string; readonly id: string };
  readonly after: { readonly at: string; readonly key: string } | null;
  readonly limit: number;
  /** Which of the sources are asked for. */
  readonly of: ReadonlySet<keyof typeof SOURCES | "others">;
};

/**
 * What happened to a record, newest first: each source gives as many as a page takes, by an index of its own, and the
 * newest of those are the page. However long a record's history is, a page costs the same.
 */
export const selectEntries = (db: Db, asked: Asked): Promise<EntryRow[]> => {
  const sources = Object.entries(SOURCES).filter(([name]) => asked.of.has(name as "told"));
  const each = sources.map(([, from]) => sql`(${from(asked)} limit ${asked.limit + 1})`);
  return db.rows(sql`
    select key, kind, at, at::text as at_text, detail from (${join(each, sql` union all `)}) as entries
     order by at desc, key desc limit ${asked.limit + 1}`);
};

/** A source's rows after the last one that was shown, by when they happened and what they are called. */
const since = ({ after }: Asked, at: Sql, key: Sql): Sql =>
  after === null
    ? empty
    : sql`and (${at}, ${key}) < (${after.at}::timestamptz, ${after.key}::text)`;

const auditKey = sql`'audit:' || lpad(id::text, 12, '0')`;
const consentKey = sql`'crm.consent:' || lpad(id::text, 12, '0')`;
const taskKey = sql`'records.task:' || id::text`;
const noteKey = sql`'records.note:' || id::text`;

const SOURCES = {
  told: (asked: Asked) => sql`
    select key, kind, at, detail from timeline_entries
     where subject_type = ${asked.subject.type} and subject_id = ${asked.subject.id}
       ${when(!asked.of.has("others"), sql`and kind like 'sales.%'`)}
       ${since(asked, sql`at`, sql`key`)}
     order by at desc, key desc`,
  /**
   * People's entries stand in the audit log, under the ids that have become part of this record too; a creation has
   * nothing before it and is told anyway.
   */
  edits: (asked: Asked) => sql`
    select ${auditKey} as key, null as kind, at, jsonb_build_object('actor', actor_name) || change as detail
      from audit_entries
     where subject_type = ${asked.subject.type}
       and subject_id in (select ${asked.subject.id}::uuid union all
                          select old_id from customer_merges where customer_id = ${asked.subject.id})
       and actor_kind = 'person' and jsonb_typeof(change -> 'before') = 'object'
       and change -> 'after' <> '{}'
       ${since(asked, sql`at`, auditKey)}
     order by at desc, id desc`,
  notes: (asked: Asked) => sql`
    select ${noteKey} as key, 'records.note.written' as kind, created_at as at,
           jsonb_build_object('actor', author_name, 'text', text) as detail
      from notes
     where subject_type = ${asked.subject.type} and subject_id = ${asked.subject.id} and deleted_at is null
       ${since(asked, sql`created_at`, noteKey)}
     order by created_at desc, id desc`,
  tasks: (asked: Asked) => sql`
    select ${taskKey} as key, 'records.task.finished' as kind, done_at as at,
           jsonb_build_object('actor', doer_name, 'title', title) as detail
      from tasks
     where subject_type = ${asked.subject.type} and subject_id = ${asked.subject.id}
       and deleted_at is null and done_at is not null
       ${since(asked, sql`done_at`, taskKey)}
     order by done_at desc, id desc`,
  /** As it was written down: what a person changed stands among their edits too. */
  consents: (asked: Asked) => sql`
    select ${consentKey} as key, 'crm.consent.' || channel || '_' || state as kind, recorded_at as at,
           jsonb_build_object('actor', nullif(actor_name, ''), 'proof', nullif(proof, '')) as detail
      from consent_entries
     where ${asked.subject.type} = 'customer'
       and customer_id in (select ${asked.subject.id}::uuid union all
                           select old_id from customer_merges where customer_id = ${asked.subject.id})
       ${since(asked, sql`recorded_at`, consentKey)}
     order by recorded_at desc, id desc`,
};

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
