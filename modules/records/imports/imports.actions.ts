import { Problem, refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { cursorOf, readCursor } from "#platform/db/cursor.ts";
import { typeOf } from "../types/types.ts";
import { downloadFailures, fixRow, listFailures, rerunImport } from "./failures.actions.ts";
import { deleteFailures } from "./failures.sql.ts";
import { leaveForget, leaveWork } from "./forgetting.ts";
import { imports, PART_BYTES } from "./imports.contract.ts";
import {
  whyNotDiscard,
  whyNotMatch,
  whyNotMeant,
  whyNotRead,
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
import { targetsIn } from "./meaning.ts";
import { newToken } from "./parts.ts";
import {
  lockFor,
  READ,
  RUN,
  refuseUnlessReads,
  refuseUnlessWrites,
  typesSeen,
  UNDO,
} from "./reach.ts";
import { readImport, rowOf, shown } from "./shown.ts";
import { subjectOf } from "./stages.ts";

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
        ...{ id, type, fileName, fileBytes, partBytes: PART_BYTES, uploadHash: hash, now },
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
