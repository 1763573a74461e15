import type { CommandCtx, Ctx } from "#platform/actions/context.ts";

/** The job that compares whoever was written since the last look with everybody. */
export const LOOK = "crm.duplicates.look";
/** The job that compares all customers anew. */
export const COMPARE = "crm.duplicates.compare";

const WITHIN_MS = 120_000;
/** So many companies are remembered as having asked; beyond that the list starts anew. */
const REMEMBERED_MAX = 20_000;

/**
 * Has whoever is written looked at, two minutes from now for all that is written until then. One that is missed is found
 * with the next: a look sees all that was written since the one before.
 */
export async function askToLook(
  ctx: Pick<Ctx, "now" | "company"> & Pick<CommandCtx, "later">,
): Promise<void> {
  const now = ctx.now.getTime();
  if (now < (askedUntil.get(ctx.company.id) ?? 0)) return;
  if (askedUntil.size >= REMEMBERED_MAX) askedUntil.clear();
  askedUntil.set(ctx.company.id, now + WITHIN_MS);
  await ctx.later(LOOK, {}, { key: LOOK, runAt: new Date(now + WITHIN_MS) });
}
const askedUntil = new Map<string, number>();

export const leaveComparing = (ctx: CommandCtx): Promise<void> =>
  ctx.later(COMPARE, {}, { key: COMPARE });
