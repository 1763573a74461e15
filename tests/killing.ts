import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import { createConnection } from "#modules/connect/connections/connections.actions.ts";
import { diceFor } from "#modules/connect/fixtures/dice.ts";
import { type Action, perform } from "#platform/actions/action.ts";
import { readConfig } from "#platform/config/config.ts";
import { transaction } from "#platform/db/db.ts";
import { buildHouse } from "#platform/house/build.ts";
import type { House } from "#platform/house/house.ts";
import { createLog } from "#platform/log/log.ts";
import { forgetPostgres } from "#platform/postgres/home.ts";
import { startPostgres } from "#platform/postgres/postgres.ts";
import { startKaunter } from "./running.ts";

const SENDERS = 12;
/** Long enough for the slowest machine; it is only ever waited for when something is lost. */
const SETTLED_WITHIN_MS = 180_000;

/**
 * Lets stores deliver to a real Kaunter on a PostgreSQL that syncs to disk, kills it with -9 at random moments, starts it
 * again, and counts: what was acknowledged is there, once, and so is its order; and the numbers add up.
 */
export async function killedWhileIngesting(kills: number, seed: string): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "kaunter-kill-"));
  const dice = diceFor(seed);
  let kaunter = await startKaunter(dir);
  const postgres = await startPostgres({ dir: join(dir, "postgres") });
  try {
    const store = await connectedStore(dir, postgres.url);
    const acknowledged = new Set<number>();
    let next = 1;
    for (let killed = 0; killed < kills; killed += 1) {
      const { url } = kaunter;
      const round = new AbortController();
      const senders = Array.from({ length: SENDERS }, async () => {
        while (!round.signal.aborted) {
          const id = next++;
          if (await isTaken(`${url}${store.path}`, store.secret, id)) acknowledged.add(id);
          else if (!round.signal.aborted) await wait(1);
        }
      });
      const enough = acknowledged.size + dice.between(0, 40);
      const until = performance.now() + 5_000;
      while (acknowledged.size < enough && performance.now() < until) await wait(1);
      await wait(dice.between(0, 30));
      await kaunter.kill();
      round.abort();
      await Promise.all(senders);
      kaunter = await startKaunter(dir);
    }
    await settled(store.pool);
    await assertAllOnce(store.pool, acknowledged);
    await store.close();
  } finally {
    await kaunter.stop();
    await postgres.stop();
    await forgetPostgres(join(dir, "postgres"));
    await rm(dir, { recursive: true, force: true });
  }
}

type Store = {
  readonly path: string;
  readonly secret: string;
  readonly pool: pg.Pool;
  close(): Promise<void>;
};

/** A company with one connection, made beside the running house. */
async function connectedStore(dir: string, databaseUrl: string): Promise<Store> {
  const config = readConfig({ KAUNTER_DIR: dir }, process.cwd());
  const { house, close } = await buildHouse(config, { databaseUrl, log: createLog("silent") });
  try {
    return { ...(await storeIn(house)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function storeIn(house: House): Promise<Omit<Store, "close">> {
  const company = await transaction(house.control, "read write", (control) =>
    house.companies.provision(control, {
      name: "Kedai",
      country: "MY",
      zone: "Asia/Kuala_Lumpur",
      currency: "MYR",
      region: "my-1",
      phone: null,
    }),
  );
  const access = await house.companies.accessOf(company);
  const caller = {
    access,
    actor: {
      kind: "system",
      id: null,
      name: "Test",
      permissions: new Set([createConnection.needs]),
    },
    request: { id: "test", ip: null, userAgent: null },
    now: new Date(),
  } as const;
  const { url, secret } = (await perform(
    createConnection as unknown as Extract<Action, { door: "company" }>,
    house,
    caller,
    { kind: "woocommerce", name: "Kedai" },
  )) as { url: string; secret: string };
  return { path: new URL(url).pathname, secret, pool: access.pool };
}

/** Whether the delivery was acknowledged. Nothing is sent twice: what was not acknowledged may be there or not. */
async function isTaken(url: string, secret: string, id: number): Promise<boolean> {
  const body = JSON.stringify(orderOf(id));
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-wc-webhook-topic": "order.created",
        "x-wc-webhook-signature": createHmac("sha256", secret).update(body).digest("base64"),
      },
      body,
    });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

function orderOf(id: number): object {
  return {
    id,
    number: `${id}`,
    status: "processing",
    currency: "MYR",
    total: `${id}.00`,
    date_created_gmt: "2026-11-01T03:00:00",
    date_modified_gmt: "2026-11-01T03:00:00",
    billing: { first_name: "Pelanggan", email: `pelanggan${id % 40}@example.my` },
    line_items: [
      { id, name: "Kopi", product_id: 5, quantity: 1, total: `${id}.00`, total_tax: "0.00" },
    ],
  };
}

async function settled(pool: pg.Pool): Promise<void> {
  const until = performance.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const { rows } = await pool.query(
      "select count(*)::int as waiting from delivery_results where state = 'waiting'",
    );
    if (rows[0].waiting === 0) return;
    assert.ok(performance.now() < until, `${rows[0].waiting} deliveries were never read`);
    await wait(50);
  }
}

async function assertAllOnce(pool: pg.Pool, acknowledged: ReadonlySet<number>): Promise<void> {
  const kept = await pool.query<{ name: string; state: string; count: number }>(`
    select summary->>'name' as name, state, count(*)::int as count from delivery_results group by 1, 2`);
  const orders = await pool.query<{ id: string; count: number; total: number }>(`
    select external_id as id, count(*)::int as count, sum(total_minor)::float8 as total from orders group by 1`);
  assert.deepEqual(
    kept.rows.filter(({ state, count }) => state !== "done" || count !== 1),
    [],
    "each delivery is there once and done",
  );
  const deliveries = new Set(kept.rows.map(({ name }) => Number(name)));
  const lost = [...acknowledged].filter((id) => !deliveries.has(id));
  assert.deepEqual(lost, [], "acknowledged and lost");
  assert.deepEqual(
    orders.rows.filter(({ id, count, total }) => count !== 1 || total !== Number(id) * 100),
    [],
    "each order is there once with its total",
  );
  assert.deepEqual(new Set(orders.rows.map(({ id }) => Number(id))), deliveries);

  const { rows } = await pool.query(`
    select (select sum(orders_count)::int from customers) as counted,
           (select count(*)::int from orders) as orders,
           (select sum(spent_minor)::float8 from customers) as spent,
           (select sum(net_minor)::float8 from orders) as net,
           (select count(*)::int from audit_entries where subject_type = 'order') as audited,
           (select count(*)::int from order_lines) as lines`);
  const [sums] = rows;
  assert.equal(sums.counted, sums.orders);
  assert.equal(sums.spent, sums.net);
  assert.equal(sums.audited, sums.orders);
  assert.equal(sums.lines, sums.orders);
  assert.ok(acknowledged.size > 0);
  process.stdout.write(`# ${acknowledged.size} acknowledged, ${sums.orders} orders\n`);
}
