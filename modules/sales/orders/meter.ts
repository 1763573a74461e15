import { monthOf } from "#kernel/day.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { selectPlacedInMonth } from "./orders.sql.ts";

/** Orders placed this month, for the plan's limit. */
export const ordersMeter = async ({ db, today, company }: Ctx): Promise<number> =>
  (await selectPlacedInMonth(db, { month: monthOf(today), zone: company.zone })).count;
