import { z } from "zod";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { type Job, job } from "#platform/jobs/jobs.ts";
import { bringBack } from "../trash/returning.ts";
import type { Bins } from "../trash/trash.ts";
import { type RecordTypes, typeOf } from "../types/types.ts";
import type { BulkId } from "./bulk.contract.ts";
import { backOf, isSameRaw, type Raw } from "./bulk.rules.ts";
import {
  type BulkRow,
  lockRun,
  markDone,
  markState,
  markUndone,
  type Outcome,
  selectChanged,
  selectTaken,
  type Taken,
  writeOutcomes,
} from "./bulk.sql.ts";
import { APPLY, type BulkType, type BulkTypes, type Held, subjectOf, TOPIC, UNDO } from "./bulk.ts";

const OfRun = z.object({ runId: z.custom<BulkId>() });
/** Each batch is a transaction: others wait for its rows no longer than that, and after a kill it goes on behind it. */
const BATCH = 1000;

export const bulkJobs = (types: RecordTypes, lent: BulkTypes, bins: Bins): Job[] => {
  const known = (run: BulkRow) => {
    const bulk = lent.find(({ type }) => type === run.recordType);
    if (bulk === undefined) throw new Error(`nothing is lent for a ${run.recordType}`);
    return { bulk, topics: typeOf(types, run.recordType).topics };
  };
  return [
    job(APPLY, OfRun, async (house, caller, { runId }) => {
      while (
        await inStep(house, caller, APPLY, async (ctx) => {
          const run = await lockRun(ctx.db, runId);
          if (run.state !== "running") return false;
          const { bulk, topics } = known(run);
          ctx.tell(...topics);
          return applyBatch(ctx, bulk, run);
        })
      );
    }),
    job(UNDO, OfRun, async (house, caller, { runId }) => {
      for (let after: number | null = 0; after !== null; ) {
        const from: number = after;
        after = await inStep(house, caller, UNDO, async (ctx) => {
          const run = await lockRun(ctx.db, runId);
          if (run.state !== "undoing") return null;
          const { bulk, topics } = known(run);
          ctx.tell(...topics);
          return undoBatch(ctx, bulk, bins, run, from);
        });
      }
    }),
  ];
};

async function inStep<T>(
  house: House,
  caller: Caller,
  name: string,
  work: (ctx: CommandCtx) => Promise<T>,
): Promise<T> {
  const called = { ...caller, now: house.now() };
  const done = await inCompany(house, called, name, "read write", (ctx) => {
    ctx.tell(TOPIC);
    return work(ctx);
  });
  afterCommit(house, called, done.topics, done.leftJobs);
  return done.output;
}

/** Whoever asked for it did it: the log says so, once for each batch. */
const audit = (ctx: CommandCtx, run: BulkRow, change: object): Promise<void> =>
  ctx.auditAs({
    actor: { kind: "person", id: run.actorId, name: run.actorName },
    now: ctx.now,
    request: { id: run.id, ip: null, userAgent: null },
  })(subjectOf(run), change);

/** Whether there is more. */
async function applyBatch(ctx: CommandCtx, bulk: BulkType, run: BulkRow): Promise<boolean> {
  const taken = await selectTaken(ctx.db, run.id, run.doneCount, BATCH);
  if (taken.length > 0) {
    const outcomes = await outcomesOf(ctx, bulk, run, taken);
    await writeOutcomes(ctx.db, run.id, outcomes);
    const changedCount = outcomes.filter(({ state }) => state === "changed").length;
    const counts = { changedCount, skippedCount: taken.length - changedCount };
    await markDone(ctx.db, run.id, { doneCount: taken.length, ...counts });
    await audit(ctx, run, { deed: run.deed, ...counts });
  }
  if (taken.length === BATCH) return true;
  await markState(ctx.db, run.id, "done", ctx.now);
  return false;
}

async function outcomesOf(
  ctx: CommandCtx,
  bulk: BulkType,
  run: BulkRow,
  taken: readonly Taken[],
): Promise<Outcome[]> {
  const held = await heldById(ctx, bulk, taken);
  const open: { position: number; held: Held }[] = [];
  const outcomes: Outcome[] = [];
  for (const { position, recordId } of taken) {
    const one = held.get(recordId);
    const reason = one === undefined ? "records.bulk.gone" : whyNotTouch(one, run);
    if (one === undefined || reason !== null)
      outcomes.push({ position, state: "skipped", reason: reason ?? "records.bulk.gone" });
    else open.push({ position, held: one });
  }
  return [
    ...outcomes,
    ...(run.deed.does === "trash"
      ? await trashed(ctx, bulk, open)
      : await changed(ctx, bulk, run, open)),
  ];
}

const heldById = async (ctx: CommandCtx, bulk: BulkType, taken: readonly Taken[]) =>
  new Map(
    (
      await bulk.lock(
        ctx.db,
        taken.map(({ recordId }) => recordId),
      )
    ).map((one) => [one.id, one]),
  );

