import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { type TestCompany, testCompany, testHouse } from "#platform/testing/house.ts";
import { dayJobs } from "../../sales/days/days.jobs.ts";
import type { ConnectionId } from "../connections/connections.contract.ts";
import { playStore } from "../fixtures/store.ts";
import type { Played } from "../fixtures/teller.ts";
import { canonicalStateOf, hashOf } from "./canonical.testing.ts";
import { testStore } from "./test-store.ts";

const RUNS = Number(process.env["KAUNTER_TEST_RUNS"] ?? 6);
const CONNECTION = "0190a000-0000-7000-8000-000000000001" as ConnectionId;
const house = await testHouse();
after(() => house[Symbol.asyncDispose]());

for (const kind of ["woocommerce", "shopify"] as const) {
  const history = [
    ...playStore({
      platform: kind,
      seed: "arrival",
      customers: 9,
      orders: 24,
      products: 5,
      months: 3,
      bigOrderEvery: 0,
      until: new Date("2026-11-20T00:00:00Z"),
    }),
  ];

  test(`however a ${kind} store's ${history.length} deliveries are shuffled, repeated and read in between, the end is the same`, async () => {
    const asTold = await stateAfter(kind, history, []);
    assert.ok(Object.values(asTold).flat().length > history.length, "nothing was read");

    const all = history.map((_, at) => at);
    const arrival = fc.record({
      order: fc.shuffledSubarray(all, { minLength: all.length }),
      again: fc.subarray(all),
      // Where among all of them the repeated ones come, and where the house reads in between.
      seed: fc.nat(),
      readAt: fc.subarray(all, { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(arrival, async ({ order, again, seed, readAt }) => {
        const arrived = mixed(order, again, seed).map((at) => history[at] as Played);
        const state = await stateAfter(kind, arrived, readAt);
        for (const [table, rows] of Object.entries(asTold))
          assertSame(table, state[table] ?? [], rows);
        assert.equal(hashOf(state), hashOf(asTold));
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
}

/** Says the first rows that differ, not all that there are. */
function assertSame(table: string, actual: readonly string[], expected: readonly string[]): void {
  const only = actual.filter((row) => !expected.includes(row)).slice(0, 2);
  const missing = expected.filter((row) => !actual.includes(row)).slice(0, 2);
  assert.deepEqual({ table, only, missing }, { table, only: [], missing: [] });
}

async function stateAfter(
  kind: "woocommerce" | "shopify",
  arrived: readonly Played[],
  readAt: readonly number[],
): Promise<Record<string, string[]>> {
  const company = await testCompany(house);
  await using store = await testStore(house, company, kind, CONNECTION);
  for (const [at, { topic, headers, body }] of arrived.entries()) {
    assert.equal(await store.send(body, { topic, headers }), 200);
    if (!readAt.includes(at)) continue;
    await store.read();
    await rollUpDays(company);
  }
  await store.read();
  await rollUpDays(company);
  const { rows } = await company.access.pool.query(
    "select topic, state, reason, reason_path, reason_detail from delivery_results where state in ('failed', 'waiting')",
  );
  assert.deepEqual(rows, []);
  return canonicalStateOf(company.access.pool);
}

async function rollUpDays({ admin }: TestCompany): Promise<void> {
  for (const job of dayJobs) await job.run(house, admin, {} as never);
}

/** The repeated ones put in between, each at a place that the seed decides. */
function mixed(order: readonly number[], again: readonly number[], seed: number): number[] {
  const arrived = [...order];
  again.forEach((one, at) => {
    arrived.splice((seed * 31 + at * 7919) % (arrived.length + 1), 0, one);
  });
  return arrived;
}
