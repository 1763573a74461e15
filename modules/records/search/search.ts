import type { CommandCtx } from "#platform/actions/context.ts";

/** The job that learns the words of what is new, and the one that learns all of them anew. */
export const LEARN = "records.search.learn";
export const LEARN_ANEW = "records.search.learn_anew";

const WITHIN_MS = 10 * 60_000;
/** So many companies are remembered as having asked; beyond that the list starts anew. */
const REMEMBERED_MAX = 20_000;

/** Has the words of new records learnt, some minutes from now for all that come until then. */
export async function askToLearnWords(ctx: CommandCtx): Promise<void> {
  const now = ctx.now.getTime();
  if (now < (askedUntil.get(ctx.company.id) ?? 0)) return;
  if (askedUntil.size >= REMEMBERED_MAX) askedUntil.clear();
  askedUntil.set(ctx.company.id, now + WITHIN_MS);
  await ctx.later(LEARN, {}, { key: LEARN, runAt: new Date(now + WITHIN_MS) });
}
const askedUntil = new Map<string, number>();

/** Something goes for good: no word of it stays. */
export const askToLearnAnew = (ctx: CommandCtx): Promise<void> =>
  ctx.later(LEARN_ANEW, {}, { key: LEARN_ANEW, isLong: true });
