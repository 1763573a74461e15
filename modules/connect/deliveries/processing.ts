import assert from "node:assert/strict";
import { setTimeout as pause, setImmediate as turn } from "node:timers/promises";
import { Problem } from "#kernel/errors.ts";
import { showId } from "#kernel/ids.ts";
import { bindRollUps, gatherRollUps } from "#modules/crm/crm.public.ts";
import { bindTimeline, gatherTimeline } from "#modules/records/records.public.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Actor, Caller, CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { requireConnection } from "../connections/connections.ts";
import { takeIntoLog } from "./batches.ts";
import { applyDeeds, type Done } from "./deeds.ts";
import type { DeliveryId } from "./deliveries.contract.ts";
import type { Reading } from "./deliveries.rules.ts";
import {
  lockNextWaiting,
  lockStillWaiting,
  markRead,
  type Outcome,
  type WaitingRow,
} from "./deliveries.sql.ts";
import { isCollision, isOutage } from "./failures.ts";
import { PROCESS } from "./names.ts";
import { outcomeOf, searchTextOf } from "./outcomes.rules.ts";
import { unpackBody } from "./packing.ts";
import { blankBody, ERASED } from "./person.ts";
import { platformOf } from "./platforms.ts";
import { BLANKED } from "./trash.ts";

/** What is read at once: bodies of the usual few kilobytes by the count, the largest ones by their bytes. */
const BATCH = { count: 50, bytes: 8 * 1024 * 1024 };
/** After so long a run leaves a job for its successor: others of the company get their turn, and a stop is soon over. */
const RUN_MS = 20_000;
const TRIES_MAX = 6;
const DETAIL_MAX = 200;

type Lock = (db: Db) => Promise<WaitingRow[]>;
/**
 * How far one attempt came: what it took, whether that was less than a batch holds, and which of them it was at when it
 * failed; null at the commit.
 */
type Attempt = { ids: DeliveryId[]; isLast: boolean; at: number | null };

/** Takes into the log what the door wrote down and reads what waits, in order of arrival, until nothing is left. */
export async function processWaiting(house: House, caller: Caller): Promise<void> {
  const startedAt = performance.now();
  let after: DeliveryId | null = null;
  for (;;) {
    const takenCount = await bringLogUpToDate(house, caller);
    const from: DeliveryId | null = after;
    const { ids, isLast } = await readBatch(house, caller, (db) =>
      lockNextWaiting(db, from, BATCH),
    );
    // From the front once more: one with a smaller id may have been committed behind our back.
    if (isLast && from === null && takenCount === 0) return;
    after = isLast ? null : (ids.at(-1) ?? null);
    if (performance.now() - startedAt > RUN_MS) return leaveRest(house, caller);
  }
}

/** Some of it, in a transaction of its own: the log shows what has come before it is read. */
export async function bringLogUpToDate(house: House, caller: Caller): Promise<number> {
  const called = { ...caller, now: house.now() };
  const { output, topics, leftJobs } = await inCompany(
    house,
    called,
    PROCESS,
    "read write",
    takeIntoLog,
  );
  afterCommit(house, called, topics, leftJobs);
  return output;
}

/**
 * Reads a batch in one transaction, effects and results together: a process killed at any moment has either done all of
 * it or nothing. When one of the batch fails, the others are done without it, so that it never blocks the next.
 */
async function readBatch(house: House, caller: Caller, lock: Lock): Promise<Attempt> {
  for (let tries = 1; ; tries += 1) {
    const attempt: Attempt = { ids: [], isLast: true, at: null };
    try {
      await readOnce(house, caller, lock, attempt);
      return attempt;
    } catch (error) {
      if (isOutage(error) || attempt.ids.length === 0) throw error;
      const mayTryAgain = isCollision(error) && tries < TRIES_MAX;
      if (mayTryAgain) await pause(Math.random() * 20 * tries);
      else {
        await isolate(house, caller, attempt, error);
        return attempt;
      }
    }
  }
}

