import type { Ctx } from "#platform/actions/context.ts";
import { typeOf } from "../types/types.ts";
import { countFixed } from "./failures.sql.ts";
import type { Import, ImportRow } from "./imports.contract.ts";
import {
  whyNotDiscard,
  whyNotFix,
  whyNotMatch,
  whyNotRerun,
  whyNotRun,
  whyNotStop,
  whyNotUndo,
} from "./imports.rules.ts";
import { type KeptImport, selectImport } from "./imports.sql.ts";
import type { Imports } from "./imports.ts";
import { targetsIn } from "./meaning.ts";
import { RUN, UNDO } from "./reach.ts";

/** How an import is shown. */

export const readImport = async (ctx: Ctx, of: Imports, id: KeptImport["id"]): Promise<Import> =>
  shown(ctx, of, await selectImport(ctx.db, id));

export const rowOf = (one: KeptImport): ImportRow => ({
  id: one.id,
  type: one.type,
  state: one.state,
  fileName: one.fileName,
  fileBytes: one.fileBytes,
  rowsCount: one.rowsCount,
  rowsDone: one.rowsDone,
  counts: {
    created: one.createdCount,
    updated: one.updatedCount,
    same: one.sameCount,
    folded: one.foldedCount,
    failed: one.failedCount,
  },
  elsewhereCount: one.elsewhereCount,
  actorName: one.actorName,
  createdAt: one.createdAt,
  finishedAt: one.finishedAt,
  undoUntil: one.undoUntil,
});

export async function shown(ctx: Ctx, of: Imports, one: KeptImport): Promise<Import> {
  const { found } = one;
  const fixedCount = await countFixed(ctx.db, one.id);
  const targets = await targetsIn(ctx, of, one);
  const mayNot = ctx.whyNotMay(RUN) ?? ctx.whyNotMay(typeOf(of.types, one.type).writes);
  return {
    ...rowOf(one),
    file:
      found === null || one.state === "uploading"
        ? null
        : {
            format: found.format,
            encoding: found.encoding,
            delimiter: found.delimiter,
            sheets: [...found.sheets],
            sheet: found.sheet,
            preset: found.preset,
          },
    columns: (found?.columns ?? []).map((column, at) => ({
      ...column,
      match: one.matches[at] ?? { target: null, policy: "fill" as const },
    })),
    targets: targets
      .filter((target) => ctx.seesPlain(target.class))
      .map(({ choices: _, read: __, ...target }) => target),
    samples: [...one.samples],
    fixedCount,
    problem: one.problem,
    undone: one.undone,
    startedAt: one.startedAt,
    undoneAt: one.undoneAt,
    version: one.version,
    blocked: {
      match: mayNot ?? whyNotMatch(one),
      try: mayNot ?? whyNotMatch(one),
      run: mayNot ?? whyNotRun(one),
      fix: mayNot ?? whyNotFix(one),
      rerun: mayNot ?? whyNotRerun(one, fixedCount),
      stop: mayNot ?? whyNotStop(one),
      undo: ctx.whyNotMay(UNDO) ?? whyNotUndo(one, ctx.now),
      discard: mayNot ?? whyNotDiscard(one),
    },
  };
}
