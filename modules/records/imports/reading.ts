import { createHash } from "node:crypto";
import { Problem, refused } from "#kernel/errors.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Encoding } from "#platform/transfer/table.ts";
import { tallyOf } from "./found.rules.ts";
import { type Match, ROWS_MAX } from "./imports.contract.ts";
import {
  type FileFound,
  type KeptImport,
  markFound,
  markRead,
  markUnreadable,
  selectLayout,
} from "./imports.sql.ts";
import { matchesFor, policyFor, wordOf } from "./matching.rules.ts";
import { importerOf, targetsIn } from "./meaning.ts";
import { openImport, type Stage, step } from "./stages.ts";

const PROGRESS_ROWS = 50_000;

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

/** By which the columns of a like file are known again. */
export const headerHashOf = ({ columns }: FileFound): Buffer =>
  createHash("sha256")
    .update(columns.map(({ header }) => wordOf(header)).join("\n"))
    .digest();