function whyNotTouch({ ownerId, resting }: Held, { owners }: BulkRow): string | null {
  const isReached = owners === null || (ownerId !== null && owners.includes(ownerId));
  return isReached ? resting : "platform.permission.not_own";
}

type Open = { readonly position: number; readonly held: Held };

async function trashed(ctx: CommandCtx, bulk: BulkType, open: readonly Open[]): Promise<Outcome[]> {
  const gone = new Set(
    await bulk.trash(
      ctx,
      open.map(({ held }) => held.id),
    ),
  );
  return open.map(({ position, held }) =>
    gone.has(held.id)
      ? { position, state: "changed", before: {}, after: {} }
      : { position, state: "skipped", reason: "records.bulk.no_difference" },
  );
}

async function changed(
  ctx: CommandCtx,
  bulk: BulkType,
  run: BulkRow,
  open: readonly Open[],
): Promise<Outcome[]> {
  const make = await bulk.makerFor(ctx, run.deed);
  const outcomes: Outcome[] = [];
  const rows: { position: number; before: Raw; after: Raw; id: string }[] = [];
  for (const { position, held } of open) {
    const made = make(held);
    if ("reason" in made) {
      outcomes.push({ position, state: "skipped", reason: made.reason });
      continue;
    }
    const columns = Object.keys(made.after);
    const values = columns.filter((column) => !bulk.bookkeeping.includes(column));
    if (values.every((column) => isSameRaw(held.raw[column], made.after[column])))
      outcomes.push({ position, state: "skipped", reason: "records.bulk.no_difference" });
    else {
      const before = Object.fromEntries(columns.map((column) => [column, held.raw[column]]));
      rows.push({ position, id: held.id, before, after: made.after });
    }
  }
  const [first] = rows;
  if (first === undefined) return outcomes;
  const columns = Object.keys(first.after);
  const written = await bulk.write(
    ctx.db,
    columns,
    rows.map(({ id, after }) => ({ ...after, id })),
  );
  const now = new Map(written.map(({ id, raw }) => [id, raw]));
  for (const { id, position, before } of rows) {
    const raw = now.get(id) ?? {};
    const after = Object.fromEntries(columns.map((column) => [column, raw[column]]));
    outcomes.push({ position, state: "changed", before, after });
  }
  return outcomes;
}

/** The last of them, after which there may be more. Those before it are not looked through again. */
async function undoBatch(
  ctx: CommandCtx,
  bulk: BulkType,
  bins: Bins,
  run: BulkRow,
  after: number,
): Promise<number | null> {
  const taken = await selectChanged(ctx.db, run.id, after, BATCH);
  if (taken.length > 0) {
    const outcomes =
      run.deed.does === "trash"
        ? await broughtBack(ctx, bulk, bins, taken)
        : await putBack(ctx, bulk, taken);
    await writeOutcomes(ctx.db, run.id, outcomes);
    const undoneCount = outcomes.filter(({ state }) => state === "undone").length;
    const counts = { undoneCount, leftCount: taken.length - undoneCount };
    await markUndone(ctx.db, run.id, counts);
    await audit(ctx, run, { undo: run.deed.does, ...counts });
  }
  if (taken.length === BATCH) return taken.at(-1)?.position ?? null;
  await markState(ctx.db, run.id, "undone", ctx.now);
  return null;
}

async function putBack(
  ctx: CommandCtx,
  bulk: BulkType,
  taken: readonly Taken[],
): Promise<Outcome[]> {
  const held = await heldById(ctx, bulk, taken);
  const at = ctx.now.toISOString();
  const outcomes: Outcome[] = [];
  const rows: (Raw & { id: string })[] = [];
  for (const { position, recordId, before, after } of taken) {
    const one = held.get(recordId);
    const back =
      one === undefined || one.resting !== null || before === null || after === null
        ? null
        : backOf(
            { now: one.raw, before, after },
            bulk.bookkeeping,
            at,
            (of) => bulk.merged?.(of) ?? {},
          );
    if (back !== null) rows.push({ ...back, id: recordId });
    outcomes.push(
      back === null
        ? { position, state: "left", reason: "records.bulk.changed_since" }
        : { position, state: "undone" },
    );
  }
  const [first] = rows;
  if (first !== undefined) {
    const { id: _, ...raw } = first;
    await bulk.write(ctx.db, Object.keys(raw), rows);
  }
  return outcomes;
}

/** From the trash, but for those whose address is taken meanwhile: these wait there for a decision. */
async function broughtBack(
  ctx: CommandCtx,
  bulk: BulkType,
  bins: Bins,
  taken: readonly Taken[],
): Promise<Outcome[]> {
  const held = await heldById(ctx, bulk, taken);
  const ids = taken
    .map(({ recordId }) => recordId)
    .filter((id) => (held.get(id)?.resting ?? null) !== null);
  const back = new Set((await bringBack(bins, ctx, bulk.type, ids, "ask")).ids);
  return taken.map(({ position, recordId }) =>
    back.has(recordId)
      ? { position, state: "undone" }
      : { position, state: "left", reason: "records.bulk.changed_since" },
  );
}
