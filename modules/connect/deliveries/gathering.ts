import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { insertBatch } from "./batches.sql.ts";
import { batchOf } from "./batches.ts";
import type { Arrival } from "./deliveries.sql.ts";
import type { Known } from "./knowing.ts";
import { PROCESS } from "./names.ts";

/** What became of an arrival: written and committed; not written because its connection changed; no room now. */
export type Fate = "kept" | "stale" | "full";

/** Writes arrivals down, those of one connection that come together in one row. */
export type Gathering = {
  take(who: Known, arrival: Arrival): Promise<Fate>;
  /** Resolves when everything taken has been written. */
  close(): Promise<void>;
};

type Waiting = {
  readonly who: Known;
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

  function take(who: Known, arrival: Arrival): Promise<Fate> {
    const isFull = heldCount >= HELD_MAX || heldBytes + arrival.body.length > HELD_MAX_BYTES;
    if (isFull) return Promise.resolve("full");
    heldCount += 1;
    heldBytes += arrival.body.length;
    const { id } = who.company;
    const lane: Lane = lanes.get(id) ?? { waiting: [], writers: new Map() };
    lanes.set(id, lane);
    return new Promise((resolve, reject) => {
      lane.waiting.push({ who, arrival, resolve, reject });
      beginWriting(id, lane);
    });
  }

  function beginWriting(companyId: string, lane: Lane): void {
    const { size } = lane.writers;
    if (size === WRITERS_MAX || !isWorthCommit(lane, size)) return;
    const writer = WRITERS.find((number) => !lane.writers.has(number)) ?? size;
    lane.writers.set(writer, writeAll(companyId, lane, writer));
  }

  async function writeAll(companyId: string, lane: Lane, writer: number): Promise<void> {
    // What else arrived with the same read of the sockets joins the first batch.
    await new Promise((next) => setImmediate(next));
    while (lane.waiting.length > 0 && isWorthCommit(lane, lane.writers.size - 1))
      await writeBatch(nextBatch(lane), writer);
    lane.writers.delete(writer);
    if (lane.writers.size === 0) lanes.delete(companyId);
  }

  async function writeBatch(batch: readonly Waiting[], writer: number): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    try {
      const arrivals = batch.map(({ arrival }) => arrival);
      const fate = await write(house, first.who, arrivals, writer);
      for (const { resolve } of batch) resolve(fate);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      heldCount -= batch.length;
      heldBytes -= batch.reduce((sum, { arrival }) => sum + arrival.body.length, 0);
    }
  }

  return {
    take,
    close: async () => {
      while (lanes.size > 0)
        await Promise.all([...lanes.values()].flatMap(({ writers }) => [...writers.values()]));
    },
  };
}

const WRITERS = Array.from({ length: WRITERS_MAX }, (_, number) => number);

const isWorthCommit = ({ waiting }: Lane, othersCount: number): boolean =>
  othersCount === 0 || waiting.length >= ALONGSIDE_MIN;

/** The next ones of one connection as the door knew it; the others keep their places. */
function nextBatch({ waiting }: Lane): Waiting[] {
  const batch: Waiting[] = [];
  const others: Waiting[] = [];
  let bytes = 0;
  for (const one of waiting.splice(0)) {
    const { length } = one.arrival.body;
    const hasRoom = batch.length < BATCH_MAX && bytes + length <= BATCH_MAX_BYTES;
    if (batch[0] !== undefined && !(hasRoom && isSame(one.who, batch[0].who))) others.push(one);
    else {
      batch.push(one);
      bytes += length;
    }
  }
  waiting.push(...others);
  return batch;
}

const isSame = ({ connection: one }: Known, { connection: other }: Known): boolean =>
  one.id === other.id && one.doorVersion === other.doorVersion;

/** One row, one commit: the deliveries, and the job that will take them into the log and read them. */
async function write(
  house: House,
  { company, connection, sealer }: Known,
  arrivals: readonly Arrival[],
  writer: number,
): Promise<Fate> {
  const { pool } = await house.companies.accessOf(company);
  await house.wakes.wake(company.id);
  const batch = batchOf(sealer, connection, arrivals);
  const isKept = await insertBatch(eachAlone(pool), batch, {
    name: PROCESS,
    // A key to each writer: with one for all, each would wait for the commit of the one before.
    key: `${PROCESS}.${writer}`,
  });
  if (!isKept) return "stale";
  house.wakes.poke(company.id);
  return "kept";
}
