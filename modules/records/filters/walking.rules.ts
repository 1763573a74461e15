/** So many rows of a list are looked through in its order, to see how many of them a filter leaves. */
export const LOOK_THROUGH = 2000;
/** Walking so far costs no more than answering a filter that leaves as many. */
const LOOK_FURTHER = 40_000;
/** Fewer tell too little of how far a page is. */
const TELLING = 4;

/**
 * How far a walk has to go for a page, twice what its first steps say; null where they say too little, or that it is too
 * far: then the filter is answered first, and what it leaves is put in order.
 */
export function furtherOf(found: number, limit: number): number | null {
  if (found < TELLING) return null;
  const rows = Math.ceil((2 * LOOK_THROUGH * (limit + 1)) / found);
  return rows <= LOOK_FURTHER ? rows : null;
}
