import type { CommandCtx } from "#platform/actions/context.ts";

export { productsOfDays, sumsOfAllDays, sumsOfDays } from "./days.sql.ts";

export const ROLL_UP = "sales.days.roll_up";
const WITHIN_MS = 60_000;
/** So many companies are remembered as having asked; beyond that the list starts anew. */
const REMEMBERED_MAX = 20_000;

/**
 * Has the days that were touched added up anew, a minute from now for all that is sold until then. One that is missed
 * makes figures slower and never wrong: such a day is read from its orders until the next who sells asks.
 */
export async function askToRollUp(ctx: CommandCtx): Promise<void> {
  const now = ctx.now.getTime();
  if (now < (askedUntil.get(ctx.company.id) ?? 0)) return;
  if (askedUntil.size >= REMEMBERED_MAX) askedUntil.clear();
  askedUntil.set(ctx.company.id, now + WITHIN_MS);
  await ctx.later(ROLL_UP, {}, { key: ROLL_UP, runAt: new Date(now + WITHIN_MS) });
}
const askedUntil = new Map<string, number>();
