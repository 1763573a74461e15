import type { Db } from "#platform/db/db.ts";
import { empty, json, sql, when } from "#platform/db/sql.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import type { BulkDeed, BulkId, BulkState } from "./bulk.contract.ts";
import type { Raw } from "./bulk.rules.ts";

export type BulkRow = {
  readonly id: BulkId;
  readonly recordType: RecordTypeName;
  readonly deed: BulkDeed;
  readonly owners: readonly string[] | null;
  readonly state: BulkState;
  readonly totalCount: number;
  readonly doneCount: number;
  readonly changedCount: number;
  readonly skippedCount: number;
  readonly undoneCount: number;
  readonly leftCount: number;
  readonly actorId: string;
  readonly actorName: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
};
const columns = sql`
  id, record_type, deed, owners, state, total_count, done_count, changed_count, skipped_count, undone_count, left_count,
  actor_id, actor_name, created_at, finished_at`;
const WHAT = "records.bulk";

export const insertRun = (
  db: Db,
  run: Pick<
    BulkRow,
    "id" | "recordType" | "deed" | "owners" | "totalCount" | "actorId" | "actorName"
  >,
  now: Date,
): Promise<BulkRow> =>
  db.one(
    sql`
    insert into bulk_runs (id, record_type, deed, owners, total_count, actor_id, actor_name, created_at)
    values (${run.id}, ${run.recordType}, ${json(run.deed)}, ${run.owners}::uuid[], ${run.totalCount}, ${run.actorId},
            ${run.actorName}, ${now})
    returning ${columns}`,
    WHAT,
  );

/** In the order of their ids, in which everybody holds them. */
export const insertRecords = (db: Db, run: BulkId, ids: readonly string[]): Promise<number> =>
  db.run(sql`
    insert into bulk_records (run_id, position, record_id)
    select ${run}::uuid, row_number() over (order by id)::int, id from unnest(${ids}::uuid[]) as id`);

export const selectRuns = (
  db: Db,
  actor: string,
  type: RecordTypeName | undefined,
  since: Date,
): Promise<BulkRow[]> =>
  db.rows(sql`
    select ${columns} from bulk_runs
     where actor_id = ${actor} and created_at > ${since} ${when(type, sql`and record_type = ${type}`)}
     order by created_at desc, id desc limit 20`);

export const selectRun = (db: Db, id: BulkId, actor: string | null): Promise<BulkRow> =>
  db.one(
    sql`select ${columns} from bulk_runs
         where id = ${id} ${actor === null ? empty : sql`and actor_id = ${actor}`}`,
    WHAT,
  );

export const lockRun = (db: Db, id: BulkId): Promise<BulkRow> =>
  db.one(sql`select ${columns} from bulk_runs where id = ${id} for update`, WHAT);

export const countUnderway = async (db: Db): Promise<number> =>
  (
    await db.one<{ count: number }>(
      sql`select count(*)::int as count from bulk_runs where state in ('running', 'undoing')`,
      WHAT,
    )
  ).count;

export const selectReasons = (db: Db, id: BulkId): Promise<{ reason: string; count: number }[]> =>
  db.rows(sql`
    select reason, count(*)::int as count from bulk_records
     where run_id = ${id} and reason is not null group by reason order by count desc limit 10`);

export type Taken = {
  readonly position: number;
  readonly recordId: string;
  readonly state: string;
  readonly before: Raw | null;
  readonly after: Raw | null;
};

/** The next of them. */
export const selectTaken = (db: Db, id: BulkId, after: number, limit: number): Promise<Taken[]> =>
  db.rows(sql`
    select position, record_id, state, before, after from bulk_records
     where run_id = ${id} and position > ${after} order by position limit ${limit}`);

/** Those that were changed and are not put back yet. */
export const selectChanged = (db: Db, id: BulkId, after: number, limit: number): Promise<Taken[]> =>
  db.rows(sql`
    select position, record_id, state, before, after from bulk_records
     where run_id = ${id} and state = 'changed' and position > ${after} order by position limit ${limit}`);

export type Outcome = {
  readonly position: number;
  readonly state: "changed" | "skipped" | "undone" | "left";
  readonly before?: Raw;
  readonly after?: Raw;
  readonly reason?: string;
};

export const writeOutcomes = (db: Db, id: BulkId, outcomes: readonly Outcome[]): Promise<number> =>
  db.run(sql`
    update bulk_records r
       set state = o.state, before = coalesce(o.before, r.before), after = coalesce(o.after, r.after), reason = o.reason
      from jsonb_to_recordset(${json(outcomes)}::jsonb)
           as o(position int, state text, before jsonb, after jsonb, reason text)
     where r.run_id = ${id} and r.position = o.position`);

export type Counts = Pick<BulkRow, "doneCount" | "changedCount" | "skippedCount">;

export const markDone = (db: Db, id: BulkId, more: Counts): Promise<number> =>
  db.run(sql`
    update bulk_runs
       set done_count = done_count + ${more.doneCount}, changed_count = changed_count + ${more.changedCount},
           skipped_count = skipped_count + ${more.skippedCount}
     where id = ${id}`);

export const markUndone = (
  db: Db,
  id: BulkId,
  more: Pick<BulkRow, "undoneCount" | "leftCount">,
): Promise<number> =>
  db.run(sql`
    update bulk_runs set undone_count = undone_count + ${more.undoneCount}, left_count = left_count + ${more.leftCount}
     where id = ${id}`);

export const markState = (
  db: Db,
  id: BulkId,
  state: BulkState,
  finishedAt: Date | null,
): Promise<number> =>
  db.run(sql`update bulk_runs set state = ${state}, finished_at = ${finishedAt} where id = ${id}`);

export const deleteRuns = (db: Db, before: Date): Promise<number> =>
  db.run(sql`delete from bulk_runs where created_at < ${before}`);

export const deleteRecords = (db: Db, ids: readonly string[]): Promise<number> =>
  db.run(sql`delete from bulk_records where record_id = any(${ids}::uuid[])`);
