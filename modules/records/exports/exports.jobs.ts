import { z } from "zod";
import { memberNames } from "#modules/companies/companies.public.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { type Job, job } from "#platform/jobs/jobs.ts";
import { sparingly } from "#platform/jobs/sparingly.ts";
import type { Cell } from "#platform/transfer/writing.rules.ts";
import { csvFile, xlsxFile } from "#platform/transfer/writing.ts";
import { filterFor } from "../filters/filters.ts";
import { typeOf } from "../types/types.ts";
import type { ExportId } from "./exports.contract.ts";
import { type Column, cellOf, csvText, FILE_KEPT_MS, type Hand, headOf } from "./exports.rules.ts";
import {
  deleteExpired,
  deleteParts,
  type ExportRow,
  holdMoment,
  type Line,
  lockExport,
  markDone,
  markOver,
  markProgress,
  markRunning,
  selectLines,
} from "./exports.sql.ts";
import {
  type Exports,
  exporterOf,
  FORGET,
  type Layout,
  layoutOf,
  TOPIC,
  WRITE,
} from "./exports.ts";
import { PART_BYTES, writePart } from "./packing.ts";

const OfExport = z.object({ exportId: z.custom<ExportId>() });
const LINES = 2_000;
const LINES_WITH_PARTS = 500;

export const exportJobs = (of: Exports): Job[] => [
  job(
    WRITE,
    OfExport,
    async (house, caller, { exportId }) => {
      const row = await begin(house, caller, exportId);
      if (row === null) return;
      try {
        await sparingly(() => write(house, caller, of, row));
      } catch (error) {
        house.log.error({ err: error, exportId }, "an export could not be written");
        await inStep(house, caller, async (ctx) => {
          await deleteParts(ctx.db, exportId);
          await markOver(ctx.db, exportId, "failed", ctx.now);
        });
      }
    },
    // What its filter asks was allowed to whoever asked.
    of.types.map(({ reads }) => reads),
  ),
  job(FORGET, z.object({}), async (house, caller) => {
    await inStep(house, caller, (ctx) => deleteExpired(ctx.db, ctx.now));
  }),
];

/** What an earlier run that was cut off has left is written anew. Null: there is nothing to do any more. */
const begin = (house: House, caller: Caller, id: ExportId): Promise<ExportRow | null> =>
  inStep(house, caller, async (ctx) => {
    const row = await lockExport(ctx.db, id);
    if (row.state !== "waiting" && row.state !== "running") return null;
    await deleteParts(ctx.db, id);
    await markRunning(ctx.db, id);
    return row;
  });

/** Reads all of it as of one moment, and writes part by part beside that: so far it is, and nobody waits for it. */
async function write(house: House, caller: Caller, of: Exports, row: ExportRow): Promise<void> {
  const { pool, sealer } = caller.access;
  const alone = eachAlone(pool);
  const done = { doneCount: 0, bytesCount: 0 };
  let position = 0;
  let isStopped = false;

  const keep = async (plain: Buffer) => {
    await writePart(alone, sealer, row.id, position, plain);
    position += 1;
    done.bytesCount += plain.length;
    isStopped = !(await markProgress(alone, row.id, done));
    house.live.publish(caller.access.company.id, [TOPIC]);
  };

  // Whoever asked is meant by "mine".
  const asker = { ...caller, actor: { ...caller.actor, id: row.actorId } };
  await inCompany(house, asker, WRITE, "read only", async (ctx) => {
    await holdMoment(ctx.db);
    const file = await fileOf(ctx, of, row, (count) => {
      done.doneCount += count;
    });
    let waiting: Buffer[] = [];
    let bytes = 0;
    for await (const piece of file) {
      waiting.push(piece);
      bytes += piece.length;
      if (bytes < PART_BYTES) continue;
      await keep(Buffer.concat(waiting));
      waiting = [];
      bytes = 0;
      if (isStopped) return;
    }
    await keep(Buffer.concat(waiting));
  });

  const called = { ...caller, now: house.now() };
  const expiresAt = new Date(called.now.getTime() + FILE_KEPT_MS);
  await inStep(house, called, async (ctx) => {
    const isKept = (await markDone(ctx.db, row.id, { ...done, expiresAt }, ctx.now)) > 0;
    if (isKept) await ctx.later(FORGET, {}, { runAt: expiresAt });
    else await deleteParts(ctx.db, row.id);
  });
}

async function fileOf(
  ctx: CommandCtx,
  of: Exports,
  row: ExportRow,
  onLines: (count: number) => void,
): Promise<AsyncIterable<Buffer>> {
  const type = typeOf(of.types, row.recordType);
  const exporter = exporterOf(of, type.name);
  const { ids, where, owners, filter: asked = null, seesContact = false, rows } = row.asked;
  const parts = rows === "part" ? (exporter.parts ?? null) : null;
  const layout = await layoutOf(ctx, type, row.asked, row.language, parts);
  const filter = await filterFor(ctx, of.types, type.name, where ?? undefined);
  const eyes = { owners, seesContact, me: row.actorId };
  const listed = asked === null ? null : exporter.listed(asked, { eyes, company: ctx.company });
  const among = { type, ids, filter, owners, listed };
  const limit = parts === null ? LINES : LINES_WITH_PARTS;
  async function* batches<T>(written: (line: Line) => T[]): AsyncGenerator<T[]> {
    for (let after: string | null = null; ; ) {
      const lines: Line[] = await selectLines(ctx.db, among, layout, after, limit);
      onLines(lines.length);
      yield lines.flatMap(written);
      after = lines.at(-1)?.id ?? null;
      if (lines.length < limit) return;
    }
  }
  const heads = [...layout.columns, ...(layout.parts?.columns ?? [])].map(headOf);
  const { zone } = ctx.company;
  const members = await memberNames(ctx);
  const hand: Hand = { zone, language: row.language, members };
  return row.format === "csv"
    ? csvFile(
        heads,
        batches((line) => written(line, layout, hand, csvText)),
      )
    : xlsxFile(
        type.label.many[row.language],
        heads,
        batches((line) => written<Cell>(line, layout, hand, cellOf)),
        zone,
      );
}

/**
 * A record's rows: one, or one for each of its parts. Amounts and counts of the whole stand in its first row alone, so that
 * a spreadsheet adds them up once.
 */
function written<T>(
  line: Line,
  { columns, parts }: Layout,
  hand: Hand,
  as: (column: Column, read: Line["cells"][number], hand: Hand) => T,
): T[][] {
  const cells = (all: readonly Column[], read: Line["cells"]): T[] =>
    all.map((column, at) => as(column, read[at] ?? NOTHING, hand));
  const whole = cells(columns, line.cells);
  if (parts === null) return [whole];
  const [first = [], ...more] = line.parts ?? [];
  const again = line.cells.map((cell, at) => (isSummed(columns[at]) ? NOTHING : cell));
  return [
    [...whole, ...cells(parts.columns, first)],
    ...more.map((part) => [...cells(columns, again), ...cells(parts.columns, part)]),
  ];
}
const NOTHING: Line["cells"][number] = { value: null, currency: null };
const isSummed = (column: Column | undefined): boolean =>
  column?.kind === "money" || column?.kind === "number";

async function inStep<T>(
  house: House,
  caller: Caller,
  work: (ctx: CommandCtx) => Promise<T>,
): Promise<T> {
  const called = { ...caller, now: house.now() };
  const done = await inCompany(house, called, WRITE, "read write", (ctx) => {
    ctx.tell(TOPIC);
    return work(ctx);
  });
  afterCommit(house, called, done.topics, done.leftJobs);
  return done.output;
}
