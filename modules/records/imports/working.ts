import { createHash } from "node:crypto";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { Problem, refused } from "#kernel/errors.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import { eachAlone, isBeaten, isTaken } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { openTable } from "#platform/transfer/reading.ts";
import type { Encoding, Table, TableRow } from "#platform/transfer/table.ts";
import { ownReadingOf } from "../fields/fields.ts";
import type { Aftermath } from "../trash/trash.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import { fieldsOf, typeOf } from "../types/types.ts";
import { deleteChanges, selectChanges, upsertChanges } from "./changes.sql.ts";
import {
  deleteFailures,
  type FailedRow,
  selectFixed,
  selectFixedAmong,
  upsertFailures,
} from "./failures.sql.ts";
import { leaveForget } from "./forgetting.ts";
import { tallyOf } from "./found.rules.ts";
import { selectWrittenOn } from "./holding.sql.ts";
import type { How, Importer, RowRead, Taken } from "./importer.ts";
import {
  type CellProblem,
  type ImportId,
  type Match,
  ROWS_MAX,
  type Sample,
} from "./imports.contract.ts";
import {
  type ColumnRead,
  columnsRead,
  problemsAt,
  type RowMeant,
  rowMeant,
  undoUntilOf,
} from "./imports.rules.ts";
import {
  type FileFound,
  forgetFile,
  type KeptImport,
  lockImportIfThere,
  markFound,
  markProgress,
  markRead,
  markStarted,
  markState,
  markUndone,
  markUnreadable,
  selectLayout,
  upsertLayout,
} from "./imports.sql.ts";
import type { Imports } from "./imports.ts";
import { matchesFor, policyFor, type TargetRead, targetsOf, wordOf } from "./matching.rules.ts";
import type { RowProblem } from "./meaning.rules.ts";
import { sourceOf } from "./parts.ts";
import { seenLines } from "./seen.ts";

/** Rows of one transaction: short enough that whoever waits for it hardly notices. */
const BATCH_ROWS = 10_000;
/** Rows read at a stretch, before whatever else waits has its turn: the database must not wait for the next rows. */
const STRETCH_ROWS = 50;
const UNDO_ROWS = 5_000;
const PROGRESS_ROWS = 50_000;
const SAMPLES_MAX = 12;
const BEATEN_TRIES = 6;

/** One stage of one import, by one run: whatever finds that another has begun since does nothing. */
export type Stage = {
  readonly house: House;
  readonly caller: Caller;
  readonly imports: Imports;
  readonly id: ImportId;
  readonly run: number;
};

type Work<T> = (ctx: CommandCtx, one: KeptImport) => Promise<T>;

/** One transaction of a stage, or null when the stage is over. Beaten by another one it is done again. */
async function step<T>(stage: Stage, state: KeptImport["state"], work: Work<T>): Promise<T | null> {
  const { house, caller, id, run } = stage;
  const called = { ...caller, now: house.now() };
  for (let tries = 1; ; tries += 1) {
    try {
      const done = await inCompany(
        house,
        called,
        `records.imports.${VERB[state] ?? "run"}`,
        "read write",
        async (ctx) => {
          const one = await lockImportIfThere(ctx.db, id);
          if (one === null || one.run !== run || one.state !== state) return null;
          ctx.tell("records.imports");
          return work(ctx, one);
        },
      );
      afterCommit(house, called, done.topics, done.leftJobs);
      return done.output;
    } catch (error) {
      if (!isBeaten(error) || tries >= BEATEN_TRIES) throw error;
      await sleep(50 * tries);
    }
  }
}
const VERB: Partial<Record<KeptImport["state"], string>> = {
  reading: "read",
  trying: "try",
  running: "run",
  undoing: "undo",
};

