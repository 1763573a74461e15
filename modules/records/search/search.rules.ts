/** Shorter words are near to too many others. */
export const WORD_MIN = 4;
const TERMS_MAX = 8;

/** The words of a text that can be looked up, in their order, as they stand in it. */
export const termsOf = (text: string): string[] =>
  text
    .split(/\s+/)
    .filter((term) => /^\p{L}+$/u.test(term) && term.length >= WORD_MIN)
    .slice(0, TERMS_MAX);

export type Neighbour = { readonly word: string; readonly usesCount: number };

/** The nearest of them, the one that more are called by where two are as near; null when none is near enough. */
export function nearestOf(term: string, neighbours: readonly Neighbour[]): string | null {
  if (neighbours.some(({ word }) => word === term)) return term;
  const within = term.length < 6 ? 1 : 2;
  const near = neighbours
    .map(({ word, usesCount }) => ({ word, usesCount, distance: distanceOf(term, word) }))
    .filter(({ distance }) => distance <= within)
    .sort((a, b) => a.distance - b.distance || b.usesCount - a.usesCount);
  return near[0]?.word ?? null;
}

/** The word with each two neighbouring letters swapped. */
export const swapsOf = (word: string): string[] =>
  Array.from(
    { length: Math.max(0, word.length - 1) },
    (_, i) => word.slice(0, i) + word.charAt(i + 1) + word.charAt(i) + word.slice(i + 2),
  );

/**
 * How many letters must be added, left out, changed or swapped with their neighbour (optimal string alignment distance;
 * Damerau 1964, Communications of the ACM 7(3)).
 */
export function distanceOf(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const change = one[i - 1] === other[j - 1] ? 0 : 1;
      const swaps = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row.push(
        Math.min(
          at(last, j) + 1,
          at(row, j - 1) + 1,
          at(last, j - 1) + change,
          swaps ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = last;
    last = row;
  }
  return at(last, other.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? 0;
