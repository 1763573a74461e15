import { Problem, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { cursorOf, readCursor } from "#platform/db/cursor.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import { typeOf } from "../types/types.ts";
import { newDownload } from "./downloads.ts";
import {
  countFixed,
  deleteFailures,
  type KeptFailure,
  lockFailure,
  lockTogether,
  markFixed,
  selectFailures,
} from "./failures.sql.ts";
import { leaveForget, leaveWork } from "./forgetting.ts";
import {
  type Failure,
  type Import,
  type ImportRow,
  imports,
  PART_BYTES,
} from "./imports.contract.ts";
import {
  problemsAt,
  whyNotDiscard,
  whyNotFix,
  whyNotMatch,
  whyNotMeant,
  whyNotRead,
  whyNotRerun,
  whyNotRun,
  whyNotStop,
  whyNotUndo,
} from "./imports.rules.ts";
import {
  countImports,
  deleteImport,
  insertImport,
  type KeptImport,
  lockImport,
  markAskedAs,
  markMatched,
  markState,
  markUncounted,
  markWorking,
  selectImport,
  selectImports,
  selectPartBytes,
} from "./imports.sql.ts";
import type { Imports } from "./imports.ts";
import { newToken } from "./parts.ts";
import { aloneOf, headsOf, meantRow, readingOf, targetsIn } from "./meaning.ts";
import { subjectOf } from "./stages.ts";

const READ = "records.imports.read";
const RUN = "records.imports.run";
const UNDO = "records.imports.undo";
const FAILURES = 100;

/** What can be asked of imports, over the record types there are. */
export const importActions = (of: Imports) => ({
  list: listImports(of),
  count: countListed(of),
  get: getImport(of),
  begin: beginImport(of),
  read: readUploaded(of),
  match: matchColumns(of),
  try: tryImport(of),
  run: runImport(of),
  stop: stopImport(of),
  failures: listFailures(of),
  fix: fixRow(of),
  rerun: rerunImport(of),
  download: downloadFailures(of),
  undo: undoWhole(of),
  discard: discardImport(of),
});

const listImports = (of: Imports) =>
  query({
    does: imports.list,
    needs: READ,
    async run(ctx, { type, after, limit }) {
      const [at, id] = after === undefined ? [] : readCursor(after, 2);
      const from = after === undefined ? null : { at: String(at), id: String(id) };
      const seen = typesSeen(ctx, of).filter((name) => type === undefined || name === type);
      const rows = await selectImports(ctx.db, seen, from, limit + 1);
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return {
        rows: page.map(rowOf),
        next: last === undefined ? null : cursorOf([last.atText, last.id]),
      };
    },
  });

const countListed = (of: Imports) =>
  query({
    does: imports.count,
    needs: READ,
    run(ctx, { type }) {
      const all = typesSeen(ctx, of);
      return countImports(
        ctx.db,
        all.filter((name) => type === undefined || name === type),
        all,
      );
    },
  });

const getImport = (of: Imports) =>
  query({
    does: imports.get,
    needs: READ,
    async run(ctx, { id }) {
      const one = await selectImport(ctx.db, id);
      refuseUnlessReads(ctx, of, one.type);
      return shown(ctx, of, one);
    },
  });

const beginImport = (of: Imports) =>
  command({
    does: imports.begin,
    needs: RUN,
    async run(ctx, { type, fileName, fileBytes }) {
      refuseUnlessWrites(ctx, of, type);
      const isOffered = of.importers.some((importer) => importer.type === type);
      refuseIf(isOffered ? null : "records.import.not_offered");
      const id = newId<"import">();
      const { shown: upload, hash } = newToken(ctx.company.id);
      const { actor, now } = ctx;
      await insertImport(ctx.db, {
        ...{ id, type, fileName, fileBytes, uploadHash: hash, now },
        ...{ actorId: actor.id, actorName: actor.name },
      });
      await leaveForget(ctx, { id, createdAt: now, undoUntil: null });
      await ctx.audit(subjectOf({ id, fileName }), { type, fileBytes });
      ctx.tell("records.imports");
      return { import: await readImport(ctx, of, id), upload, partBytes: PART_BYTES };
    },
  });

const readUploaded = (of: Imports) =>
  command({
    does: imports.read,
    needs: RUN,
    async run(ctx, { id, version, sheet, encoding }) {
      const one = await lockFor(ctx, of, id, version);
      refuseIf(whyNotRead(one));
      if (one.state === "uploading")
        refuseIf(
          (await selectPartBytes(ctx.db, id)) === one.fileBytes ? null : "records.import.not_whole",
        );

      await markWorking(ctx.db, id, "reading", ctx.now);
      await markAskedAs(ctx.db, id, { sheet: sheet ?? null, encoding: encoding ?? null });
      await markUncounted(ctx.db, id);
      await deleteFailures(ctx.db, id, "all");
      await leaveWork(ctx, id);
      await ctx.audit(subjectOf(one), { sheet, encoding });
      ctx.tell("records.imports");
      return readImport(ctx, of, id);
    },
  });

const matchColumns = (of: Imports) =>
  command({
    does: imports.match,
    needs: RUN,
    async run(ctx, { id, version, matches }) {
      const one = await lockFor(ctx, of, id, version);
      refuseIf(whyNotMatch(one));
      const targets = await targetsIn(ctx, of, one);
      for (const [at, { target, policy }] of matches.entries()) {
        if (target === null) continue;
        const known = targets.find(({ key }) => key === target);
        if (known === undefined || !known.policies.includes(policy))
          throw new Problem("invalid", "input.invalid", [
            { path: ["matches", at, "target"], code: "records.import.no_such_target" },
          ]);
        // What one does not see as it is, one cannot write over.
        if (!ctx.seesPlain(known.class))
          throw new Problem("forbidden", "platform.field.masked", [
            { path: ["matches", at, "target"], code: "platform.field.masked" },
          ]);
      }
      if (matches.length !== (one.found?.columns.length ?? 0))
        throw new Problem("invalid", "input.invalid", [
          { path: ["matches"], code: "records.import.other_columns" },
        ]);

      await markMatched(ctx.db, id, matches, ctx.now);

      await ctx.audit(subjectOf(one), {
        matched: matches.filter((match) => match.target !== null).length,
      });
      ctx.tell("records.imports");
      return readImport(ctx, of, id);
    },
  });

const tryImport = (of: Imports) =>
  command({
    does: imports.try,
    needs: RUN,
    async run(ctx, { id, version }) {
      const one = await lockFor(ctx, of, id, version);
      refuseIf(whyNotMatch(one));
      await refuseUnlessMeant(ctx, of, one);

      await markWorking(ctx.db, id, "trying", ctx.now);
      await markUncounted(ctx.db, id);
      await deleteFailures(ctx.db, id, "unfixed");
      await leaveWork(ctx, id);

      await ctx.audit(subjectOf(one), { tries: true });
      ctx.tell("records.imports");
      return readImport(ctx, of, id);
    },
  });

const runImport = (of: Imports) =>
  command({
    does: imports.run,
    needs: RUN,
    async run(ctx, { id, version }) {
      const one = await lockFor(ctx, of, id, version);
      refuseIf(whyNotRun(one));
      await refuseUnlessMeant(ctx, of, one);

      await markWorking(ctx.db, id, "running", ctx.now);
      await markUncounted(ctx.db, id);
      await deleteFailures(ctx.db, id, "unfixed");
      await leaveWork(ctx, id);

      await ctx.audit(subjectOf(one), { runs: true, rows: one.rowsCount });
      ctx.tell("records.imports");
      return readImport(ctx, of, id);
    },
  });

const stopImport = (of: Imports) =>
  command({
    does: imports.stop,
    needs: RUN,
    async run(ctx, { id }) {
      const one = await lockImport(ctx.db, id);
      refuseUnlessWrites(ctx, of, one.type);
      refuseIf(whyNotStop(one));

      await markState(ctx.db, id, one.state === "trying" ? "matching" : "done", ctx.now);

      await ctx.audit(subjectOf(one), { stopped: true, rows: one.rowsDone });
      ctx.tell("records.imports", ...typeOf(of.types, one.type).topics);
      return readImport(ctx, of, id);
    },
  });

const listFailures = (of: Imports) =>
  query({
    does: imports.failures,
    needs: READ,
    async run(ctx, { id, after }) {
      const one = await selectImport(ctx.db, id);
      refuseUnlessReads(ctx, of, one.type);
      const rows = await selectFailures(ctx.db, id, after, FAILURES + 1);
      const page = rows.slice(0, FAILURES);
      const last = rows.length > FAILURES ? page.at(-1) : undefined;
      return { rows: page.map(failureOf), next: last === undefined ? null : String(last.line) };
    },
  });

const fixRow = (of: Imports) =>
  command({
    does: imports.fix,
    needs: RUN,
    async run(ctx, { id, line, cells: typed }) {
      const one = await lockImport(ctx.db, id);
      refuseUnlessWrites(ctx, of, one.type);
      refuseIf(whyNotFix(one));
      const { head } = await lockFailure(ctx.db, id, line);
      const together = await lockTogether(ctx.db, id, head);
      const width = one.found?.columns.length ?? 0;
      const rows = together.map((row) =>
        row.line === line ? { ...row, cells: typedInto(row.cells, typed, width) } : row,
      );

      const problems = await stillWrong(ctx, of, one, rows);
      const isFixed = problems.every((wrong) => wrong.length === 0);
      for (const [at, row] of rows.entries())
        await markFixed(ctx.db, id, {
          ...row,
          problems: problems[at] ?? [],
          fixedAt: isFixed ? ctx.now : null,
        });

      await ctx.audit(subjectOf(one), { line, fixed: isFixed });
      ctx.tell("records.imports");
      return failureOf(await lockFailure(ctx.db, id, line));
    },
  });

function typedInto(
  cells: readonly string[],
  typed: readonly { readonly column: number; readonly value: string }[],
  width: number,
): string[] {
  const after = [...cells];
  for (const { column, value } of typed) {
    if (column >= width)
      throw new Problem("invalid", "input.invalid", [
        { path: ["cells"], code: "records.import.other_columns" },
      ]);
    while (after.length <= column) after.push("");
    after[column] = value;
  }
  return after;
}

/** What would still be wrong with each of the rows that stand together, as the import would find it. */
async function stillWrong(
  ctx: CommandCtx,
  of: Imports,
  one: KeptImport,
  rows: readonly { readonly line: number; readonly cells: readonly string[] }[],
): Promise<Failure["problems"][]> {
  const reading = await readingOf(ctx, of, one, true);
  const meant = rows.map((row) => meantRow(row, reading));
  const wrong = meant.map(({ problems }) => problemsAt(problems, reading.columns));
  if (wrong.some((problems) => problems.length > 0)) return wrong;
  const headOf = headsOf(reading.importer);
  const asked = meant.map((read) => ({ ...aloneOf(read), head: headOf(read).head }));
  const taken = await reading.importer.take(ctx, asked, reading.how);
  return taken.rows.map((answer) =>
    answer.outcome === "failed" ? problemsAt(answer.problems, reading.columns) : [],
  );
}

const rerunImport = (of: Imports) =>
  command({
    does: imports.rerun,
    needs: RUN,
    async run(ctx, { id, version }) {
      const one = await lockFor(ctx, of, id, version);
      refuseIf(whyNotRerun(one, await countFixed(ctx.db, id)));

      await markWorking(ctx.db, id, "running", ctx.now);
      await leaveWork(ctx, id);

      await ctx.audit(subjectOf(one), { runs: "fixed rows" });
      ctx.tell("records.imports");
      return readImport(ctx, of, id);
    },
  });

const downloadFailures = (of: Imports) =>
  command({
    does: imports.download,
    needs: RUN,
    async run(ctx, { id, language }) {
      const one = await lockImport(ctx.db, id);
      refuseUnlessWrites(ctx, of, one.type);
      const path = await newDownload(ctx, id, language);
      await ctx.audit(subjectOf(one), { downloaded: "failed rows" });
      return { path };
    },
  });

const undoWhole = (of: Imports) =>
  command({
    does: imports.undo,
    needs: UNDO,
    async run(ctx, { id, version }) {
      const one = await lockFor(ctx, of, id, version);
      refuseIf(whyNotUndo(one, ctx.now));

      await markWorking(ctx.db, id, "undoing", ctx.now);
      await leaveWork(ctx, id);

      await ctx.audit(subjectOf(one), { undoes: true });
      ctx.tell("records.imports");
      return readImport(ctx, of, id);
    },
  });

const discardImport = (of: Imports) =>
  command({
    does: imports.discard,
    needs: RUN,
    async run(ctx, { id }) {
      const one = await lockImport(ctx.db, id);
      refuseUnlessWrites(ctx, of, one.type);
      refuseIf(whyNotDiscard(one));

      await deleteImport(ctx.db, id);

      await ctx.audit(subjectOf(one), { discarded: true });
      ctx.tell("records.imports");
      return { done: true as const };
    },
  });

async function lockFor(
  ctx: CommandCtx,
  of: Imports,
  id: KeptImport["id"],
  version: number,
): Promise<KeptImport> {
  const one = await lockImport(ctx.db, id);
  refuseUnlessWrites(ctx, of, one.type);
  refuseIfStale(one, version);
  return one;
}

/** A file speaks of anybody: only who may see and change all such records brings one in. */
function refuseUnlessWrites(ctx: Ctx, of: Imports, name: RecordTypeName): void {
  const { makes = [] } = of.importers.find(({ type }) => type === name) ?? {};
  for (const { reads, writes } of [name, ...makes].map((type) => typeOf(of.types, type)))
    for (const needs of [reads, writes]) {
      const closed = ctx.whyNotMay(needs);
      if (closed !== null) throw new Problem("forbidden", closed, { needs });
      if (ctx.ownersOf(needs) !== null)
        throw new Problem("forbidden", "platform.permission.some_only", { needs });
    }
}

/** As if it were not there. */
function refuseUnlessReads(ctx: Ctx, of: Imports, name: RecordTypeName): void {
  if (!typesSeen(ctx, of).includes(name))
    throw new Problem("not_found", "records.import.not_found");
}

const typesSeen = (ctx: Ctx, { types }: Imports): RecordTypeName[] =>
  types
    .filter(({ reads }) => ctx.whyNotMay(reads) === null && ctx.ownersOf(reads) === null)
    .map(({ name }) => name);

/** Again at the door: what somebody may see may have changed since the columns were matched. */
async function refuseUnlessMeant(ctx: CommandCtx, of: Imports, one: KeptImport): Promise<void> {
  const importer = of.importers.find(({ type }) => type === one.type);
  if (importer !== undefined) refuseIf(whyNotMeant(one.matches, importer));
  const targets = await targetsIn(ctx, of, one);
  for (const { target } of one.matches) {
    const known = targets.find(({ key }) => key === target);
    if (known !== undefined && !ctx.seesPlain(known.class))
      throw new Problem("forbidden", "platform.field.masked", [
        { path: ["matches", target ?? ""], code: "platform.field.masked" },
      ]);
  }
}

const readImport = async (ctx: Ctx, of: Imports, id: KeptImport["id"]): Promise<Import> =>
  shown(ctx, of, await selectImport(ctx.db, id));

const rowOf = (one: KeptImport): ImportRow => ({
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
  actorName: one.actorName,
  createdAt: one.createdAt,
  finishedAt: one.finishedAt,
  undoUntil: one.undoUntil,
});

async function shown(ctx: Ctx, of: Imports, one: KeptImport): Promise<Import> {
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

const failureOf = ({ line, cells, problems, fixedAt }: KeptFailure): Failure => ({
  line,
  cells: [...cells],
  problems: [...problems],
  isFixed: fixedAt !== null,
});
