import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import pg from "pg";
import { notFound, type Problem } from "#kernel/errors.ts";
import type { GatheringSocket } from "./socket.ts";
import { type Sql, toQuery } from "./sql.ts";

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, String);

/** One open transaction on one database: the only way to reach data. Column names arrive in camelCase. */
export type Db = {
  rows<Row>(statement: Sql): Promise<Row[]>;
  /** The one row, or a `not_found` problem named `<what>.not_found`. */
  one<Row>(statement: Sql, what: string): Promise<Row>;
  /** The row, or null. */
  maybe<Row>(statement: Sql): Promise<Row | null>;
  /** How many rows the statement touched. */
  run(statement: Sql): Promise<number>;
};

export type Mode = "read only" | "read write";

const PLANNED_ONCE = "set local plan_cache_mode = force_generic_plan";
const PLANNED_EACH_TIME = "set local plan_cache_mode = force_custom_plan";

/**
 * A write is planned once a connection: what it touches is found by ids, whose plan is the same for all, and PostgreSQL
 * would spend a quarter of its time on planning it anew.
 */
const BEGIN: Readonly<Record<Mode, string>> = {
  "read only": "begin read only",
  "read write": `begin read write; ${PLANNED_ONCE}`,
};

/**
 * Runs the work in one transaction. A unique violation, a serialization failure or a deadlock that the work did not
 * expect is thrown as it came. What only read is answered before its transaction has ended. `last` asks one statement,
 * which goes to the database together with the commit: when it fails, nothing is committed.
 */
export async function transaction<T>(
  pool: pg.Pool,
  mode: Mode,
  work: (db: Db) => Promise<T>,
  last?: (made: T) => Promise<void>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // Pools are pipelined: what is not waited for goes along with what follows.
    const begun = client.query(BEGIN[mode]);
    begun.catch(() => {});
    const db = dbOn(client, mode);
    const result = await work(db);
    if (mode === "read only" && last === undefined) {
      lingering(client, () => {
        client.query("commit").catch(() => {});
      });
      return result;
    }
    const ended = last?.(result);
    const [answer] = await Promise.all([client.query("commit"), begun, ended]);
    // Work that swallowed the failure of a statement ends here: PostgreSQL answers such a commit with a rollback, and no error.
    assert(answer.command === "COMMIT", `nothing was committed: ${answer.command}`);
    return result;
  } catch (error) {
    await client.query("rollback").catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** What was read is known before its transaction ends: the end goes along with what the connection is asked next. */
function lingering(client: pg.PoolClient, work: () => void): void {
  const { stream } = (client as unknown as { connection: { stream: Partial<GatheringSocket> } })
    .connection;
  if (stream.linger === undefined) work();
  else stream.linger(work);
}

/**
 * Each statement by itself, committed when it is answered: for a path so hot that the round trips around one statement
 * would cost more than the statement.
 */
export const eachAlone = (pool: pg.Pool): Db => dbOn(pool);

function dbOn(client: Pick<pg.ClientBase | pg.Pool, "query">, mode?: Mode): Db {
  const ask = async (statement: Sql) => {
    const isExcepted = mode === "read write" && statement.isPlannedEachTime === true;
    const aside = isExcepted ? client.query(PLANNED_EACH_TIME) : undefined;
    const asked = client.query(prepared(statement));
    const after = isExcepted ? client.query(PLANNED_ONCE) : undefined;
    await Promise.all([aside, asked, after]);
    return asked;
  };
  return {
    rows: async <Row>(statement: Sql) => rowsOf<Row>(await ask(statement)),
    one: async <Row>(statement: Sql, what: string) => {
      const [row] = rowsOf<Row>(await ask(statement));
      if (row === undefined) throw notFound(what);
      return row;
    },
    maybe: async <Row>(statement: Sql) => rowsOf<Row>(await ask(statement))[0] ?? null,
    run: async (statement) => (await ask(statement)).rowCount ?? 0,
  };
}

/** Statements are prepared once a connection, but for those that ask to be planned with their values. */
function prepared(statement: Sql): pg.QueryConfig {
  const { text, values: given } = toQuery(statement);
  const values = given.map(spelt);
  if (statement.isPlannedEachTime === true) return { text, values };
  let name = names.get(text);
  if (name === undefined) {
    name = createHash("sha256").update(text).digest("base64url");
    names.set(text, name);
  }
  return { name, text, values };
}
const names = new Map<string, string>();

/** A list of texts as PostgreSQL reads it. pg would do so too, in three times the time: felt where thousands go at once. */
function spelt(value: unknown): unknown {
  if (!Array.isArray(value) || !value.every(isTextOrNull)) return value;
  return `{${value.map((text) => (text === null ? "NULL" : `"${escaped(text)}"`)).join(",")}}`;
}
const isTextOrNull = (value: unknown): value is string | null =>
  typeof value === "string" || value === null;
const escaped = (text: string): string =>
  text.includes('"') || text.includes("\\") ? text.replace(/["\\]/g, "\\$&") : text;

function rowsOf<Row>(result: pg.QueryResult): Row[] {
  const keys = result.fields.map((field) => [field.name, camel(field.name)] as const);
  return result.rows.map((row: Record<string, unknown>) => {
    const out: Record<string, unknown> = {};
    for (const [from, to] of keys) out[to] = row[from];
    return out as Row;
  });
}

const camels = new Map<string, string>();
function camel(name: string): string {
  let known = camels.get(name);
  if (known === undefined) {
    known = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    camels.set(name, known);
  }
  return known;
}

/**
 * Waits for what was asked all at once, in the order in which the database answers. The first failure is the reason: what
 * came behind it only fell with it.
 */
export async function inTurn<const T extends readonly Promise<unknown>[]>(
  ...asked: T
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const answers = await Promise.allSettled(asked);
  const failed = answers.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  return Promise.all(asked) as Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>;
}

/** Whether the database refused because a unique index already holds the value. */
export const isTaken = (error: unknown, constraint?: string): boolean =>
  error instanceof pg.DatabaseError &&
  error.code === "23505" &&
  (constraint === undefined || error.constraint === constraint);

/** Whether the database gave up this transaction for another one's sake: a deadlock, or a snapshot that no longer holds. */
export const isBeaten = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && ["40P01", "40001"].includes(error.code ?? "");

/** Whether the database could not read a value as what its column is: no uuid, no such day, a number too large. */
export const isUnreadable = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && UNREADABLE.has(error.code ?? "");
const UNREADABLE = new Set(["22P02", "22003", "22007", "22008"]);

/** Turns a unique violation into a problem that a person can act on. */
export function takenAs(problem: Problem, constraint?: string): (error: unknown) => never {
  return (error) => {
    throw isTaken(error, constraint) ? problem : error;
  };
}
