import { likeText } from "./sql.ts";

const TERMS_MAX = 8;

/**
 * What somebody typed to search, as LIKE patterns on a `search_form` column that must all match. A word is found
 * anywhere; one or two letters only where a word begins, which the index can tell.
 */
export const searchPatterns = (typed: string): string[] =>
  typed
    .normalize("NFKC")
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== "")
    .slice(0, TERMS_MAX)
    .map((term) => {
      const spelt = likeText(searchForm(term));
      return term.length < 3 && spelt.length < 4 ? `% ${spelt}%` : `%${spelt}%`;
    });

/**
 * Of a word with a long number in it the number: few are called so, where the rest may be in every row, and an index of
 * parts would look through all of these. Null where the word is nothing but the number, or has none.
 */
export function numberWithin(text: string): string | null {
  const number = /\d{5,}/.exec(text)?.[0];
  return number === undefined || number === text ? null : number;
}

/** As `search_form` in the database spells it: without marks, and letters beyond ASCII byte by byte in octal. */
export function searchForm(term: string): string {
  let spelt = "";
  for (const byte of Buffer.from(unmarked(term))) {
    if (byte === 0x5c) spelt += "xx";
    else if (byte > 0x7f || byte === 0) spelt += `x${byte.toString(8).padStart(3, "0")}`;
    else spelt += String.fromCharCode(byte);
  }
  return spelt;
}

/** Without the marks over and under letters: "José" as "Jose". */
const unmarked = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFKC");
