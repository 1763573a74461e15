import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { testServerUrl } from "#platform/testing/server.ts";
import { transaction } from "./db.ts";
import { gatheringSocket } from "./socket.ts";
import { sql } from "./sql.ts";

async function withPool(work: (pool: pg.Pool) => Promise<void>): Promise<void> {
  const pool = new pg.Pool({ connectionString: testServerUrl(), max: 1 });
  try {
    await work(pool);
  } finally {
    await pool.end();
  }
}

test("work that swallows the failure of a statement is told that nothing was committed", () =>
  withPool(async (pool) => {
    const swallowing = transaction(pool, "read write", async (db) => {
      await db.run(sql`select 1 / 0`).catch(() => undefined);
      return "done";
    });
    await assert.rejects(swallowing, /nothing was committed: ROLLBACK/);
    // The connection is whole: the next transaction has it.
    assert.equal(
      await transaction(pool, "read write", async (db) => (await db.rows(sql`select 1`)).length),
      1,
    );
  }));

test("what fails within the work is thrown as it came", () =>
  withPool(async (pool) => {
    const failing = transaction(pool, "read write", (db) => db.run(sql`select 1 / 0`));
    await assert.rejects(failing, /division by zero/);
  }));

test("a transaction that only read ends by itself, before anything else that its connection is asked", async () => {
  const pool = new pg.Pool({
    connectionString: testServerUrl(),
    max: 1,
    pipeline: true,
    stream: gatheringSocket,
  });
  const other = new pg.Pool({ connectionString: testServerUrl(), max: 1 });
  const stateOf = async (pid: number) => {
    const { rows } = await other.query("select state from pg_stat_activity where pid = $1", [pid]);
    return rows[0]?.state as string;
  };
  try {
    const read = () =>
      transaction(pool, "read only", (db) =>
        db.one<{ pid: number }>(sql`select pg_backend_pid() as pid`, "pid"),
      );
    const { pid } = await read();
    while ((await stateOf(pid)) !== "idle");
    await read();
    // At once, on the same connection: what was left open would refuse to write.
    const written = await transaction(pool, "read write", (db) =>
      db.rows(sql`create temporary table kept as select pg_backend_pid() as pid`),
    );
    assert.equal(written.length, 0);
    const failing = transaction(pool, "read only", (db) => db.run(sql`select 1 / 0`));
    await assert.rejects(failing, /division by zero/);
    assert.equal((await read()).pid, pid);
  } finally {
    await Promise.all([pool.end(), other.end()]);
  }
});
