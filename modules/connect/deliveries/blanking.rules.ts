import { withoutCards } from "#platform/privacy/cards.rules.ts";

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

const isSecretField = (key: string): boolean =>
  SECRET_FIELD.test(key.toLowerCase().replace(/[^a-z0-9]/g, ""));
