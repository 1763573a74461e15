import { type Day, monthOf } from "#kernel/day.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { requireBooks } from "../books/books.ts";
import { monthsBetween } from "./periods.rules.ts";
import { holdBooksAlone, insertMonths, markHard } from "./periods.sql.ts";

/** Who may lock softly may post where it is locked softly. */
export const LOCK = "finance.periods.lock";
export const passesSoftLock = (ctx: Ctx): boolean => ctx.whyNotMay(LOCK) === null;

export const LOCK_HARD = "finance.periods.lock_hard";

/** All months of the books up to that of a day, for ever: nobody posts meanwhile, and nobody there again. */
export async function lockAllThrough(ctx: CommandCtx, day: Day): Promise<void> {
  const { startsOn } = await requireBooks(ctx.db);
  await holdBooksAlone(ctx.db);
  await insertMonths(ctx.db, monthsBetween(startsOn, monthOf(day)));
  await markHard(ctx.db, monthOf(day), ctx.now);
  ctx.tell("finance.periods");
}
