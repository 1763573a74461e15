import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { Company } from "#platform/tenancy/companies.ts";
import { type Arrival, insertArrivals } from "./deliveries.sql.ts";
import { isOutage } from "./failures.ts";
import { PROCESS } from "./names.ts";

/** What became of an arrival: written and committed; not written because its connection changed; no room now. */
export type Fate = "kept" | "stale" | "full";

/** Writes arrivals down, those of one company that come together in one commit. */
export type Gathering = {
  take(company: Company, arrival: Arrival): Promise<Fate>;
  /** Whether so many are under way that each further microsecond at the door is one that all of them wait. */
  isRush(): boolean;
  /** Resolves when everything taken has been written. */
  close(): Promise<void>;
};

type Waiting = {
  readonly arrival: Arrival;
  resolve(fate: Fate): void;
  reject(error: unknown): void;
};
/** What of one company waits to be written, and who writes now, each under a number of its own. */
type Lane = { readonly waiting: Waiting[]; readonly writers: Map<number, Promise<void>> };

/** While one waits for the disk another prepares the next commit. A company has four connections: two stay for all else. */
const WRITERS_MAX = 2;
/** So many make a further commit worth its while. */
const ALONGSIDE_MIN = 8;

const BATCH_MAX = 256;
const BATCH_MAX_BYTES = 8 * 1024 * 1024;
/** Over all companies: what a process holds in memory before it says that it is full. */
const HELD_MAX = 8_000;
const HELD_MAX_BYTES = 96 * 1024 * 1024;

/**
 * While one batch commits, the next gathers: the busier the door, the more arrivals share a commit. Nothing waits for
 * company: a lone arrival is written at once.
 */
export function gathering(house: House): Gathering {
  const lanes = new Map<string, Lane>();
  let heldCount = 0;
  let heldBytes = 0;

  function take(company: Company, arrival: Arrival): Promise<Fate> {
    const isFull = heldCount >= HELD_MAX || heldBytes + arrival.body.length > HELD_MAX_BYTES;
    if (isFull) return Promise.resolve("full");
    heldCount += 1;
    heldBytes += arrival.body.length;
    const lane: Lane = lanes.get(company.id) ?? { waiting: [], writers: new Map() };
    lanes.set(company.id, lane);
    return new Promise((resolve, reject) => {
      lane.waiting.push({ arrival, resolve, reject });
      beginWriting(company, lane);
    });
  }

  function beginWriting(company: Company, lane: Lane): void {
    const { size } = lane.writers;
    if (size === WRITERS_MAX || !isWorthCommit(lane, size)) return;
    const writer = WRITERS.find((number) => !lane.writers.has(number)) ?? size;
    lane.writers.set(writer, writeAll(company, lane, writer));
  }

  async function writeAll(company: Company, lane: Lane, writer: number): Promise<void> {
    // What else arrived with the same read of the sockets joins the first batch.
    await new Promise((next) => setImmediate(next));
    while (lane.waiting.length > 0 && isWorthCommit(lane, lane.writers.size - 1))
      await writeBatch(company, nextBatch(lane), writer);
    lane.writers.delete(writer);
    if (lane.writers.size === 0) lanes.delete(company.id);
  }

  async function writeBatch(
    company: Company,
    batch: readonly Waiting[],
    writer: number,
  ): Promise<void> {
    try {
      await writeOrSplit(house, company, batch, writer);
    } finally {
      heldCount -= batch.length;
      heldBytes -= batch.reduce((sum, { arrival }) => sum + arrival.body.length, 0);
    }
  }

  return {
    take,
    isRush: () => heldCount >= ALONGSIDE_MIN,
    close: async () => {
      while (lanes.size > 0)
        await Promise.all([...lanes.values()].flatMap(({ writers }) => [...writers.values()]));
    },
  };
}

const WRITERS = Array.from({ length: WRITERS_MAX }, (_, number) => number);

const isWorthCommit = ({ waiting }: Lane, othersCount: number): boolean =>
  othersCount === 0 || waiting.length >= ALONGSIDE_MIN;

/** One that the database refuses must not take those beside it along. */
async function writeOrSplit(
  house: House,
  company: Company,
  batch: readonly Waiting[],
  writer: number,
): Promise<void> {
  try {
    settle(batch, await write(house, company, batch, writer));
  } catch (error) {
    if (batch.length > 1 && !isOutage(error)) await writeEach(house, company, batch, writer);
    else for (const { reject } of batch) reject(error);
  }
}

async function writeEach(
  house: House,
  company: Company,
  batch: readonly Waiting[],
  writer: number,
): Promise<void> {
  for (const one of batch) await writeOrSplit(house, company, [one], writer);
}

function settle(batch: readonly Waiting[], kept: ReadonlySet<string>): void {
  for (const { arrival, resolve } of batch) resolve(kept.has(arrival.id) ? "kept" : "stale");
}

function nextBatch(lane: Lane): Waiting[] {
  let bytes = 0;
  let count = 0;
  for (const { arrival } of lane.waiting) {
    bytes += arrival.body.length;
    if (count === BATCH_MAX || (count > 0 && bytes > BATCH_MAX_BYTES)) break;
    count += 1;
  }
  return lane.waiting.splice(0, count);
}

/** One statement, one commit: the deliveries, that they wait, and the job that will read them. */
async function write(
  house: House,
  company: Company,
  batch: readonly Waiting[],
  writer: number,
): Promise<ReadonlySet<string>> {
  const arrivals = batch.map(({ arrival }) => arrival);
  const { pool } = await house.companies.accessOf(company);
  await house.wakes.wake(company.id);
  const { ids, hasJob } = await insertArrivals(eachAlone(pool), arrivals, {
    name: PROCESS,
    // A key to each writer: with one for all, each would wait for the commit of the one before.
    key: `${PROCESS}.${writer}`,
  });
  if (hasJob) house.wakes.poke(company.id);
  const kept = new Set<string>(ids);
  const topics = ["connect.deliveries"];
  if (arrivals.some(({ isFirst }) => isFirst)) topics.push("connect.connections");
  if (kept.size > 0) house.live.publish(company.id, topics);
  return kept;
}
