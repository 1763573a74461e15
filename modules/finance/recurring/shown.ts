import type { Ctx } from "#platform/actions/context.ts";
import type { Recurring, RecurringId, RecurringRow as Shown } from "./recurring.contract.ts";
import { daysFrom, whyNotChange, whyNotPause, whyNotResume } from "./recurring.rules.ts";
import { type RecurringRow, selectPeriods, selectRecurring } from "./recurring.sql.ts";

const WRITE = "finance.recurring.write";
const COMING = 4;
const PERIODS_SHOWN = 24;

export const rowOf = (row: RecurringRow): Shown => ({
  ...{ id: row.id, status: row.status, every: row.every, does: row.does },
  buyerName: row.buyer.name,
  customerId: row.customerId as Shown["customerId"],
  ...{ currency: row.currency, payableMinor: row.payableMinor, nextOn: row.nextOn },
  ...{ failure: row.failure, createdAt: row.createdAt },
});

export async function readRecurring(ctx: Ctx, id: RecurringId): Promise<Recurring> {
  const row = await selectRecurring(ctx.db, id);
  const may = (reason: string | null) => ctx.whyNotMay(WRITE) ?? reason;
  return {
    ...rowOf(row),
    ...{ startsOn: row.startsOn, isMonthEnd: row.isMonthEnd, endsOn: row.endsOn },
    ...{ language: row.language, buyer: row.buyer, pricesContainTax: row.pricesContainTax },
    ...{ termsDays: row.termsDays, reference: row.reference, note: row.note, figures: row.figures },
    lines: [...row.content.lines],
    adjustments: [...row.content.adjustments],
    comingOn: row.status === "active" ? [...daysFrom(row, row.nextIndex, COMING)] : [],
    periods: await selectPeriods(ctx.db, id, PERIODS_SHOWN),
    version: row.version,
    blocked: {
      change: may(whyNotChange(row)),
      pause: may(whyNotPause(row)),
      resume: may(whyNotResume(row)),
      end: may(whyNotChange(row)),
    },
  };
}
