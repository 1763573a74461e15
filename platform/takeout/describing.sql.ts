import type pg from "pg";
import type { Chains } from "#platform/backup/chains.ts";
import type { WaitingJob } from "./manifest.ts";

/** A table as it is handed out: every column of it, those that the database works out too. */
export type Described = {
  readonly name: string;
  readonly columns: readonly Column[];
};
export type Column = {
  readonly name: string;
  /** As PostgreSQL writes it: `timestamp with time zone`. */
  readonly type: string;
  readonly isNullable: boolean;
  /** `customers.id`, where it names a row of another table. */
  readonly refers: string | null;
};

export async function selectDescribed(client: pg.Client): Promise<Described[]> {
  const { rows } = await client.query<Described>(`
    select c.relname as name,
           json_agg(json_build_object(
             'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'isNullable', not a.attnotnull,
             'refers', (select k.confrelid::regclass || '.' || f.attname
                          from pg_constraint k join pg_attribute f on f.attrelid = k.confrelid and f.attnum = k.confkey[1]
                         where k.contype = 'f' and k.conrelid = c.oid and k.conkey = array[a.attnum] limit 1))
             order by a.attnum) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
     group by c.oid, c.relname order by c.relname`);
  return rows;
}

export type Constraint = {
  readonly table: string;
  readonly name: string;
  readonly kind: "p" | "u" | "c" | "f";
  readonly definition: string;
  readonly columns: readonly string[];
};

/** Those that any PostgreSQL understands: what rests on functions of ours is left out, and the data are the same without it. */
export async function selectConstraints(client: pg.Client): Promise<Constraint[]> {
  const { rows } = await client.query<Constraint>(`
    select c.relname as table, k.conname as name, k.contype as kind, pg_get_constraintdef(k.oid) as definition,
           array(select attname::text from pg_attribute where attrelid = c.oid and attnum = any(k.conkey)) as columns
      from pg_constraint k join pg_class c on c.oid = k.conrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and k.contype in ('p', 'u', 'c', 'f')
       and not exists (
         select from pg_depend d join pg_proc p on p.oid = d.refobjid and d.refclassid = 'pg_proc'::regclass
          where d.classid = 'pg_constraint'::regclass and d.objid = k.oid
            and p.pronamespace = 'public'::regnamespace)
     order by c.relname, array_position(array['p', 'u', 'c', 'f']::"char"[], k.contype), k.conname`);
  return rows;
}

/** What the audit log and the books are chained to. */
export async function selectChains(client: pg.Client): Promise<Chains> {
  const { rows } = await client.query<Chains>(
    `select audit_log() as "auditLog", ledger_name() as "ledgerName"`,
  );
  const [chains] = rows;
  if (chains === undefined) throw new Error("a query without a row");
  return chains;
}

/** Of more than so many the newest have to be left anew: a company has never so much to do. */
const WAITING_MAX = 100_000;

/** What the worker has still to do; what it gave up is no part of it. graphile-worker has no public way to ask this. */
export async function selectWaiting(client: pg.Client): Promise<WaitingJob[]> {
  const { rows } = await client.query<Omit<WaitingJob, "runAt"> & { readonly runAt: Date }>(
    `select t.identifier as name, j.payload, j.run_at as "runAt", j.key, j.job_queue_id is not null as "isLong"
       from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where j.attempts < j.max_attempts
      order by j.run_at, j.id limit $1`,
    [WAITING_MAX],
  );
  return rows.map((row) => ({ ...row, runAt: row.runAt.toISOString() }));
}

export async function selectCount(client: pg.Client, table: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*) as count from ${quotedName(table)}`,
  );
  return Number(rows[0]?.count ?? 0);
}

export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
