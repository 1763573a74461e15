import assert from "node:assert/strict";
import type { Day } from "#kernel/day.ts";
import { type Reason, refused } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { passesSoftLock } from "../periods/periods.ts";
import type { JournalEntryId } from "./journals.contract.ts";
import { type NewEntry, reversedLines, SERIES, whyNotPost } from "./journals.rules.ts";
import { postEntry, selectEntry, selectLines, takeDimensionSets } from "./journals.sql.ts";

export const TOPICS = ["finance.journals", "finance.chart", "finance.statements"] as const;

/**
 * Posts an entry in the caller's transaction. Answers false where its source key is posted already: then nothing happens.
 * What is wrong with it is our bug; that its period is closed is refused.
 */
export async function postJournal(
  ctx: CommandCtx,
  entry: NewEntry,
  /** Where the lines' dimensions are known already: one for all, or one each. */
  known: number | readonly number[] | null = null,
): Promise<boolean> {
  assert.equal(whyNotPost(entry.lines), null, entry.sourceKey);
  const { lines, series, ...rest } = entry;
  const sets =
    known === null
      ? await takeDimensionSets(
          ctx.db,
          lines.map(({ dimensions }) => dimensions),
        )
      : typeof known === "number"
        ? lines.map(() => known)
        : known;
  const posted = await postEntry(ctx.db, {
    ...rest,
    ...SERIES[series],
    passesSoftLock: passesSoftLock(ctx),
    posterKind: ctx.actor.kind,
    posterId: ctx.actor.id,
    postedAt: ctx.now,
    lines: lines.map(({ dimensions: _, ...line }, at) => ({
      ...line,
      dimensionSetId: sets[at] ?? 0,
    })),
  }).catch(orRefused);
  ctx.tell(...TOPICS);
  return posted;
}

/** What an entry posted, line by line: to be answered by its opposite. */
export const linesOfEntry = (db: Db, id: JournalEntryId): ReturnType<typeof selectLines> =>
  selectLines(db, id);

/** Answers an entry of another slice by its opposite, in the caller's transaction. */
export async function reverseEntry(ctx: CommandCtx, id: JournalEntryId, on: Day): Promise<void> {
  const { memo } = await selectEntry(ctx.db, id);
  await postJournal(ctx, {
    ...{ id: newId<"journal_entry">(), postedOn: on, aboutOn: on, memo, series: "manual" },
    ...{ sourceType: "reversal", sourceId: id, sourceKey: `reversal:${id}`, reversesId: id },
    lines: reversedLines(await selectLines(ctx.db, id)),
  });
}

/** The database says why in the application's own codes (database/tenant/0450). */
function orRefused(error: unknown): never {
  const { code, message } = error as { code?: string; message: string };
  throw code === "KB002" ? refused(message as Reason) : error;
}
