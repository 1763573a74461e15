import type { Minor } from "./money.ts";

/** The smallest coin of currencies that have none for their smallest unit, in minor units. */
const COINS: Readonly<Record<string, Minor>> = {
  MYR: 5,
  SGD: 5,
  BND: 5,
  AUD: 5,
  NZD: 10,
  CHF: 5,
  CAD: 5,
  SEK: 100,
  NOK: 100,
  DKK: 50,
};
export const coinOf = (currency: string): Minor | null => COINS[currency] ?? null;

/** What is paid in coins: to the nearest, half of one away from zero. */
export function inCoins(minor: Minor, currency: string): Minor {
  const coin = coinOf(currency);
  if (coin === null) return minor;
  const sign = minor < 0 ? -1 : 1;
  return sign * Math.floor((Math.abs(minor) * 2 + coin) / (2 * coin)) * coin || 0;
}