async function isolate(
  house: House,
  caller: Caller,
  { ids, at }: Attempt,
  error: unknown,
): Promise<void> {
  const [only] = ids;
  if (only !== undefined && ids.length === 1) return markBroken(house, caller, only, error);
  const half = ids.length >> 1;
  const parts =
    at === null
      ? [ids.slice(0, half), ids.slice(half)]
      : [ids.slice(0, at), ids.slice(at, at + 1), ids.slice(at + 1)];
  for (const part of parts) {
    if (part.length > 0) await readBatch(house, caller, (db) => lockStillWaiting(db, part));
  }
}

async function readOnce(house: House, caller: Caller, lock: Lock, attempt: Attempt): Promise<void> {
  const called = { ...caller, now: house.now() };
  const { topics, leftJobs } = await inCompany(
    house,
    called,
    PROCESS,
    "read write",
    async (ctx) => {
      const rows = await lock(ctx.db);
      attempt.ids = rows.map(({ id }) => id);
      attempt.isLast = isLess(rows);
      if (rows.length === 0) return;
      const actors = await actorsOf(ctx.db, rows);
      const outcomes: Outcome[] = [];
      gatherTimeline(ctx);
      gatherRollUps(ctx);
      const read = readerFor(ctx, actors);
      let reading = whenSent(() => read(rows[0]));
      for (const [at, row] of rows.entries()) {
        attempt.at = at;
        const said = await reading;
        reading = whenSent(() => read(rows[at + 1]));
        outcomes.push(await doOne(ctxFor(ctx, row, actors), row, said));
      }
      attempt.at = null;
      // None waits for the other: they go to the database together.
      await Promise.all([bindRollUps(ctx), bindTimeline(ctx), markRead(ctx.db, outcomes, ctx.now)]);
      ctx.tell("connect.deliveries", "connect.connections");
    },
  );
  afterCommit(house, called, topics, leftJobs);
}

const isLess = (rows: readonly WaitingRow[]): boolean =>
  rows.length < BATCH.count && rows.reduce((sum, row) => sum + row.bodyBytes, 0) < BATCH.bytes;

/** What a delivery says; "seen" has been done already. */
type Said = Reading | { readonly is: "seen"; readonly reason: string };

/** Reads what a delivery says. That asks nobody and changes nothing: it is done while the database works on the one before. */
function readerFor(ctx: CommandCtx, actors: Actors): (row: WaitingRow | undefined) => Said | null {
  const { currency, country, zone } = ctx.company;
  return (row) => {
    if (row === undefined) return null;
    // A platform repeats an event until it is answered, and tells it to each of its subscriptions. A replay is no repeat.
    if (row.isRepeated && row.triesCount === 0)
      return { is: "seen", reason: "connect.delivery.repeated" };
    if (row.bodyBytes === 0) return { is: "ignored", reason: BLANKED };
    return actors.platformOf(row.connectionId).read({
      connectionId: row.connectionId,
      topic: row.topic,
      headers: row.headers,
      body: unpackBody(ctx.sealer, row.id, row.body),
      receivedAt: row.receivedAt,
      company: { currency, country, zone },
    });
  };
}

/** Does the work once what was asked of the database is on its way there. Whoever waits for it hears of its failure. */
function whenSent<T>(work: () => T): Promise<T> {
  const done = turn().then(work);
  done.catch(() => undefined);
  return done;
}

async function doOne(ctx: CommandCtx, row: WaitingRow, said: Said | null): Promise<Outcome> {
  assert(said !== null, "each row was read");
  const startedAt = performance.now();
  const outcome = await whatCameOf(ctx, row, said);
  return {
    id: row.id,
    reason: null,
    reasonPath: null,
    reasonDetail: null,
    summary: {},
    subjectType: null,
    subjectId: null,
    searchText: searchTextOf(row, []),
    ...outcome,
    tookMs: Math.round(performance.now() - startedAt),
  };
}

