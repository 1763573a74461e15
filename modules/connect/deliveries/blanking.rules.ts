const BLANK = "•••";

/** Headers that let somebody act as the store or as a person, by name. */
const SECRET_HEADER =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|.*(?:signature|hmac|api-?key|token|secret|password).*)$/;

/** Fields whose value nobody needs to see again. Letters and digits only, lower case, so that every spelling meets. */
const SECRET_FIELD =
  /^(?:.*(?:password|passwd|secret|apikey|privatekey|accesstoken|authtoken|refreshtoken|cardnumber|creditcard)|token|cvv|cvc|cvv2|pan|checkouttoken|carttoken|orderkey|browserip.*)$/;

const HEADERS_MAX = 100;
const HEADER_MAX_LENGTH = 2000;

/** The headers as they are kept: lower-case names, secrets blanked, not without limit. */
export function keptHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers).slice(0, HEADERS_MAX)) {
    if (value === undefined) continue;
    const lower = name.toLowerCase();
    const text = typeof value === "string" ? value : value.join(", ");
    // PostgreSQL's jsonb takes no NUL.
    kept[lower] = SECRET_HEADER.test(lower)
      ? BLANK
      : text.slice(0, HEADER_MAX_LENGTH).replaceAll("\0", "�");
  }
  return kept;
}

/** A body as people see it: what looks like a secret or a card number is blanked, the rest stays byte for byte. */
export const blankedBody = (body: string): string => withoutCards(withoutSecrets(body));

/** Works on the text rather than on parsed JSON: what is shown keeps the store's own spelling, and broken JSON too. */
const withoutSecrets = (body: string): string =>
  body
    .replace(
      /"((?:[^"\\]|\\.){1,60})"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g,
      (whole, key: string, colon: string, value: string) =>
        isSecretField(key) && value !== "" ? `"${key}"${colon}"${BLANK}"` : whole,
    )
    .replace(/(^|&)([^=&\s]{1,60})=([^&\s]+)/g, (whole, before: string, key: string) =>
      isSecretField(key) ? `${before}${key}=${BLANK}` : whole,
    );

/** Thirteen to nineteen digits, together or in groups, that satisfy the card checksum and begin like a card. */
const withoutCards = (body: string): string =>
  body.replace(/(?<![\d.])[2-6](?:[ -]?\d){12,18}(?![\d.])/g, (found) =>
    isCardNumber(found.replace(/\D/g, "")) ? BLANK : found,
  );

const isSecretField = (key: string): boolean =>
  SECRET_FIELD.test(key.toLowerCase().replace(/[^a-z0-9]/g, ""));

/** The Luhn checksum of ISO/IEC 7812. */
export function isCardNumber(digits: string): boolean {
  if (!/^[2-6]\d{12,18}$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const weighed = i % 2 === 1 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}
