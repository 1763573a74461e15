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
  selectStateOf,
  selectTables,
  setSequence,
  type Table,
  type TableState,
  titleOf,
} from "#platform/backup/tables.sql.ts";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import {
  changedKeys,
  changedSince,
  deleteAmong,
  LOCK_WAIT_MS,
  type Moment,
  momentOf,
  rowsAmong,
  unwatchTables,
  type Watched,
  watchTables,
} from "./capturing.ts";
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
  readonly tables: number;
  readonly rows: number;
  /** For so long nobody could write, up to the moment before the switch. */
  readonly pausedSince: number;
};

/** Both ends of a move, as admin of each. */
type Ends = { readonly from: pg.Client; readonly there: pg.Client };

/** How far the copy is: everything that was committed before that moment is in it. */
type Copy = { readonly watched: readonly Watched[]; readonly as: Moment };

/**
 * Copies a database to another server under the same name, and calls `switchOver` while nobody can write and both sides are
 * equal. While work goes on everything is copied, then what was written meanwhile, and every table of both sides is counted
 * and hashed as of one moment. Only what was written after that is left for when writing waits, and is compared row by
 * row: so the wait does not grow with the company. Where it would be longer than `pauseMaxMs`, it lets go and changes nothing.
 */
export async function moveDatabase(
  at: { readonly from: Workshop; readonly to: Workshop },
  database: string,
  password: string,
  pauseMaxMs: number,
  switchOver: (copied: Copied) => Promise<void>,
  onStep: (step: string) => void | Promise<void>,
): Promise<void> {
  const { from, to } = at;
  await onStep("make");
  const migrations = await withAdmin(from.serverUrl, database, selectMigrations);
  await makeTables(to, database, migrations);
  await withAdmin(to.serverUrl, "postgres", (client) => letIn(client, database, password));
  await withAdmin(from.serverUrl, database, (source) =>
    withAdmin(to.serverUrl, database, async (there) => {
      const ends = { from: source, there };
      for (const client of [source, there]) await client.query(`${PLAIN_TEXT}; ${PATIENT}`);
      await onStep("watch");
      const tables = await selectTables(source);
      const watched = await watchTables(source, tables);
      await onStep("copy");
      const guards = await clearTables(there, tables);
      const first = await copyAll(ends, watched);
      for (const { redo } of guards.filter(isIndex)) await there.query(redo);
      await there.query("analyze");
      const near = await catchUp(ends, first, pauseMaxMs);
      await onStep("compare");
      const { rows, copy } = await compareAll(ends, near);
      const last = await catchUp(ends, copy, pauseMaxMs);
      await onStep("pause");
      const pausedSince = await holdWriters(source, tables, pauseMaxMs);
      const written = await carryLast(ends, last, migrations, pausedSince + pauseMaxMs);
      await onStep("rest");
      await finishTables(there, guards, tables);
      refuseLate(pausedSince + pauseMaxMs);
      await closeDatabase(from, database, source);
      await onStep("switch");
      await switchOver({ tables: tables.length, rows: rows + written, pausedSince });
      await onStep("open");
      await source.query("rollback").catch(() => undefined);
    }),
  );
  await validate(to, database);
}

/** One end waits while the other is at work, for longer than a server lets others do nothing. */
const PATIENT = "set idle_in_transaction_session_timeout to 0; set statement_timeout to 0";

/** Nothing is in the way of rows that come in, in whatever order. */
async function clearTables(there: pg.Client, tables: readonly Table[]): Promise<readonly Guard[]> {
  const guards = await selectGuards(there);
  for (const { undo } of guards) await there.query(undo);
  for (const table of tables) {
    await there.query(`alter table ${quotedTable(table)} disable trigger user`);
    await there.query(`truncate ${quotedTable(table)}`);
  }
  return guards;
}

/** Everything as of one moment, while work goes on. */
const copyAll = (ends: Ends, watched: readonly Watched[]): Promise<Copy> =>
  atOneMoment(ends.from, async (as) => {
    for (const { table } of watched)
      await carry(ends, `${quotedTable(table)} (${quotedColumns(table)})`, table);
    return { watched, as };
  });

/** Whoever writes more than this carries over is not caught up with. */
const ROUNDS_MAX = 20;

/** Carries over what was written meanwhile, until so little is left that the rest takes a moment only. */
async function catchUp(ends: Ends, copy: Copy, pauseMaxMs: number): Promise<Copy> {
  let reached = copy;
  for (let round = 1; round <= ROUNDS_MAX; round += 1) {
    const began = performance.now();
    reached = await atOneMoment(ends.from, async (as) => {
      await carryChanges(ends, reached);
      return { ...reached, as };
    });
    if (performance.now() - began < pauseMaxMs / 4) return reached;
  }
  throw new NotMoved(
    "More is written than can be carried over meanwhile: try when less is going on, or allow a longer wait with --pause-max SECONDS.",
  );
}

/** Every table of both sides as of one moment, by count and hash. What changes meanwhile is carried over after that. */
const compareAll = (ends: Ends, copy: Copy): Promise<{ rows: number; copy: Copy }> =>
  atOneMoment(ends.from, async (as) => {
    await carryChanges(ends, copy);
    let rows = 0;
    for (const { table } of copy.watched) {
      const [original, copied] = await Promise.all([
        selectState(ends.from, table),
        selectState(ends.there, table),
      ]);
      refuseDifferent(table, original, copied);
      rows += original.rows;
    }
    return { rows, copy: { ...copy, as } };
  });