/** Reads the whole file once: what it is, what each column holds, and so what each may be. */
export async function readFile(stage: Stage): Promise<void> {
  const one = await step(stage, "reading", async (_ctx, kept) => kept);
  if (one === null) return;
  try {
    const read = await lookThrough(stage, one, one.found?.encoding as Encoding | null | undefined);
    await step(stage, "reading", async (ctx) => {
      const { matches, preset } = await meant(ctx, stage, one, read.found);
      await markFound(
        ctx.db,
        one.id,
        { ...read, found: { ...read.found, preset }, matches },
        ctx.now,
      );
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { code, details = null } = error;
    await step(stage, "reading", (ctx) =>
      markUnreadable(ctx.db, one.id, { code, details }, ctx.now),
    );
  }
}

type Looked = { readonly found: FileFound; readonly rowsCount: number };

async function lookThrough(
  stage: Stage,
  one: KeptImport,
  asked: Encoding | null | undefined,
): Promise<Looked> {
  const table = await openImport(stage, one, asked ?? null);
  const tallies = table.header.map(tallyOf);
  let rowsCount = 0;
  let told = 0;
  for await (const rows of table.rows()) {
    for (const { cells } of rows) {
      for (const [at, tally] of tallies.entries()) tally.count(cells[at] ?? "");
      // A letter that is none: it was not written as it seemed from its beginning.
      if (table.encoding === "utf-8" && !asked && cells.some((cell) => cell.includes("\uFFFD")))
        return lookThrough(stage, one, "windows-1252");
    }
    rowsCount += rows.length;
    if (rowsCount > ROWS_MAX) throw refused("records.import.too_many_rows", { most: ROWS_MAX });
    if (rowsCount - told < PROGRESS_ROWS) continue;
    told = rowsCount;
    if ((await step(stage, "reading", (ctx) => markRead(ctx.db, one.id, told))) === null) break;
  }
  const { format, encoding, delimiter, sheets, sheet, isTyped, header } = table;
  const columns = header.map((name, at) => ({
    header: name,
    sample: tallies[at]?.sample() ?? "",
    found: tallies[at]?.found() ?? tallyOf().found(),
  }));
  const found = { format, encoding, delimiter, sheets, sheet, isTyped, preset: null, columns };
  return { found, rowsCount };
}

const openImport = (
  { caller }: Stage,
  one: KeptImport,
  encoding: Encoding | null,
): Promise<Table> =>
  openTable(sourceOf(caller.access, one.id, one.fileBytes), {
    sheet: one.found?.sheet ?? null,
    encoding,
  });

/** As the columns of such a file were meant the last time; else by their headers and contents. */
async function meant(
  ctx: CommandCtx,
  { imports }: Stage,
  one: KeptImport,
  found: FileFound,
): Promise<{ matches: readonly Match[]; preset: string | null }> {
  const importer = importerOf(imports, one);
  const targets = await targetsIn(ctx, imports, one);
  const columns = found.columns.map(({ sample, ...column }) => ({ ...column, samples: [sample] }));
  const guessed = matchesFor(importer, targets, columns);
  const layout = await selectLayout(ctx.db, one.type, headerHashOf(found));
  if (layout === null || layout.length !== found.columns.length) return guessed;
  const isKnown = ({ target }: Match) =>
    target === null || targets.some(({ key }) => key === target);
  const matches = layout.map((match) =>
    isKnown(match) ? match : { target: null, policy: policyFor(targets, null) },
  );
  return { matches, preset: guessed.preset };
}

const headerHashOf = ({ columns }: FileFound): Buffer =>
  createHash("sha256")
    .update(columns.map(({ header }) => wordOf(header)).join("\n"))
    .digest();

export function importerOf({ importers }: Imports, { type }: Pick<KeptImport, "type">): Importer {
  const found = importers.find((importer) => importer.type === type);
  if (found === undefined) throw new Error(`nobody brings in a ${type}`);
  return found;
}

export async function targetsIn(
  ctx: Parameters<typeof fieldsOf>[0],
  imports: Imports,
  { type: name }: Pick<KeptImport, "type">,
): Promise<TargetRead[]> {
  const type = typeOf(imports.types, name);
  const { readers } = await ownReadingOf(ctx, name);
  return targetsOf(importerOf(imports, { type: name }), await fieldsOf(ctx, type), readers);
}

/** How the rows of an import are read and taken. */
export type Reading = {
  readonly importer: Importer;
  readonly columns: readonly ColumnRead[];
  readonly width: number;
  readonly how: How;
};

export async function readingOf(
  ctx: Parameters<typeof fieldsOf>[0],
  imports: Imports,
  one: KeptImport,
  isTrial: boolean,
): Promise<Reading> {
  const targets = await targetsIn(ctx, imports, one);
  const { zone, currency, country } = ctx.company;
  const of = { zone, currency, isTyped: one.found?.isTyped ?? false };
  const columns = columnsRead(one.found?.columns ?? [], one.matches, targets, of);
  const policies = new Map(one.matches.map(({ target, policy }) => [target, policy]));
  return {
    importer: importerOf(imports, one),
    columns,
    width: one.found?.columns.length ?? 0,
    how: {
      importId: one.id,
      isTrial,
      policyOf: (target) => policies.get(target) ?? policyFor(targets, target),
      preset: one.found?.preset ?? null,
      country,
      currency,
      own: await ownReadingOf(ctx, one.type),
    },
  };
}

/** A row with more cells than there are columns has come apart: nobody can say what belongs where. */
export function meantRow(row: TableRow, { columns, width }: Reading): RowMeant {
  const meant = rowMeant(row, columns);
  const isTorn =
    row.cells.length > width && row.cells.slice(width).some((cell) => cell.trim() !== "");
  return isTorn ? wrongAsWhole(meant, "records.import.too_many_cells") : meant;
}

const wrongAsWhole = (meant: RowMeant, code: string): RowMeant => ({
  ...meant,
  problems: [{ target: null, code }],
});

type Batch = { readonly rows: readonly BatchRow[]; readonly last: number };
type BatchRow = {
  readonly row: TableRow;
  readonly meant: RowMeant;
  readonly sameAs: number | null;
  /** The first of the rows that speak of the record together. */
  readonly head: number;
  readonly wasFixed: boolean;
};

/** Which rows speak of one record together: those that follow each other and name the same. */
export function headsOf(importer: Importer): (meant: RowMeant) => { head: number; count: number } {
  let group: string | null = null;
  let head = 0;
  let count = 0;
  return ({ line, values }) => {
    const next = importer.groupOf?.(values, group) ?? null;
    const isApart = next === null || next !== group;
    group = next;
    head = isApart ? line : head;
    count = isApart ? 1 : count + 1;
    return { head, count };
  };
}

/** Far more than any order has lines or any product variants. */
const TOGETHER_MAX = 1_000;

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

async function* fileRows(stage: Stage, one: KeptImport): AsyncGenerator<readonly Sourced[]> {
  const encoding = one.found?.encoding as Encoding | null | undefined;
  const table = await openImport(stage, one, encoding ?? null);
  const db = eachAlone(stage.caller.access.pool);
  const hasFixed = (await selectFixed(db, one.id, 0, 1)).length > 0;
  for await (const rows of table.rows()) {
    if (!hasFixed) yield rows.map((row) => ({ row, wasFixed: false }));
    else {
      const lines = rows.map(({ line }) => line);
      const fixed = new Map(
        (await selectFixedAmong(db, one.id, lines)).map((row) => [row.line, row]),
      );
      yield rows.map((row) => {
        const put = fixed.get(row.line);
        return { row: put ?? row, wasFixed: put !== undefined };
      });
    }
  }
}
type Sourced = { readonly row: TableRow; readonly wasFixed: boolean };

/** Only those that were put right after the import. */
async function* fixedRows(stage: Stage, one: KeptImport): AsyncGenerator<readonly Sourced[]> {
  const db = eachAlone(stage.caller.access.pool);
  for (let after = one.lineDone; ; ) {
    const rows = await selectFixed(db, one.id, after, 500);
    if (rows.length > 0) yield rows.map((row) => ({ row, wasFixed: true }));
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.line;
  }
}

/** Rows of one record stay together. What an earlier try of this run has committed is only remembered. */
async function* batchesOf(
  source: AsyncIterable<readonly Sourced[]>,
  reading: Reading,
  one: KeptImport,
): AsyncGenerator<Batch> {
  const { importer, how } = reading;
  const most = importer.batchRows ?? BATCH_ROWS;
  const seen = seenLines();
  const headOf = headsOf(importer);
  let rows: BatchRow[] = [];
  let first: number | null = null;
  let stretch = 0;
  for await (const page of source) {
    for (const { row, wasFixed } of page) {
      stretch += 1;
      if (stretch % STRETCH_ROWS === 0) await turn();
      const read = meantRow(row, reading);
      const { head, count } = headOf(read);
      const isTooMany = count > TOGETHER_MAX;
      const meant = isTooMany ? wrongAsWhole(read, "records.import.too_many_together") : read;
      if (head === row.line) {
        const key = meant.problems.length > 0 ? null : importer.keyOf(aloneOf(meant), how);
        first = key === null ? null : seen.first(key, row.line);
      }
      if (row.line <= one.lineDone) continue;
      if (rows.length >= most && (head === row.line || isTooMany)) {
        yield { rows, last: rows.at(-1)?.row.line ?? 0 };
        rows = [];
      }
      rows.push({ row, meant, sameAs: first, head, wasFixed });
    }
  }
  if (rows.length > 0) yield { rows, last: rows.at(-1)?.row.line ?? 0 };
}

export const aloneOf = ({ line, values }: RowMeant): RowRead => ({
  line,
  values,
  head: line,
  sameAs: null,
});

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

/** Two parts of it, or none where it is one record's rows. */
function halvesOf({ rows, last }: Batch): [Batch, Batch] | [] {
  const starts = rows.flatMap(({ head }, at) =>
    at > 0 && head !== rows[at - 1]?.head ? [at] : [],
  );
  const middle = starts[Math.floor(starts.length / 2)];
  if (middle === undefined) return [];
  const half = rows.slice(0, middle);
  return [
    { rows: half, last: half.at(-1)?.row.line ?? 0 },
    { rows: rows.slice(middle), last },
  ];
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

/** Records that turned out to be one: what hangs on them goes where they went. */
async function follow(
  ctx: CommandCtx,
  { imports }: Pick<Stage, "imports">,
  type: RecordTypeName,
  aftermath: Aftermath | undefined,
): Promise<void> {
  if (aftermath === undefined) return;
  for (const { follows, restored } of imports.followers)
    if (follows === type) await restored?.(ctx, aftermath);
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
  readonly counts: Record<"created" | "updated" | "same" | "folded" | "failed", number>;
  readonly failures: readonly FailedRow[];
  readonly samples: readonly Sample[];
};

function resultOf(batch: Batch, answers: Answers, { columns }: Reading, room: number): Result {
  const counts = { created: 0, updated: 0, same: 0, folded: 0, failed: 0 };
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
    else if (answer !== undefined) counts[answer.outcome] += 1;
    if (answer?.outcome === "updated" && first?.sameAs === null)
      for (const difference of answer.differences)
        if (samples.length < room)
          samples.push({ line: first?.row.line ?? 0, name: answer.name, ...difference });
  }
  return { counts, failures, samples };
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
  { counts, failures, samples }: Result,
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
  const progress = { line: batch.last, rows: batch.rows.length, counts: told, samples };
  await markProgress(ctx.db, one.id, progress, ctx.now);
  return Math.max(0, SAMPLES_MAX - one.samples.length - samples.length);
}

export const subjectOf = ({ id, fileName }: Pick<KeptImport, "id" | "fileName">) => ({
  type: "import",
  id,
  name: fileName,
});

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

/**
 * Sets back what the import wrote, some thousand records at a time: what is set back is remembered no longer. First its own
 * records, then those that it made beside them.
 */
export async function undoImport(stage: Stage): Promise<void> {
  const begun = await step(stage, "undoing", async (_ctx, one) => one);
  if (begun === null) return;
  const { makes = [] } = importerOf(stage.imports, begun);
  for (const type of [null, ...makes]) {
    let after: string | null = FIRST_ID;
    while (after !== null) {
      const from: string = after;
      after = await step(stage, "undoing", async (ctx, one) => {
        const changes = await selectChanges(ctx.db, one.id, type, from, UNDO_ROWS);
        if (changes.length > 0) await undoBatch(ctx, stage, one, type, changes);
        return changes.length === UNDO_ROWS ? (changes.at(-1)?.recordId ?? null) : null;
      });
    }
  }
  await step(stage, "undoing", async (ctx, one) => {
    await markState(ctx.db, one.id, "undone", ctx.now);
    ctx.tell(...typeOf(stage.imports.types, one.type).topics);
  });
}
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

async function undoBatch(
  ctx: CommandCtx,
  { imports }: Stage,
  one: KeptImport,
  beside: RecordTypeName | null,
  changes: Awaited<ReturnType<typeof selectChanges>>,
): Promise<void> {
  const type = beside ?? one.type;
  const importer = importerOf(imports, { type });
  const holders = imports.holders.filter(({ holds }) => holds === type);
  const heldOf = async (ids: readonly string[]) => {
    const written = await selectWrittenOn(ctx.db, type, ids);
    const held = new Set(written.map(({ id }) => id));
    for (const holder of holders) for (const id of await holder.heldOf(ctx, ids)) held.add(id);
    return held;
  };
  const done = await importer.undo(ctx, changes, { importId: one.id, heldOf });
  await follow(ctx, { imports }, type, done.aftermath);
  const { removed, restored, kept, changedSince } = done;
  await deleteChanges(
    ctx.db,
    one.id,
    changes.map(({ recordId }) => recordId),
  );
  // What was made beside is told of only where it stays.
  const own = beside === null ? 1 : 0;
  const counts = {
    removed: own * removed.length,
    restored: own * restored.length,
    kept,
    changedSince,
  };
  await markUndone(ctx.db, one.id, { rows: changes.length, ...counts });
  await ctx.audit(subjectOf(one), { undone: counts });
}
