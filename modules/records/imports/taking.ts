import { inCompany } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { isTaken } from "#platform/db/db.ts";
import { typeOf } from "../types/types.ts";
import { type Batch, batchesOf, fileRows, fixedRows, halvesOf } from "./batches.ts";
import { upsertChanges } from "./changes.sql.ts";
import { deleteFailures, type FailedRow, upsertFailures } from "./failures.sql.ts";
import { leaveForget } from "./forgetting.ts";
import type { RowRead, Taken } from "./importer.ts";
import type { CellProblem, Counts, Sample } from "./imports.contract.ts";
import { problemsAt, type RowMeant, undoUntilOf } from "./imports.rules.ts";
import {
  forgetFile,
  type KeptImport,
  markProgress,
  markStarted,
  markState,
  upsertLayout,
} from "./imports.sql.ts";
import type { RowProblem } from "./meaning.rules.ts";
import { type Reading, readingOf } from "./meaning.ts";
import { headerHashOf } from "./reading.ts";
import { follow, type Stage, step, subjectOf } from "./stages.ts";

const SAMPLES_MAX = 12;

/** Goes through the rows: tries them, or takes them. Resumes after the last row that was committed. */
export async function takeFile(stage: Stage, state: "trying" | "running"): Promise<void> {
  const begun = await step(stage, state, async (ctx, one) => {
    if (state === "running") await markStarted(ctx.db, one.id, ctx.now, undoUntilOf(ctx.now));
    return { one, reading: await readingOf(ctx, stage.imports, one, state === "trying") };
  });
  if (begun === null) return;
  const { one, reading } = begun;
  const isAgain = state === "running" && one.finishedAt !== null;
  const source = isAgain ? fixedRows(stage, one) : fileRows(stage, one);

  let room = SAMPLES_MAX - one.samples.length;
  let writing: Promise<number | null> = Promise.resolve(room);
  for await (const batch of batchesOf(source, reading, one)) {
    const left = await writing;
    if (left === null) return;
    room = left;
    // The next rows are read while the database takes these.
    writing = takeBatch(stage, state, reading, batch, { room, isAgain });
    writing.catch(() => undefined);
  }
  if ((await writing) === null) return;
  await step(stage, state, (ctx, kept) => finish(ctx, stage, kept));
}

/** Answers how many more samples there is room for; null when the stage is over. */
async function takeBatch(
  stage: Stage,
  state: "trying" | "running",
  reading: Reading,
  batch: Batch,
  { room, isAgain }: { readonly room: number; readonly isAgain: boolean },
): Promise<number | null> {
  if (state === "trying") {
    const tried = await tryBatch(stage, reading, batch);
    const result = resultOf(batch, tried, reading, room);
    return step(stage, state, (ctx, one) => note(ctx, one, batch, result, false));
  }
  try {
    return await step(stage, state, (ctx, one) => write(ctx, stage, one, reading, batch, isAgain));
  } catch (error) {
    // What a unique field of the company's own refuses costs its row alone: the rest is found by halving.
    if (!isTaken(error)) throw error;
    const [half, rest] = halvesOf(batch);
    if (half === undefined || rest === undefined) return refuseRow(stage, batch, reading, isAgain);
    const left = await takeBatch(stage, state, reading, half, { room, isAgain });
    return left === null ? null : takeBatch(stage, state, reading, rest, { room, isAgain });
  }
}

async function write(
  ctx: CommandCtx,
  stage: Stage,
  one: KeptImport,
  reading: Reading,
  batch: Batch,
  isAgain: boolean,
): Promise<number> {
  const rows = asked(batch, false);
  const taken = await reading.importer.take(ctx, rows, reading.how);
  const answers = new Map(rows.map(({ line }, at) => [line, taken.rows[at]]));
  const result = resultOf(batch, answers, reading, 0);
  if (taken.changes.length > 0) await upsertChanges(ctx.db, one.id, taken.changes);
  await follow(ctx, stage, one.type, taken.aftermath);
  await ctx.audit(subjectOf(one), { upToLine: batch.last, ...result.counts });
  return note(ctx, one, batch, result, isAgain);
}

function refuseRow(
  stage: Stage,
  batch: Batch,
  reading: Reading,
  isAgain: boolean,
): Promise<number | null> {
  const problems = [{ target: null, code: "records.field.taken" }];
  const refused = new Map(
    batch.rows.map(({ row }): [number, Taken] => [row.line, { outcome: "failed", problems }]),
  );
  const result = resultOf(batch, refused, reading, 0);
  return step(stage, "running", async (ctx, one) => {
    await ctx.audit(subjectOf(one), { upToLine: batch.last, ...result.counts });
    return note(ctx, one, batch, result, isAgain);
  });
}

