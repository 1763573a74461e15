import { decimalIn } from "./cells.rules.ts";
import type { ImportTarget } from "./meaning.rules.ts";

/** What columns can be, told in few words. */

export const textTarget = (key: string, en: string, ms: string): ImportTarget => ({
  key,
  label: { en, ms },
  kind: "text",
});

export const momentTarget = (key: string, en: string, ms: string): ImportTarget => ({
  key,
  label: { en, ms },
  kind: "moment",
});

/** An amount in which currency another column says: it is read as plain decimal text. */
export const amountTarget = (key: string, en: string, ms: string): ImportTarget => ({
  key,
  label: { en, ms },
  kind: "money",
  read: (said, { decimalMark }) =>
    decimalIn(said, decimalMark) ?? { code: "records.import.not_an_amount" },
});

/** One of some words, as other programs write them; what each means is its value, or it is itself one. */
export const wordTarget = (
  key: string,
  en: string,
  ms: string,
  words: ReadonlyMap<string, unknown>,
): ImportTarget => ({
  key,
  label: { en, ms },
  kind: "choice",
  read: (said) => {
    const small = said.toLowerCase();
    const meant = words.get(small);
    if (meant === undefined) return { code: "records.import.not_a_choice" };
    return typeof meant === "string" ? meant : small;
  },
});
