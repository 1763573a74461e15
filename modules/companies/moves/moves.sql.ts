import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

/** All on the control database. */
export type Move = {
  readonly id: string;
  readonly companyId: string;
  readonly databaseName: string;
  readonly fromCluster: string;
  readonly toCluster: string;
};

export type Placed = {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly cluster: string;
  readonly databaseName: string;
  readonly password: string;
};

export const selectPlaced = (control: Db, companyId: string): Promise<Placed | null> =>
  control.maybe(sql`
    select id, name, region, cluster, database_name, password from companies where id = ${companyId} and is_open`);

/** Those that were begun and have not ended, with where the company is now. */
export const selectUnfinished = (control: Db): Promise<(Move & { readonly cluster: string })[]> =>
  control.rows(sql`
    select m.id, m.company_id, c.database_name, m.from_cluster, m.to_cluster, c.cluster
      from company_moves m join companies c on c.id = m.company_id
     where m.state in ('moving', 'moved') order by m.begun_at`);

export const insertMove = (control: Db, move: Move, now: Date): Promise<number> =>
  control.run(sql`
    insert into company_moves (id, company_id, from_cluster, to_cluster, state, begun_at)
    values (${move.id}, ${move.companyId}, ${move.fromCluster}, ${move.toCluster}, 'moving', ${now})`);

export type Moved = { readonly tables: number; readonly rows: number; readonly pausedMs: number };

export const markMoved = (
  control: Db,
  { id }: Move,
  { tables, rows, pausedMs }: Moved,
  now: Date,
): Promise<number> =>
  control.run(sql`
    update company_moves
       set state = 'moved', moved_at = ${now}, table_count = ${tables}, row_count = ${rows}, paused_ms = ${pausedMs}
     where id = ${id} and state = 'moving'`);

export const markMoveDone = (control: Db, { id }: Move): Promise<number> =>
  control.run(sql`update company_moves set state = 'done' where id = ${id} and state = 'moved'`);

export const markMoveUndone = (control: Db, { id }: Move, why: string): Promise<number> =>
  control.run(sql`
    update company_moves set state = 'undone', why_undone = ${why} where id = ${id} and state = 'moving'`);
