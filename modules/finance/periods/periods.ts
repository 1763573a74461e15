import type { Ctx } from "#platform/actions/context.ts";

/** Who may lock softly may post where it is locked softly. */
export const LOCK = "finance.periods.lock";
export const passesSoftLock = (ctx: Ctx): boolean => ctx.whyNotMay(LOCK) === null;
