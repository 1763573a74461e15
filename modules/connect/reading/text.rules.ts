/**
 * Text of the outside as it may be kept: no NUL (PostgreSQL refuses it), no half surrogate (jsonb refuses it),
 * trimmed, and cut without splitting a character. Markup in it stays what it is: text.
 */
export function cleanText(text: string, max: number): string {
  const trimmed = text.replaceAll("\0", "").trim();
  const cut =
    trimmed.length > max ? trimmed.slice(0, endOfCharacter(trimmed, max)).trimEnd() : trimmed;
  return cut.isWellFormed() ? cut : cut.toWellFormed();
}

const endOfCharacter = (text: string, max: number): number => {
  const last = text.charCodeAt(max - 1);
  return last >= 0xd800 && last <= 0xdbff ? max - 1 : max;
};

/** Looks a word of the outside up. A plain object would answer to `constructor`. */
export function dictionary<Meaning>(
  words: Readonly<Record<string, Meaning>>,
): (word: string) => Meaning | undefined {
  const known = new Map(Object.entries(words));
  return (word) => known.get(word);
}

/** Lower-case address, or null when it is none: an empty text is no e-mail. */
export function emailOf(text: string): string | null {
  const email = text.trim().toLowerCase();
  return email.length <= 254 && /^[^\s@\0]+@[^\s@\0]+$/.test(email) && email.isWellFormed()
    ? email
    : null;
}

/** A country as ISO 3166 alpha-2, or null. */
export function countryOf(text: string): string | null {
  const code = text.trim().toUpperCase();
  return /^[A-Z]{2}$/.test(code) ? code : null;
}