/** Nobody writes any more: what was written since is carried over and compared. Answers how many rows more there are now. */
async function carryLast(
  ends: Ends,
  copy: Copy,
  migrations: readonly number[],
  until: number,
): Promise<number> {
  const now = await selectMigrations(ends.from);
  if (now.length !== migrations.length)
    throw new NotMoved("Its database was brought forward meanwhile: try again.");
  const more = await carryChanges(ends, copy, (table, original, copied) => {
    refuseDifferent(table, original, copied);
    refuseLate(until);
  });
  for (const sequence of await selectSequences(ends.from)) await setSequence(ends.there, sequence);
  refuseLate(until);
  return more;
}

type OnRows = (table: Table, original: TableState, copied: TableState) => void;

/** The rows that were written after the copy's moment, as they are now. Answers how many more there are. */
async function carryChanges(ends: Ends, copy: Copy, compared?: OnRows): Promise<number> {
  const { from, there } = ends;
  let more = 0;
  for (const one of await changedSince(from, copy.watched, copy.as)) {
    const { table, key } = one;
    const changed = changedKeys(one, copy.as);
    const keys = { schema: "pg_temp", name: "moved_keys", columns: key };
    await there.query("begin");
    await there.query(
      `create temp table moved_keys on commit drop as select ${quotedColumns(keys)} from ${quotedTable(table)} with no data`,
    );
    await carry(ends, `(${changed})`, keys);
    await there.query("analyze moved_keys");
    const gone = await there.query(deleteAmong(one, "select * from moved_keys"));
    await carry(ends, `(${rowsAmong(one, changed)})`, table);
    if (compared !== undefined) {
      const original = await selectStateOf(from, table, rowsAmong(one, changed));
      const copied = await selectStateOf(there, table, rowsAmong(one, "select * from moved_keys"));
      compared(table, original, copied);
      more += copied.rows - (gone.rowCount ?? 0);
    }
    await there.query("commit");
  }
  return more;
}

function refuseDifferent(table: Table, original: TableState, copied: TableState): void {
  if (copied.hash !== original.hash || copied.rows !== original.rows)
    throw new NotMoved(`${titleOf(table)} is not the same on both sides.`);
}

function refuseLate(until: number): void {
  if (performance.now() > until)
    throw new NotMoved(
      "It would have kept everybody from writing for too long: allow more with --pause-max SECONDS, or try when less is going on.",
    );
}

/** Reads of one moment, which it is told; work goes on beside it. */
async function atOneMoment<T>(from: pg.Client, work: (as: Moment) => Promise<T>): Promise<T> {
  await from.query("begin isolation level repeatable read read only");
  // By the key, one after the other: what is said of a table that was just filled would have it read whole.
  await from.query("set local enable_hashjoin to off; set local enable_mergejoin to off");
  const done = await work(await momentOf(from));
  await from.query("commit");
  return done;
}

/** Waits for whoever writes to end, and keeps the next from beginning; reading goes on. Answers since when. */
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
      await from.query("set local enable_hashjoin to off; set local enable_mergejoin to off");
      return since;
    } catch (error) {
      await from.query("rollback");
      if ((error as { code?: string }).code !== "55P03") throw error;
      if (since - first > pauseMaxMs)
        throw new NotMoved("Somebody writes without an end: try when less is going on.");
    }
  }
}

/** Foreign keys hold from now on; that they held of what was copied is looked at after the switch. */
async function finishTables(
  there: pg.Client,
  guards: readonly Guard[],
  tables: readonly Table[],
): Promise<void> {
  const keys = guards.filter((guard) => !isIndex(guard)).map(({ redo }) => `${redo} not valid`);
  const triggers = tables.map((table) => `alter table ${quotedTable(table)} enable trigger user`);
  // Whoever worked on a job was cut off: it is done again, there.
  const jobs = `select graphile_worker.force_unlock_workers(array(
       select distinct locked_by from graphile_worker._private_jobs where locked_by is not null))`;
  await there.query([...keys, ...triggers, jobs].join(";\n"));
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

/** A move that was not finished: the company goes on where it was, and nobody watches it any more. */
export async function openAgain(from: Workshop, database: string): Promise<void> {
  const isThere = await withAdmin(from.serverUrl, "postgres", async (client) => {
    if (!(await databaseExists(client, database))) return false;
    await client.query(`alter database ${quoted(database)} with allow_connections true`);
    return true;
  });
  if (isThere) await withAdmin(from.serverUrl, database, unwatchTables);
}

/** What was checked after the switch when whoever did it died in between. */
export const finishMove = validate;

/** What one side finds (`copy … to`), into a table of the other. */
async function carry({ from, there }: Ends, found: string, into: Table): Promise<void> {
  const copy = beginCopy(there, into);
  const rows = from.query(copyTo(`copy ${found} to stdout`));
  for await (const chunk of rows as AsyncIterable<Buffer>) await copy.write(chunk);
  await copy.end();
}

const isIndex = ({ undo }: Guard): boolean => undo.startsWith("drop index");
