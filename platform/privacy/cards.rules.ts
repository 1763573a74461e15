/**
 * A payment card's number is kept nowhere: what looks like one is masked before it is stored, but for its last four digits.
 * It looks like one where prefix, length and checksum are a card's and it is written as people write cards: in one piece, or
 * in the groups that stand on a card. Barcodes, phone numbers and numbers of orders and parcels stay as they are.
 */

/** What stands between the groups of one number: one kind throughout. */
const BETWEEN = String.raw`[ \t.·_/+\u00a0\u2000-\u200a\u202f\u2010-\u2015\u2212-]`;
/** A letter or digit before or behind makes it something else (`YT4111…`, a decimal), but for the words people write there. */
const BEFORE = String.raw`(?<![\p{L}\p{N}]|\d[.,])|(?<=\b(?:card|kad|visa|mastercard|master|amex|mydebit|debit|credit|kredit|no))`;
const AFTER = String.raw`(?![\p{L}\p{N}]|[.,]\d)`;

const GROUPED = [
  String.raw`\d{4}(${BETWEEN})\d{4}\1\d{4}\1\d{4}(?:\1?\d{1,3})?`,
  String.raw`\d{4}(${BETWEEN})\d{6}\2\d{4,5}`,
  String.raw`\d{8}(${BETWEEN})\d{8}`,
  String.raw`\d{14,19}`,
].join("|");
const LIKE_A_CARD = new RegExp(`(?:${BEFORE})(?:${GROUPED})${AFTER}`, "giu");

/** The text without card numbers; the very same text where there is none. */
export function withoutCards(text: string): string {
  if (text.length < SHORTEST) return text;
  const plain = inAscii(text);
  if (!MAY_HOLD_ONE.test(plain)) return text;
  let masked = "";
  let from = 0;
  LIKE_A_CARD.lastIndex = 0;
  for (let found = LIKE_A_CARD.exec(plain); found !== null; found = LIKE_A_CARD.exec(plain)) {
    const card = cardIn(found[0]);
    // What is none may hold the beginning of one: `12 4111 …`.
    LIKE_A_CARD.lastIndex = found.index + (card?.length ?? 1);
    if (card === null) continue;
    masked += `${text.slice(from, found.index)}•••• ${card.replace(/\D/g, "").slice(-4)}`;
    from = found.index + card.length;
  }
  return from === 0 ? text : masked + text.slice(from);
}

const SHORTEST = 14;

const MAY_HOLD_ONE = /\d{4}(?:\d{10}|\D\d{4,6}\D\d{4}|\d{4}\D\d{8})/;

const GROUP_MIN = 4;
/** As many bytes as one sign between two groups may take in UTF-8. */
const GAP_MAX = 3;
const [QUOTE, ESCAPE, ESCAPED_CODE] = [34, 92, 117];
/** A sign by its code: `\u00a0`. */
const CODE_LENGTH = 6;

/**
 * Whether so many digits stand together as a card has. Nearly no body holds them, and this is asked of every byte that stores
 * send: a group of four covers every fourth place, so that three of four bytes need no look.
 */
function mayHoldOne(body: Buffer): boolean {
  for (let at = GROUP_MIN - 1; at < body.length; at += GROUP_MIN) {
    if (!isDigit(body, at)) continue;
    let begun = at;
    while (begun > 0 && isDigit(body, begun - 1)) begun -= 1;
    // These are the code of a letter.
    if (body[begun - 1] === ESCAPED_CODE && body[begun - 2] === ESCAPE) begun += CODE_LENGTH - 2;
    if (digitsFrom(body, begun) >= SHORTEST) return true;
  }
  return false;
}

/** How many digits follow in groups, as many as say enough. */
function digitsFrom(body: Buffer, begun: number): number {
  let [together, at] = [0, begun];
  while (together < SHORTEST) {
    const group = at;
    while (isDigit(body, at)) at += 1;
    together += at - group;
    if (at - group < GROUP_MIN) break;
    at = pastGap(body, at);
    if (!isDigit(body, at)) break;
  }
  return together;
}

/** Past one sign, in its bytes or escaped. A letter is none, and no quote: a number does not go on in another text. */
function pastGap(body: Buffer, end: number): number {
  if (body[end] === ESCAPE) return end + (body[end + 1] === ESCAPED_CODE ? CODE_LENGTH : 2);
  let at = end;
  while (at - end <= GAP_MAX && isGap(body, at)) at += 1;
  return at;
}

const isGap = (body: Buffer, at: number): boolean =>
  at < body.length && body[at] !== QUOTE && !isDigit(body, at) && !isLetter(body[at] as number);

