import { digitsOf, type Minor } from "#kernel/money.ts";

/** What an amount looks like: sign, currency and figures apart, so that the currency can be muted. */
export type MoneyParts = { sign: "" | "−" | "+"; currency: string; figures: string };

/** `RM` at home in the shop's own sign; any other currency by its code, so that none is mistaken. */
const SIGNS: Readonly<Record<string, string>> = { MYR: "RM" };
export const currencySign = (currency: string): string => SIGNS[currency] ?? currency;

export function moneyParts(minor: Minor, currency: string, plus = false): MoneyParts {
  const sign = minor < 0 ? "−" : plus && minor > 0 ? "+" : "";
  return { sign, currency: currencySign(currency), figures: figuresOf(Math.abs(minor), currency) };
}

/** `−RM 32.10`: a true minus before the currency, a no-break space after it. */
export function moneyText(minor: Minor, currency: string): string {
  const { sign, currency: name, figures } = moneyParts(minor, currency);
  return `${sign}${name}\u00a0${figures}`;
}

/** Digits alone, grouped, with the decimals the currency has. Exact: no float is divided. */
function figuresOf(minor: Minor, currency: string): string {
  const places = digitsOf(currency);
  const text = String(minor).padStart(places + 1, "0");
  const whole = grouped(places === 0 ? text : text.slice(0, -places));
  return places === 0 ? whole : `${whole}.${text.slice(-places)}`;
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ",");

const count = new Intl.NumberFormat("en", { maximumFractionDigits: 3 });
/** A number of things: `1,204`, with a true minus. */
export const countText = (value: number): string => count.format(value).replace("-", "−");

const SIZES = ["B", "KB", "MB", "GB", "TB"] as const;
/** A file's size as people say it, in steps of 1,024: `840 B`, `3.2 MB`, `25 MB`. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let at = 0;
  for (; value >= 1024 && at < SIZES.length - 1; at += 1) value /= 1024;
  const places = at === 0 || value >= 100 ? 0 : 1;
  return `${countText(Number(value.toFixed(places)))}\u00a0${SIZES[at]}`;
}

/** How much of it is done, in whole percents; a hundred only when all of it is. */
export const percentOf = (done: number, of: number): number =>
  Math.floor((done / Math.max(1, of)) * 100);

/** Change against before as a part: 0.189 is 18.9% up. Null when there was nothing before. */
export const changeOf = (now: number, before: number): number | null =>
  before === 0 ? null : (now - before) / Math.abs(before);

/** `+18.2%`, `−6.1%`, and a dash where there is nothing to compare. */
export function changeText(change: number | null): string {
  if (change === null) return "–";
  const percent = (Math.abs(change) * 100).toFixed(1);
  if (percent === "0.0") return "0.0%";
  return `${change > 0 ? "+" : "−"}${percent}%`;
}
