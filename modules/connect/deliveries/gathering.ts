import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { noteHeard } from "../connections/connections.ts";
import { type Arrival, insertArrivals } from "./deliveries.sql.ts";
import { isOutage } from "./failures.ts";

/** What became of an arrival: written and committed; not written because its connection changed; no room now. */
export type Fate = "kept" | "stale" | "full";

/** Writes arrivals down, those of one company that come together in one commit. */
export type Gathering = {
  take(companyId: string, arrival: Arrival): Promise<Fate>;
  /** Resolves when everything taken has been written. */
  close(): Promise<void>;
};

type Waiting = {
  readonly arrival: Arrival;
  resolve(fate: Fate): void;
  reject(error: unknown): void;
};
type Lane = { waiting: Waiting[]; writing: Promise<void> | null };

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

  function take(companyId: string, arrival: Arrival): Promise<Fate> {
    const isFull = heldCount >= HELD_MAX || heldBytes + arrival.body.length > HELD_MAX_BYTES;
    if (isFull) return Promise.resolve("full");
    heldCount += 1;
    heldBytes += arrival.body.length;
    const lane = lanes.get(companyId) ?? { waiting: [], writing: null };
    lanes.set(companyId, lane);
    return new Promise((resolve, reject) => {
      lane.waiting.push({ arrival, resolve, reject });
      lane.writing ??= writeAll(companyId, lane);
    });
  }

  async function writeAll(companyId: string, lane: Lane): Promise<void> {
    // What else arrived with the same read of the sockets joins the first batch.
    await new Promise((next) => setImmediate(next));
    while (lane.waiting.length > 0) await writeBatch(companyId, nextBatch(lane));
    lane.writing = null;
    lanes.delete(companyId);
  }

  async function writeBatch(companyId: string, batch: readonly Waiting[]): Promise<void> {
    try {
      await writeOrSplit(companyId, batch);
    } finally {
      heldCount -= batch.length;
      heldBytes -= batch.reduce((sum, { arrival }) => sum + arrival.body.length, 0);
    }
  }

  /** One that the database refuses must not take those beside it along. */
  async function writeOrSplit(companyId: string, batch: readonly Waiting[]): Promise<void> {
    const arrivals = batch.map(({ arrival }) => arrival);
    const kept = await write(house, companyId, arrivals).catch((error: Error) => error);
    if (!(kept instanceof Error))
      for (const { arrival, resolve } of batch) resolve(kept.has(arrival.id) ? "kept" : "stale");
    else if (batch.length > 1 && !isOutage(kept)) await writeEach(companyId, batch);
    else for (const { reject } of batch) reject(kept);
  }

  async function writeEach(companyId: string, batch: readonly Waiting[]): Promise<void> {
    for (const one of batch) await writeOrSplit(companyId, [one]);
  }

  return {
    take,
    close: async () => {
      while (lanes.size > 0) await Promise.all([...lanes.values()].map(({ writing }) => writing));
    },
  };
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

/** One transaction: the deliveries, that they wait, and the job that will read them. */
async function write(
  house: House,
  companyId: string,
  arrivals: readonly Arrival[],
): Promise<ReadonlySet<string>> {
  const access = await house.companies.access(companyId);
  if (access === null) return new Set();
  const caller: Caller = {
    access,
    actor: DOOR,
    request: { id: arrivals[0]?.id ?? "", ip: null, userAgent: null },
    now: house.now(),
  };
  const { output, topics, leftJobs } = await inCompany(
    house,
    caller,
    DOOR.name,
    "read write",
    async (ctx) => {
      const kept = new Set<string>(await insertArrivals(ctx.db, arrivals));
      const heard = arrivals.filter(({ id, isFirst }) => isFirst && kept.has(id));
      if (heard.length > 0) {
        const ids = [...new Set(heard.map(({ connectionId }) => connectionId))];
        if (await noteHeard(ctx.db, ids, ctx.now)) ctx.tell("connect.connections");
      }
      if (kept.size > 0) ctx.tell("connect.deliveries");
      if (arrivals.some(({ id, failure }) => failure === null && kept.has(id)))
        await ctx.later(PROCESS, {}, { key: PROCESS });
      return kept;
    },
  );
  afterCommit(house, caller, topics, leftJobs);
  return output;
}

const PROCESS = "connect.deliveries.process";
const DOOR = {
  kind: "system",
  id: null,
  name: "connect.deliveries.receive",
  permissions: new Set<string>(),
} as const;
