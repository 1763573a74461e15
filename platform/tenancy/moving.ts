import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { beginCopy, makeTables } from "#platform/backup/restoring.ts";
import {
  type Guard,
  PLAIN_TEXT,
  quotedColumns,
  quotedTable,
  selectGuards,
  selectMigrations,
  selectSequences,
  selectState,
  selectTables,
  setSequence,
  type Table,
  type TableState,
} from "#platform/backup/tables.sql.ts";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import { letIn, type Workshop } from "./clones.ts";
import { quoted } from "./names.ts";
import { databaseExists, withAdmin } from "./server.ts";

/** The company stays where it is. The message says why, for the operator. */
export class NotMoved extends Error {
  override readonly name = "NotMoved";
}

/** Processes forget where a company was when they hear of it here. */
export const MOVED = "kaunter_moved";

/** In the transaction that says so: whoever hears of it finds it done. */
export async function markCluster(control: Db, companyId: string, cluster: string): Promise<void> {
  await control.run(sql`
    update companies set cluster = ${cluster}, updated_at = now() where id = ${companyId}`);
  await control.rows(sql`select pg_notify(${MOVED}, ${companyId})`);
}

export type Copied = {
  readonly states: readonly TableState[];
  /** For so long nobody could write, up to the moment before the switch. */
  readonly pausedSince: number;
};

/** Both ends of a move, as admin of each. */
type Ends = { readonly from: pg.Client; readonly there: pg.Client };

/**
 * Copies a database to another server under the same name, and calls `switchOver` while nobody can write and every table is
 * equal on both sides, by count and hash. First everything is copied while work goes on; then writing waits, and the tables
 * that changed meanwhile are copied once more. When that takes longer than `pauseMaxMs`, it lets go and changes nothing.
 */
export async function moveDatabase(
  at: { readonly from: Workshop; readonly to: Workshop },
  database: string,
  password: string,
  pauseMaxMs: number,
  switchOver: (copied: Copied) => Promise<void>,
  onStep: (step: string) => void,
): Promise<void> {
  const { from, to } = at;
  onStep("make");
  const migrations = await withAdmin(from.serverUrl, database, selectMigrations);
  await makeTables(to, database, migrations);
  await withAdmin(to.serverUrl, "postgres", (client) => letIn(client, database, password));
  await withAdmin(from.serverUrl, database, (source) =>
    withAdmin(to.serverUrl, database, async (there) => {
      const ends = { from: source, there };
      for (const client of [source, there]) await client.query(PLAIN_TEXT);
      onStep("copy");
      const { tables, states, guards } = await copyOnce(ends, pauseMaxMs);
      onStep("pause");
      const copied = await copyLast(ends, tables, states, pauseMaxMs);
      onStep("rest");
      await finishTables(there, guards, tables);
      await closeDatabase(from, database, source);
      onStep("switch");
      await switchOver(copied);
      onStep("open");
      await source.query("rollback").catch(() => undefined);
    }),
  );
  await validate(to, database);
}

/** Everything as of one moment, while work goes on. */
async function copyOnce({ from, there }: Ends, pauseMaxMs: number) {
  const tables = await selectTables(from);
  const guards = await selectGuards(there);
  for (const { undo } of guards) await there.query(undo);
  for (const table of tables) {
    await there.query(`alter table ${quotedTable(table)} disable trigger user`);
    await there.query(`truncate ${quotedTable(table)}`);
  }
  await from.query("begin isolation level repeatable read read only");
  const states = new Map<string, TableState>();
  const began = performance.now();
  for (const table of tables) states.set(nameOf(table), await selectState(from, table));
  const lookMs = performance.now() - began;
  if (lookMs > pauseMaxMs * 0.8)
    throw new NotMoved(
      `Comparing it takes ${Math.ceil(lookMs)} ms, and for longer than that nothing could be written: allow it with --pause-max SECONDS.`,
    );
  for (const table of tables) await copyTable({ from, there }, table);
  await from.query("commit");
  for (const { redo } of guards.filter(isIndex)) await there.query(redo);
  await there.query("analyze");
  return { tables, states, guards };
}

/**
 * Nobody writes from here on; reading goes on. What is waited for is given up in time, and whoever waited writes on as if
 * nothing had been.
 */
