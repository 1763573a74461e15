import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import { createLog } from "#platform/log/log.ts";
import { testServerUrl } from "#platform/testing/server.ts";
import { createGate } from "./gate.ts";
import { createPools, type PoolLimits } from "./pools.ts";

const pools = (limits: PoolLimits) => {
  const all = createPools(limits, createLog("silent"));
  return { ...all, [Symbol.asyncDispose]: () => all.closeAll() };
};
const url = testServerUrl();

/** Works on a connection for a moment, and says how many there are then. */
const work = (pool: pg.Pool) => pool.query("select pg_sleep(0.01)");

test("all companies together never hold more connections than the cap, and everybody gets a turn", async () => {
  await using all = pools({ connectionsMax: 3 });
  let most = 0;
  const asked = Array.from({ length: 60 }, async (_, i) => {
    await work(all.open(`company ${i % 12}`, url));
    most = Math.max(most, all.counts().open);
  });
  await Promise.all(asked);
  assert(most <= 3, `${most} connections`);
});

test("a company that is always busy does not keep the others out", async () => {
  await using all = pools({ connectionsMax: 2 });
  const over = new AbortController();
  const busy = Array.from({ length: 8 }, async () => {
    while (!over.signal.aborted) await work(all.open("busy", url));
  });
  for (let i = 0; i < 5; i += 1) await work(all.open(`quiet ${i}`, url));
  over.abort();
  await Promise.all(busy);
});

test("one company never holds more than its share", async () => {
  await using all = pools({ connectionsMax: 20, perCompanyMax: 4 });
  let most = 0;
  await Promise.all(
    Array.from({ length: 30 }, async () => {
      await work(all.open("one", url));
      most = Math.max(most, all.counts().open);
    }),
  );
  assert(most <= 4, `${most} connections`);
});

test("after some quiet every connection is closed, and the company wakes up again", async () => {
  await using all = pools({ connectionsMax: 5, idleMs: 20 });
  await work(all.open("one", url));
  while (all.counts().open > 0) await wait(5);
  await work(all.open("one", url));
});

test("who cannot be served in time is told so, and the place is not lost", async () => {
  await using all = pools({ connectionsMax: 1, waitMs: 50 });
  const held = await all.open("one", url).connect();
  await assert.rejects(work(all.open("two", url)), /all 1 database connections were busy/);
  held.release();
  await work(all.open("two", url));
});

test("a connection that cannot be made gives its place back", async () => {
  await using all = pools({ connectionsMax: 1 });
  const wrong = new URL(url);
  wrong.pathname = "/there_is_no_such_database";
  for (let i = 0; i < 3; i += 1) await assert.rejects(work(all.open("wrong", wrong.href)));
  await work(all.open("right", url));
});

test("the gate lets in the one who came first", async () => {
  const gate = createGate(1, () => undefined);
  const first = await gate.enter(1_000);
  const order: number[] = [];
  const others = [1, 2, 3].map(async (who) => {
    const permit = await gate.enter(1_000);
    order.push(who);
    permit.giveBack();
    permit.giveBack();
  });
  first.giveBack();
  await Promise.all(others);
  assert.deepEqual(order, [1, 2, 3]);
  assert.deepEqual(gate.counts(), { open: 0, waiting: 0 });
});
