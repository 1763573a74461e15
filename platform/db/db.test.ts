import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { testServerUrl } from "#platform/testing/server.ts";
import { transaction } from "./db.ts";
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
