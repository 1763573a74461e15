/** An exact amount in the smallest unit of its currency: sen for MYR, yen for JPY, fils for KWD. Never a float. */
export type Minor = number;

/** Decimals of a currency by ISO 4217, as ECMA-402 carries them: 2 for MYR, 0 for JPY, 3 for KWD. */
export function digitsOf(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  const found =
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
      .maximumFractionDigits ?? 2;
  digits.set(currency, found);
  return found;
}
const digits = new Map<string, number>();

/** Whether the text is a currency code in use. */
export const isCurrency = (code: string): boolean => currencies().has(code);
const currencies = () => (known ??= new Set(Intl.supportedValuesOf("currency")));
let known: Set<string> | undefined;

export function sumMinor(amounts: readonly Minor[]): Minor {
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  if (!Number.isSafeInteger(total)) throw new RangeError(`not a whole minor amount: ${total}`);
  return total;
}

/**
 * Reads a decimal amount into minor units: `"1,259.90"`, `"RM 1,259.90"`, `-5`, `"0.5"`.
 * Null when it is no amount, has a decimal comma, or has more decimals than the currency that are not zero.
 */
export function readMinor(text: string | number, currency: string): Minor | null {
  const trimmed = String(text)
    .trim()
    .replace(/^(?:[A-Z]{2,3}|[$€£¥])\s*/, "");
  const match = /^([-−]?)((?:\d{1,3}(?:,\d{3})+)|\d+|(?=\.))(?:\.(\d+))?$/.exec(trimmed);
  if (match === null) return null;
  const [, sign = "", whole = "", fraction = ""] = match;
  const places = digitsOf(currency);
  if (/[1-9]/.test(fraction.slice(places))) return null;
  const amount = Number(whole.replaceAll(",", "") + fraction.slice(0, places).padEnd(places, "0"));
  if (!Number.isSafeInteger(amount)) return null;
  return sign === "" || amount === 0 ? amount : -amount;
}

/** The amount as plain decimal text, `1234.50`: for forms and files, not for reading eyes. */
export function decimalOf(amount: Minor, currency: string): string {
  const places = digitsOf(currency);
  const digitsText = String(Math.abs(amount)).padStart(places + 1, "0");
  const sign = amount < 0 ? "-" : "";
  if (places === 0) return sign + digitsText;
  return `${sign}${digitsText.slice(0, -places)}.${digitsText.slice(-places)}`;
}
