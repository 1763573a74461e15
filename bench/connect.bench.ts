import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { playStore, signatureOf } from "#modules/connect/fixtures/store.ts";
import type { Played } from "#modules/connect/fixtures/teller.ts";
import { urlFor } from "#platform/tenancy/names.ts";
import { type Kaunter, type Person, progress, withKaunter, withKaunterApart } from "./kaunter.ts";
import { type Line, openLine, requestOf } from "./line.ts";
import { quantile, type Row, row } from "./row.ts";

const CONNECTIONS = 32;
const ROUNDS = 3;
const ROUND_MS = 4_000;
const RATE = 500;
const STEADY_MS = 20_000;
const DRAINED_WITHIN_MS = 240_000;

/** What a store's webhooks cost: the door alone against bare inserts, a steady stream, and a flood worked off. */
export async function run(): Promise<Row[]> {
  const deliveries = storyOf(2_600);
  progress(`${deliveries.length} deliveries of ${Math.round(sizeOf(deliveries))} bytes`);
  const door = await withKaunterApart(async ({ as }) => {
    const store = await as("all", (kaunter) => connected(kaunter, "Kedai Pintu"));
    return as("api", (kaunter) => acknowledging(kaunter, store, deliveries));
  });
  return withKaunter(async (kaunter) => [
    door,
    await steady(kaunter, deliveries),
    await flood(kaunter, deliveries),
  ]);
}

/** A store's year and a half in its own order, bodies as large as real ones; big ones among them. */
const storyOf = (orders: number): Played[] => [
  ...playStore({
    platform: "woocommerce",
    seed: "bench",
    orders,
    customers: Math.round(orders / 4.5),
    until: new Date("2026-11-01T00:00:00Z"),
  }),
];

const sizeOf = (deliveries: readonly Played[]): number =>
  deliveries.reduce((sum, { body }) => sum + body.length, 0) / deliveries.length;

/**
 * The door beside 32 connections that insert the same bodies into a plain table of the same server, in turns. It is an
 * API process without a worker: what arrives is kept and not yet read, which is what a bare insert does.
 */
async function acknowledging(
  kaunter: Kaunter,
  store: Store,
  deliveries: readonly Played[],
): Promise<Row> {
  const requests = signed({ ...store, url: moved(store.url, kaunter.url) }, deliveries);
  const bodies = deliveries.map(({ body }) => body);
  const lines = await linesTo(kaunter.url);
  const plain = await plainTable(kaunter.databaseUrl);
  const door: number[] = [];
  const bare: number[] = [];
  const sendAt = (lane: number, i: number) => acknowledged(lines[lane] as Line, requests, i);
  const insertAt = (lane: number, i: number) =>
    plain.insert(lane, bodies[i % bodies.length] as Buffer);

  await flat(1_000, sendAt);
  await flat(1_000, insertAt);
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await flat(ROUND_MS, insertAt));
    door.push(await flat(ROUND_MS, sendAt));
    progress(`bare ${Math.round(bare.at(-1) ?? 0)}/s, door ${Math.round(door.at(-1) ?? 0)}/s`);
  }
  for (const line of lines) line.close();
  await plain.drop();

  const ratio = quantile(door, 0.5) / quantile(bare, 0.5);
  return row(
    "connect.acknowledged",
    `Webhooks acknowledged, 32 connections, to bare inserts (${Math.round(quantile(door, 0.5))}/s to ${Math.round(quantile(bare, 0.5))}/s)`,
    { goal: 0.8, result: ratio, unit: "×", better: "higher" },
  );
}

/** Deliveries at a steady pace, read as they come; each is timed from when it was due. */
async function steady(kaunter: Kaunter, deliveries: readonly Played[]): Promise<Row> {
  const store = await connected(kaunter, "Kedai Tetap");
  const requests = signed(store, deliveries);
  const idle = await linesTo(kaunter.url);
  const took: number[] = [];
  const underWay = new Set<Promise<void>>();
  const count = (RATE * STEADY_MS) / 1000;
  const began = performance.now();
  for (let sent = 0; sent < count; ) {
    const due = began + (sent / RATE) * 1000;
    if (performance.now() < due) {
      await wait(1);
      continue;
    }
    const line = idle.pop() ?? (await openLine(kaunter.url));
    const one: Promise<void> = acknowledged(line, requests, sent).then(() => {
      took.push(performance.now() - due);
      idle.push(line);
      underWay.delete(one);
    });
    underWay.add(one);
    sent += 1;
  }
  await Promise.all(underWay);
  progress(
    `at ${RATE}/s: half ${quantile(took, 0.5).toFixed(1)} ms, worst ${Math.max(...took).toFixed(0)} ms, ${idle.length} connections`,
  );
  for (const line of idle) line.close();
  await store.drained();
  return row("connect.p99", `Webhooks at ${RATE} a second for 20 s while they are read, p99`, {
    goal: 200,
    result: quantile(took, 0.99),
    unit: "ms",
    better: "lower",
  });
}

