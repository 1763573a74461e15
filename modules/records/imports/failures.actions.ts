import { Problem, refuseIf } from "#kernel/errors.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { newDownload } from "./downloads.ts";
import {
  countFixed,
  type KeptFailure,
  lockFailure,
  lockTogether,
  markFixed,
  selectFailures,
} from "./failures.sql.ts";
import { leaveWork } from "./forgetting.ts";
import { type Failure, imports } from "./imports.contract.ts";
import { problemsAt, whyNotFix, whyNotRerun } from "./imports.rules.ts";
import { type KeptImport, lockImport, markWorking, selectImport } from "./imports.sql.ts";
import type { Imports } from "./imports.ts";
import { aloneOf, headsOf, meantRow, readingOf } from "./meaning.ts";
import { lockFor, READ, RUN, refuseUnlessReads, refuseUnlessWrites } from "./reach.ts";
import { readImport } from "./shown.ts";
import { subjectOf } from "./stages.ts";

const FAILURES = 100;

export const listFailures = (of: Imports) =>
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

export const fixRow = (of: Imports) =>
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

export const rerunImport = (of: Imports) =>
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

export const downloadFailures = (of: Imports) =>
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

const failureOf = ({ line, cells, problems, fixedAt }: KeptFailure): Failure => ({
  line,
  cells: [...cells],
  problems: [...problems],
  isFixed: fixedAt !== null,
});
