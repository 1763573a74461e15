import { type Day, endOfMonth, monthOf } from "#kernel/day.ts";
import { notFound, type Reason, refuseIf } from "#kernel/errors.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { booksOf, requireBooks } from "../books/books.ts";
import { type PeriodList, periods } from "./periods.contract.ts";
import {
  financialYearOf,
  monthsBetween,
  type PeriodState,
  whyNotLift,
  whyNotLock,
} from "./periods.rules.ts";
import {
  holdBooksAlone,
  insertMonths,
  markFiled,
  markHard,
  markSoft,
  type PeriodRow,
  selectPeriods,
} from "./periods.sql.ts";
import { LOCK, LOCK_HARD } from "./periods.ts";

const READ = "finance.periods.read";
const FILE = "finance.periods.file";

export const listPeriods = query({ does: periods.list, needs: READ, run: readPeriods });

export const lockSoft = command({
  does: periods.lockSoft,
  needs: LOCK,
  async run(ctx, { startsOn }) {
    const period = await holdPeriod(ctx, startsOn);
    refuseIf(whyNotLock(period, "soft", ctx.today));
    await markSoft(ctx.db, startsOn, ctx.now);
    return told(ctx, startsOn, { lock: "soft" });
  },
});

export const liftSoft = command({
  does: periods.liftSoft,
  needs: LOCK,
  async run(ctx, { startsOn }) {
    const period = await holdPeriod(ctx, startsOn);
    refuseIf(whyNotLift(period, "soft"));
    await markSoft(ctx.db, startsOn, null);
    return told(ctx, startsOn, { lift: "soft" });
  },
});

export const lockFiled = command({
  does: periods.lockFiled,
  needs: FILE,
  async run(ctx, { startsOn }) {
    const period = await holdPeriod(ctx, startsOn);
    refuseIf(whyNotLock(period, "filed", ctx.today));
    await markFiled(ctx.db, startsOn, ctx.now);
    return told(ctx, startsOn, { lock: "filed" });
  },
});

export const liftFiled = command({
  does: periods.liftFiled,
  needs: FILE,
  async run(ctx, { startsOn, reason }) {
    const period = await holdPeriod(ctx, startsOn);
    refuseIf(whyNotLift(period, "filed"));
    await markFiled(ctx.db, startsOn, null);
    return told(ctx, startsOn, { lift: "filed", reason });
  },
});

/** With every month before it: between closed months nothing is left open. */
export const lockHard = command({
  does: periods.lockHard,
  needs: LOCK_HARD,
  isForFresh: true,
  async run(ctx, { startsOn }) {
    const period = await holdPeriod(ctx, startsOn);
    refuseIf(whyNotLock(period, "hard", ctx.today));
    const locked = await markHard(ctx.db, startsOn, ctx.now);
    return told(ctx, startsOn, { lock: "hard", months: locked.map((one) => one.startsOn) });
  },
});

/** The month, with all of the books' before it there, and nobody posting meanwhile. */
async function holdPeriod(ctx: CommandCtx, startsOn: Day): Promise<PeriodState> {
  const { startsOn: first } = await requireBooks(ctx.db);
  if (startsOn < first || startsOn > monthOf(ctx.today)) throw notFound("finance.period");
  await holdBooksAlone(ctx.db);
  await insertMonths(ctx.db, monthsBetween(first, startsOn));
  const period = (await selectPeriods(ctx.db)).find((one) => one.startsOn === startsOn);
  if (period === undefined) throw notFound("finance.period");
  return period;
}

async function told(ctx: CommandCtx, startsOn: Day, deed: object): Promise<PeriodList> {
  await ctx.audit(
    { type: "company", id: ctx.company.id, name: ctx.company.name },
    { period: startsOn, ...deed },
  );
  ctx.tell("finance.periods");
  return readPeriods(ctx);
}

async function readPeriods(ctx: Ctx): Promise<PeriodList> {
  const books = await booksOf(ctx.db);
  if (books === null) return { periods: [] };
  const known = new Map((await selectPeriods(ctx.db)).map((row) => [row.startsOn, row]));
  const may = {
    lock: ctx.whyNotMay(LOCK),
    file: ctx.whyNotMay(FILE),
    hard: ctx.whyNotMay(LOCK_HARD),
  };
  const shownOf = (month: Day) => {
    const period = known.get(month) ?? untouched(month);
    return {
      ...period,
      endsOn: endOfMonth(month),
      financialYear: financialYearOf(month, books.yearBeginsMonth),
      blocked: blockedOf(period, may, ctx.today),
    };
  };
  const months = new Set([
    ...monthsBetween(books.startsOn, monthOf(ctx.today)),
    ...[...known.keys()].filter((month) => month >= books.startsOn),
  ]);
  const newestFirst = [...months].sort((a, b) => (a < b ? 1 : -1));
  return { periods: newestFirst.map(shownOf) };
}

const untouched = (startsOn: Day): PeriodRow => ({
  startsOn,
  softLockedAt: null,
  filedAt: null,
  hardLockedAt: null,
  entriesCount: 0,
});

type May = Readonly<Record<"lock" | "file" | "hard", Reason | null>>;

const blockedOf = (period: PeriodState, may: May, today: Day) => ({
  soft: may.lock ?? whyNotLock(period, "soft", today),
  filed: may.file ?? whyNotLock(period, "filed", today),
  hard: may.hard ?? whyNotLock(period, "hard", today),
  lift:
    period.filedAt === null
      ? (may.lock ?? whyNotLift(period, "soft"))
      : (may.file ?? whyNotLift(period, "filed")),
});
