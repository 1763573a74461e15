import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { ConnectionId } from "../connections/connections.contract.ts";

export type RunState = "loading" | "loaded" | "removing" | "removed";
export type RunRow = {
  readonly connectionId: ConnectionId;
  readonly state: RunState;
  readonly doneCount: number;
  readonly totalCount: number;
  readonly startedAt: Date;
};

const columns = sql`connection_id, state, done_count, total_count, started_at`;

/** The newest, unless it has been taken away. */
export const selectRun = (db: Db): Promise<RunRow | null> =>
  db.maybe(sql`
    select ${columns} from sample_runs where state <> 'removed' order by started_at desc limit 1`);

export const lockRun = (db: Db, connectionId: ConnectionId): Promise<RunRow> =>
  db.one(
    sql`select ${columns} from sample_runs where connection_id = ${connectionId} for update`,
    "connect.sample",
  );

export const insertRun = (
  db: Db,
  connectionId: ConnectionId,
  totalCount: number,
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into sample_runs (connection_id, state, total_count, started_at)
    values (${connectionId}, 'loading', ${totalCount}, ${now})`);

export const markRun = (
  db: Db,
  connectionId: ConnectionId,
  state: RunState,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update sample_runs set state = ${state}, ended_at = ${state === "loading" ? null : now}
     where connection_id = ${connectionId}`);

export const markDone = (
  db: Db,
  connectionId: ConnectionId,
  doneCount: number,
  totalCount: number,
): Promise<number> =>
  db.run(sql`
    update sample_runs set done_count = ${doneCount}, total_count = ${totalCount}
     where connection_id = ${connectionId}`);
