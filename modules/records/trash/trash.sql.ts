import type { Actor } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { searchPatterns } from "#platform/db/search.ts";
import { empty, json, type Sql, sql, when } from "#platform/db/sql.ts";
import type { TrashFilter, TrashType } from "./trash.contract.ts";
import { NAMED_AFTER_PEOPLE, type Trashed } from "./trash.rules.ts";

export type TrashEntry = {
  readonly type: TrashType;
  readonly id: string;
  readonly name: string;
  readonly actorName: string;
  readonly trashedAt: Date;
  readonly purgeAt: Date;
};
type Row = TrashEntry & { readonly atText: string };

const columns = sql`
  subject_type as type, subject_id as id, name, actor_name, trashed_at, purge_at, trashed_at::text as at_text`;

export const insertEntries = (
  db: Db,
  type: TrashType,
  records: readonly { readonly id: string; readonly name: string }[],
  by: { readonly actor: Actor; readonly trashedAt: Date; readonly purgeAt: Date },
): Promise<number> =>
  db.run(sql`
    insert into trash_entries (subject_type, subject_id, name, actor_kind, actor_id, actor_name, trashed_at, purge_at)
    select ${type}, r.id, r.name, ${by.actor.kind}, ${by.actor.id}, ${by.actor.name}, ${by.trashedAt}, ${by.purgeAt}
      from json_to_recordset(${json(records)}::json) as r(id uuid, name text)
    on conflict (subject_type, subject_id) do nothing`);

/** What somebody may see, and when they look. */
export type Seen = {
  /** All of these, and of those what they deleted themselves. */
  readonly whole: readonly TrashType[];
  readonly inPart: readonly TrashType[];
  readonly actorId: string | null;
  readonly isByReach: boolean;
  readonly now: Date;
};

const seenSql = ({ whole, inPart, actorId }: Seen): Sql => sql`
  (subject_type = any(${whole}::text[]) or (subject_type = any(${inPart}::text[]) and actor_id = ${actorId}))`;

/** What is still to be had: what is due is gone, whether or not the purge has come by. */
const stillThere = (filter: TrashFilter, seen: Seen): Sql => sql`
  purge_at > ${seen.now} and ${seenSql(seen)}
  ${when(filter.search && !seen.isByReach, sql`and not (subject_type = any(${NAMED_AFTER_PEOPLE}::text[]) and name ~ '@|^[+0-9\\s().-]+$')`)}
  ${when(filter.type, sql`and subject_type = ${filter.type}`)}
  ${when(filter.search, sql`and search_text like all(${searchPatterns(filter.search ?? "")}::text[])`)}`;

export const selectEntries = (
  db: Db,
  filter: TrashFilter,
  seen: Seen,
  after: { readonly at: string; readonly id: string } | null,
  limit: number,
): Promise<Row[]> =>
  db.rows(sql`
    select ${columns} from trash_entries
     where ${stillThere(filter, seen)}
       ${after === null ? empty : sql`and (trashed_at, subject_id) < (${after.at}::timestamptz, ${after.id}::uuid)`}
     order by trashed_at desc, subject_id desc limit ${limit}`);

export const countEntries = (
  db: Db,
  filter: TrashFilter,
  seen: Seen,
): Promise<{ count: number; allCount: number }> =>
  db.one(
    sql`
    select (select count(*)::int from trash_entries where ${stillThere(filter, seen)}) as count,
           (select count(*)::int from trash_entries where ${stillThere({}, seen)}) as all_count`,
    "records.trash",
  );

export const selectEntry = (db: Db, { type, id }: Trashed, seen: Seen): Promise<TrashEntry> =>
  db.one(
    sql`
    select ${columns} from trash_entries
     where subject_type = ${type} and subject_id = ${id} and purge_at > ${seen.now} and ${seenSql(seen)}`,
    "records.trash",
  );

/** Held in one order by everybody. Those that are not in the trash, or not to be seen, are left out. */
export const lockEntries = (
  db: Db,
  records: readonly Trashed[],
  seen: Seen,
): Promise<TrashEntry[]> =>
  db.rows(sql`
    select ${columns} from trash_entries
     where (subject_type, subject_id) in (
             select r.type, r.id from json_to_recordset(${json(records)}::json) as r(type text, id uuid))
       and ${seenSql(seen)}
     order by subject_type, subject_id for update`);

export const deleteEntries = (db: Db, type: TrashType, ids: readonly string[]): Promise<number> =>
  db.run(
    sql`delete from trash_entries where subject_type = ${type} and subject_id = any(${ids}::uuid[])`,
  );

export const markDue = (
  db: Db,
  type: TrashType,
  ids: readonly string[],
  now: Date,
): Promise<number> =>
  db.run(sql`
    update trash_entries set purge_at = greatest(trashed_at, ${now}::timestamptz)
     where subject_type = ${type} and subject_id = any(${ids}::uuid[]) and purge_at > ${now}`);

export const markAllDue = (db: Db, seen: Seen): Promise<number> =>
  db.run(sql`
    update trash_entries set purge_at = greatest(trashed_at, ${seen.now}::timestamptz)
     where purge_at > ${seen.now} and ${seenSql(seen)}`);

/** The next to go, held, those of one purge after the other. */
export const lockDue = (db: Db, now: Date, limit: number): Promise<TrashEntry[]> =>
  db.rows(sql`
    select ${columns} from trash_entries where purge_at <= ${now}
     order by purge_at, subject_type, subject_id limit ${limit} for update`);

export const selectNextPurge = async (db: Db): Promise<Date | null> =>
  (
    await db.one<{ at: Date | null }>(
      sql`select min(purge_at) as at from trash_entries`,
      "records.trash",
    )
  ).at;
