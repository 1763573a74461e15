/** What is looked for in an order's number, name, e-mail and phone. */
type Search = {
  readonly words: string;
  /** Also to be found, but of no use to the index: half of all addresses end in the same domain. */
  readonly whole: string | null;
  /** Or these digits. */
  readonly phone: string | null;
};

/**
 * A phone is kept as `+60123456789` and typed as `012-345 6789`: its digits without the leading zero are looked for as
 * well. One or two letters are looked for at the beginning of words: inside them the index could not help.
 */
export function searchOf(search: string): Search {
  const text = search.trim().toLowerCase();
  const [, local = ""] = /^([^\s@]{3,}@)\S+$/.exec(text) ?? [];
  const isPhone = /^\+?[\d\s()./-]{6,}$/.test(text);
  const digits = text.replace(/\D/g, "").replace(/^0+/, "");
  return {
    words: local || ([...text].length < 3 ? ` ${text}` : text),
    whole: local === "" ? null : text,
    phone: isPhone && digits.length >= 5 && digits !== text ? digits : null,
  };
}