/** In a transaction that cannot write. */
async function tryBatch(
  { house, caller }: Stage,
  reading: Reading,
  batch: Batch,
): Promise<Answers> {
  const rows = asked(batch, true);
  if (rows.length === 0) return new Map();
  const called = { ...caller, now: house.now() };
  const { output } = await inCompany(house, called, "records.imports.try", "read only", (ctx) =>
    reading.importer.take(ctx, rows, reading.how),
  );
  return new Map(rows.map(({ line }, at) => [line, output.rows[at]]));
}

type Answers = ReadonlyMap<number, Taken | undefined>;

/**
 * The rows that can be taken: what is wrong with one keeps back those that speak of its record. Tried are not those that
 * speak again of what an earlier batch would have written, for a try has written nothing.
 */
function asked({ rows }: Batch, isTrial: boolean): RowRead[] {
  const from = rows[0]?.row.line ?? 0;
  const isBefore = (line: number | null) => line !== null && line < from;
  const wrong = new Set(rows.flatMap(({ meant, head }) => (meant.problems.length > 0 ? head : [])));
  return rows
    .filter(({ head, sameAs }) => !wrong.has(head) && !(isTrial && isBefore(sameAs)))
    .map(({ meant: { line, values }, head, sameAs }) => ({ line, values, head, sameAs }));
}

type Result = {
  readonly counts: Counts;
  readonly elsewhere: number;
  readonly failures: readonly FailedRow[];
  readonly samples: readonly Sample[];
};

function resultOf(batch: Batch, answers: Answers, { columns }: Reading, room: number): Result {
  const counts = { created: 0, updated: 0, same: 0, folded: 0, failed: 0 };
  let elsewhere = 0;
  const failures: FailedRow[] = [];
  const samples: Sample[] = [];
  for (const together of Map.groupBy(batch.rows, ({ head }) => head).values()) {
    const wrong = together.map(({ row, meant }) => wrongIn(meant, answers.get(row.line)));
    const [first] = together;
    const answer = answers.get(first?.row.line ?? 0);
    if (wrong.some((problems) => problems !== null)) {
      counts.failed += together.length;
      for (const [at, { row, head }] of together.entries()) {
        const problems: CellProblem[] = problemsAt(wrong[at] ?? [], columns);
        failures.push({ line: row.line, cells: row.cells, problems, head });
      }
    } else if (first !== undefined && first.sameAs !== null) counts.folded += 1;
    else if (answer !== undefined && answer.outcome !== "failed") {
      counts[answer.outcome] += 1;
      if (answer.isFromElsewhere === true) elsewhere += 1;
    }
    if (answer?.outcome === "updated" && first?.sameAs === null)
      for (const difference of answer.differences)
        if (samples.length < room)
          samples.push({ line: first?.row.line ?? 0, name: answer.name, ...difference });
  }
  return { counts, elsewhere, failures, samples };
}

const wrongIn = (
  { problems }: RowMeant,
  answer: Taken | undefined,
): readonly RowProblem[] | null =>
  problems.length > 0 ? problems : answer?.outcome === "failed" ? answer.problems : null;

async function note(
  ctx: CommandCtx,
  one: KeptImport,
  batch: Batch,
  { counts, elsewhere, failures, samples }: Result,
  isAgain: boolean,
): Promise<number> {
  const failed = new Set(failures.map(({ line }) => line));
  const right = batch.rows.filter(({ row, wasFixed }) => wasFixed && !failed.has(row.line));
  if (one.state === "running" && right.length > 0)
    await deleteFailures(
      ctx.db,
      one.id,
      right.map(({ row }) => row.line),
    );
  if (failures.length > 0) await upsertFailures(ctx.db, one.id, failures);
  // Those that failed before and now do not were counted as failed.
  const told = isAgain ? { ...counts, failed: -right.length } : counts;
  const done = { line: batch.last, rows: batch.rows.length };
  const progress = { ...done, counts: told, elsewhere, samples };
  await markProgress(ctx.db, one.id, progress, ctx.now);
  return Math.max(0, SAMPLES_MAX - one.samples.length - samples.length);
}

async function finish(ctx: CommandCtx, { imports }: Stage, one: KeptImport): Promise<void> {
  if (one.state === "trying") {
    await markState(ctx.db, one.id, "tried", ctx.now);
    await leaveForget(ctx, one);
    return;
  }
  const { createdCount, updatedCount, sameCount, foldedCount, failedCount } = one;
  await markState(ctx.db, one.id, "done", ctx.now);
  await forgetFile(ctx.db, one.id, ctx.now);
  await leaveForget(ctx, one);
  if (one.found !== null)
    await upsertLayout(ctx.db, one.type, headerHashOf(one.found), one.matches, ctx.now);
  const counts = { createdCount, updatedCount, sameCount, foldedCount, failedCount };
  await ctx.audit(subjectOf(one), { finished: true, ...counts });
  ctx.tell(...typeOf(imports.types, one.type).topics);
}