async function whatCameOf(
  ctx: CommandCtx,
  row: WaitingRow,
  said: Said,
): Promise<Partial<Outcome> & Pick<Outcome, "state">> {
  if (said.is === "seen" || said.is === "ignored") return { state: said.is, reason: said.reason };
  if (said.is === "unreadable") {
    const { reason, path, detail } = said;
    return { state: "failed", reason, reasonPath: path, reasonDetail: detail };
  }
  const { deeds } = said;
  const done = await applyDeeds(ctx, deeds);
  if (done.some(({ applied }) => applied.isNameless)) return namelessOf(ctx, row, done);
  return { ...outcomeOf(done), searchText: searchTextOf(row, deeds) };
}

/** It told of somebody who was erased: what it was about stays in the log, what it said of them does not. */
async function namelessOf(
  ctx: CommandCtx,
  row: WaitingRow,
  done: readonly Done[],
): Promise<Partial<Outcome> & Pick<Outcome, "state">> {
  await blankBody(ctx, row.id);
  const outcome = outcomeOf(done);
  const named = done.some(({ applied }) => applied.subject !== null);
  return { ...outcome, summary: named ? outcome.summary : {}, reason: ERASED };
}

/** What cannot be done is kept with its reason, to be read again after a fix. */
async function markBroken(
  house: House,
  caller: Caller,
  id: DeliveryId,
  error: unknown,
): Promise<void> {
  const isExpected = error instanceof Problem;
  if (!isExpected) house.log.error({ err: error, delivery: id }, "a delivery could not be read");
  const called = { ...caller, now: house.now() };
  const { topics, leftJobs } = await inCompany(
    house,
    called,
    PROCESS,
    "read write",
    async (ctx) => {
      const [row] = await lockStillWaiting(ctx.db, [id]);
      if (row === undefined) return;
      await markRead(
        ctx.db,
        [
          {
            id,
            state: "failed",
            reason: isExpected ? error.code : "connect.delivery.broke",
            reasonPath: null,
            reasonDetail: String(error).slice(0, DETAIL_MAX).replaceAll("\0", "").toWellFormed(),
            summary: {},
            subjectType: null,
            subjectId: null,
            tookMs: 0,
            searchText: searchTextOf(row, []),
          },
        ],
        ctx.now,
      );
      ctx.tell("connect.deliveries", "connect.connections");
    },
  );
  afterCommit(house, called, topics, leftJobs);
}

async function leaveRest(house: House, caller: Caller): Promise<void> {
  const { topics, leftJobs } = await inCompany(house, caller, PROCESS, "read write", (ctx) =>
    ctx.later(PROCESS, {}, { key: PROCESS }),
  );
  afterCommit(house, caller, topics, leftJobs);
}

/** The connections that sent a batch, as those who act in it. */
type Actors = {
  actorOf(connectionId: string): Actor;
  platformOf(connectionId: string): ReturnType<typeof platformOf>;
};

async function actorsOf(db: Db, rows: readonly WaitingRow[]): Promise<Actors> {
  const known = new Map<string, Awaited<ReturnType<typeof requireConnection>>>();
  for (const id of new Set(rows.map(({ connectionId }) => connectionId)))
    known.set(id, await requireConnection(db, id));
  const connectionOf = (id: string) => {
    const connection = known.get(id);
    if (connection === undefined) throw new Error(`no connection ${id}`);
    return connection;
  };
  return {
    actorOf: (id) => ({
      kind: "connection",
      id,
      name: connectionOf(id).name,
      permissions: new Set(),
    }),
    platformOf: (id) => {
      const { kind } = connectionOf(id);
      if (kind === "sample") throw new Error("a sample connection receives nothing");
      return platformOf(kind);
    },
  };
}

/** The same transaction, with the store as the one who acts and the delivery as what it asked. */
function ctxFor(ctx: CommandCtx, row: WaitingRow, actors: Actors): CommandCtx {
  const actor = actors.actorOf(row.connectionId);
  const request = { id: showId("delivery", row.id), ip: null, userAgent: null };
  return { ...ctx, actor, audit: ctx.auditAs({ now: ctx.now, actor, request }) };
}