async function copyLast(
  ends: Ends,
  tables: readonly Table[],
  before: ReadonlyMap<string, TableState>,
  pauseMaxMs: number,
): Promise<Copied> {
  const { from, there } = ends;
  const pausedSince = await holdWriters(from, tables, pauseMaxMs);
  const refuseLate = () => {
    if (performance.now() - pausedSince > pauseMaxMs)
      throw new NotMoved(
        `It would have kept everybody from writing for longer than ${pauseMaxMs} ms: allow more with --pause-max SECONDS, or try when less is going on.`,
      );
  };
  const states: TableState[] = [];
  for (const table of tables) {
    const now = await selectState(from, table);
    states.push(now);
    if (now.hash === before.get(nameOf(table))?.hash) continue;
    await there.query(`truncate ${quotedTable(table)}`);
    await copyTable(ends, table);
    refuseLate();
  }
  for (const sequence of await selectSequences(from)) await setSequence(there, sequence);
  await compare(there, tables, states, refuseLate);
  return { states, pausedSince };
}

/** Shorter than PostgreSQL's own look for deadlocks: of two who wait for each other we are the one to let go. */
const LOCK_WAIT_MS = 400;

/** Waits for whoever writes to end, and keeps the next from beginning. Answers since when. */
async function holdWriters(
  from: pg.Client,
  tables: readonly Table[],
  pauseMaxMs: number,
): Promise<number> {
  const first = performance.now();
  for (;;) {
    const since = performance.now();
    await from.query("begin");
    try {
      await from.query(`set local lock_timeout to ${LOCK_WAIT_MS}`);
      await from.query(`lock table ${tables.map(quotedTable).join(", ")} in exclusive mode`);
      return since;
    } catch (error) {
      await from.query("rollback");
      if ((error as { code?: string }).code !== "55P03") throw error;
      if (since - first > pauseMaxMs)
        throw new NotMoved("Somebody writes without an end: try when less is going on.");
    }
  }
}

/** Looks through every table of the copy: what it says itself, and not what was sent. */
async function compare(
  there: pg.Client,
  tables: readonly Table[],
  states: readonly TableState[],
  refuseLate: () => void,
): Promise<void> {
  for (const [i, table] of tables.entries()) {
    const copy = await selectState(there, table);
    const original = states[i];
    if (copy.hash !== original?.hash || copy.rows !== original.rows)
      throw new NotMoved(`${nameOf(table)} is not the same on both sides.`);
    refuseLate();
  }
}

/** Foreign keys hold from now on; that they held of what was copied is looked at after the switch. */
async function finishTables(
  there: pg.Client,
  guards: readonly Guard[],
  tables: readonly Table[],
): Promise<void> {
  for (const { redo } of guards.filter((guard) => !isIndex(guard)))
    await there.query(`${redo} not valid`);
  for (const table of tables)
    await there.query(`alter table ${quotedTable(table)} enable trigger user`);
  // Whoever worked on a job was cut off: it is done again, there.
  await there.query(
    `select graphile_worker.force_unlock_workers(array(
       select distinct locked_by from graphile_worker._private_jobs where locked_by is not null))`,
  );
}

async function validate(to: Workshop, database: string): Promise<void> {
  await withAdmin(to.serverUrl, database, async (client) => {
    const { rows } = await client.query<{ validate: string }>(
      `select format('alter table %s validate constraint %I', conrelid::regclass, conname) as validate
         from pg_constraint where not convalidated`,
    );
    for (const row of rows) await client.query(row.validate);
  });
}

/** Nobody comes in any more, and whoever is in goes; but for the one that holds everybody up. */
async function closeDatabase(from: Workshop, database: string, held: pg.Client): Promise<void> {
  const { rows } = await held.query<{ pid: number }>("select pg_backend_pid() as pid");
  await withAdmin(from.serverUrl, "postgres", async (client) => {
    await client.query(`alter database ${quoted(database)} with allow_connections false`);
    await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> $2",
      [database, rows[0]?.pid],
    );
  });
}

/** A move that was not finished: the company goes on where it was. */
export async function openAgain(from: Workshop, database: string): Promise<void> {
  await withAdmin(from.serverUrl, "postgres", async (client) => {
    if (await databaseExists(client, database))
      await client.query(`alter database ${quoted(database)} with allow_connections true`);
  });
}

/** What was checked after the switch when whoever did it died in between. */
export const finishMove = validate;

async function copyTable({ from, there }: Ends, table: Table): Promise<void> {
  const copy = beginCopy(there, table);
  const rows = from.query(copyTo(`copy ${quotedTable(table)} (${quotedColumns(table)}) to stdout`));
  for await (const chunk of rows as AsyncIterable<Buffer>) await copy.write(chunk);
  await copy.end();
}

const isIndex = ({ undo }: Guard): boolean => undo.startsWith("drop index");
const nameOf = ({ schema, name }: Table): string => `${schema}.${name}`;