/** As fast as 32 connections deliver, until the last is in the books. Every kind is sent; orders are counted. */
async function flood(kaunter: Kaunter, deliveries: readonly Played[]): Promise<Row> {
  const store = await connected(kaunter, "Kedai Banjir");
  const requests = signed(store, deliveries);
  const ordersCount = deliveries.filter(({ topic }) => topic.startsWith("order.")).length;
  const lines = await linesTo(kaunter.url);
  const began = performance.now();
  let next = 0;
  await Promise.all(
    lines.map(async (line) => {
      for (let i = next++; i < requests.length; i = next++) await acknowledged(line, requests, i);
    }),
  );
  progress(`${requests.length} acknowledged in ${seconds(began)} s`);
  await store.drained();
  const elapsed = (performance.now() - began) / 1000;
  progress(
    `and read in ${elapsed.toFixed(1)} s, ${Math.round(requests.length / elapsed)}/s of all`,
  );
  for (const line of lines) line.close();
  return row(
    "connect.processed",
    "Orders' webhooks delivered and processed, first accepted to last in the books",
    { goal: 300, result: ordersCount / elapsed, unit: "orders/s", better: "higher" },
  );
}

type Store = {
  readonly url: string;
  readonly secret: string;
  /** Everything that was sent has been read. */
  drained(): Promise<void>;
};

async function connected(kaunter: Kaunter, name: string): Promise<Store> {
  const owner = await kaunter.signedUp(name);
  const at = "/api/connect/connections";
  const made = await owner.ask<{ url: string; secret: string }>("POST", at, {
    kind: "woocommerce",
    name,
  });
  const { url, secret } = made;
  return {
    url,
    secret,
    drained: () => drained(owner),
  };
}

async function drained(owner: Person): Promise<void> {
  const until = performance.now() + DRAINED_WITHIN_MS;
  while (performance.now() < until) {
    const { byState } = await owner.ask<{ byState: { waiting?: number; failed?: number } }>(
      "GET",
      "/api/connect/deliveries/count",
    );
    const { waiting = 0, failed = 0 } = byState;
    if (waiting === 0) {
      if (failed > 0) throw new Error(`${failed} deliveries could not be read`);
      return;
    }
    await wait(250);
  }
  throw new Error("the deliveries were not read in time");
}

/** The same address on the port that it has now. */
const moved = (address: string, url: string): string =>
  new URL(new URL(address).pathname, url).href;

const signed = (store: Pick<Store, "url" | "secret">, deliveries: readonly Played[]): Buffer[] =>
  deliveries.map(({ headers, body }) =>
    requestOf(store.url, { ...headers, ...signatureOf("woocommerce", store.secret, body) }, body),
  );

async function acknowledged(line: Line, requests: readonly Buffer[], i: number): Promise<void> {
  const status = await line.send(requests[i % requests.length] as Buffer);
  if (status !== 200) throw new Error(`a delivery was answered with ${status}`);
}

const linesTo = (url: string): Promise<Line[]> =>
  Promise.all(Array.from({ length: CONNECTIONS }, () => openLine(url)));

/** As often as it goes on 32 lanes for a while; answers how often a second. */
async function flat(
  forMs: number,
  work: (lane: number, i: number) => Promise<unknown>,
): Promise<number> {
  const began = performance.now();
  let done = 0;
  let next = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_none, lane) => {
      while (performance.now() - began < forMs) {
        await work(lane, next++);
        done += 1;
      }
    }),
  );
  return (done / (performance.now() - began)) * 1000;
}

/** A table that keeps a body and nothing else, on the same durable server. */
async function plainTable(databaseUrl: string) {
  const admin = new pg.Client(urlFor(databaseUrl, "postgres"));
  await admin.connect();
  await admin.query("create database bare");
  const clients = await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const client = new pg.Client(urlFor(databaseUrl, "bare"));
      await client.connect();
      return client;
    }),
  );
  await clients[0]?.query(`
    create table bodies (id bigint generated always as identity primary key,
                         received_at timestamptz not null default now(), body bytea not null)`);
  return {
    insert: (lane: number, body: Buffer) =>
      clients[lane]?.query({
        name: "insert",
        text: "insert into bodies (body) values ($1)",
        values: [body],
      }) ?? Promise.reject(new Error("no such lane")),
    drop: async () => {
      await Promise.all(clients.map((client) => client.end()));
      await admin.query("drop database bare");
      await admin.end();
    },
  };
}

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);