/** Of ASCII, large or small. */
const isLetter = (byte: number): boolean => (byte | 32) >= 97 && (byte | 32) <= 122;

const isDigit = (body: Buffer, at: number): boolean => {
  const byte = at < body.length ? (body[at] as number) : 0;
  return byte >= 48 && byte <= 57;
};

/** All of it, or its first sixteen digits: the code on the back is written behind. */
function cardIn(found: string): string | null {
  const [sixteen = ""] = /^(?:\d{4}\D){3}\d{4}/.exec(found) ?? [];
  return [found, sixteen].find((one) => isCardNumber(one.replace(/\D/g, ""))) ?? null;
}

/** Digits of full width, as an East Asian keyboard writes them: one for one, so that places stay. */
const inAscii = (text: string): string =>
  FULL_WIDTH.test(text)
    ? text.replaceAll(/[\uff10-\uff19]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
    : text;
const FULL_WIDTH = /[\uff10-\uff19]/;

/** Fields of actions that open something, or carry a file's bytes: they are never shown again, and one letter matters. */
const KEPT_AS_IT_IS = /(?:password|secret|token|ticket|base64)$/i;

/** The same of everything that was sent: whatever is text in it, however deep. What has none comes back as it is. */
export function withoutCardsIn(value: unknown): unknown {
  if (typeof value === "string") return withoutCards(value);
  if (Array.isArray(value)) {
    const inside = value.map(withoutCardsIn);
    return inside.some((one, at) => one !== value[at]) ? inside : value;
  }
  if (typeof value !== "object" || value === null) return value;
  const proto = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== null) return value;
  const entries = Object.entries(value).map(([name, one]): [string, unknown] => [
    name,
    KEPT_AS_IT_IS.test(name) ? one : withoutCardsIn(one),
  ]);
  const isSame = entries.every(([name, one]) => one === (value as Record<string, unknown>)[name]);
  return isSame ? value : Object.fromEntries(entries);
}

/** Fields of what stores send that name something: they are no text that a person wrote. */
const NAMES_SOMETHING = /(?:^|[^a-z])(?:g?ids?|key|sku|ean|upc|gtin|barcode)$|(?:Id|Key|Sku)$/;
/** A text in JSON with its name, or a value of a form. */
const TEXT_IN_JSON = /(?:"((?:[^"\\]|\\.){1,100})"\s*:\s*)?"((?:[^"\\]|\\.)*)"/g;

/**
 * The same of a body that a store sent, byte for byte but for the cards in its texts. Its numbers and ids are the store's own:
 * masked they would name something else.
 */
export function withoutCardsInBody(body: Buffer): Buffer {
  if (!mayHoldOne(body)) return body;
  const text = body.toString("utf8");
  const isJson = /^\s*[[{]/.test(text.slice(0, 50));
  const masked = isJson
    ? text.replace(TEXT_IN_JSON, (whole, name: string | undefined, value: string) => {
        if (name !== undefined && NAMES_SOMETHING.test(name)) return whole;
        const plain = unescaped(value);
        const without = withoutCards(plain);
        return without === plain
          ? whole
          : `${whole.slice(0, whole.length - value.length - 2)}${JSON.stringify(without)}`;
      })
    : withoutCards(text);
  return masked === text ? body : Buffer.from(masked);
}

/** What a text in JSON says; as it stands where it says nothing. */
function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text;
  }
}

/** Issuers' prefixes with the lengths that they give out. */
const ISSUED: readonly (readonly [prefix: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [16, 19]],
  [/^5[1-5]/, [16]],
  [/^(?:222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|64[4-9]|65)/, [16, 19]],
  [/^35(?:2[89]|[3-8])/, [16]],
  [/^62/, [16, 17, 18, 19]],
  [/^(?:30[0-5]|36|3[89])/, [14]],
  [/^(?:5018|5020|5038|5893|6304|6759|676[1-3])/, [16]],
];

export const isCardNumber = (digits: string): boolean =>
  ISSUED.some(([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits)) &&
  isLuhn(digits) &&
  !(GS1_LENGTHS.includes(digits.length) && isGs1(digits)) &&
  !/^(\d)\1+$/.test(digits);

/** The checksum of ISO/IEC 7812. */
function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const weighed = at % 2 === 1 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}

/** Cases and pallets bear numbers of these lengths (GTIN-14, SSCC): theirs is another checksum. */
const GS1_LENGTHS = [14, 18];
function isGs1(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1)
    sum += Number(digits[digits.length - 1 - at]) * (at % 2 === 1 ? 3 : 1);
  return sum % 10 === 0;
}
