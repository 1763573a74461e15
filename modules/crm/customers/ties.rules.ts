import { newId } from "#kernel/ids.ts";

/** For so long a merge can be undone. */
export const UNDO_DAYS = 30;
const DAY_MS = 86_400_000;

export const undoUntilOf = (mergedAt: Date): Date =>
  new Date(mergedAt.getTime() + UNDO_DAYS * DAY_MS);

export const newTieId = () => newId<"merge">();
