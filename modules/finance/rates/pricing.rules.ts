import { apportion } from "#kernel/decimal.ts";
import type { Minor } from "#kernel/money.ts";
import { convertedMinor, convertedTo } from "../journals/rates.rules.ts";

/** By which rate of which day amounts in one currency stand in the books, and from where it is. */
export type Pricing = {
  readonly from: string;
  readonly to: string;
  readonly rate: string;
  readonly rateSource: string;
  /** Null: both are one currency. */
  readonly rateOn: string | null;
};

export const isForeign = ({ rateOn }: Pick<Pricing, "rateOn">): boolean => rateOn !== null;

export const ownPricing = (currency: string): Pricing => ({
  ...{ from: currency, to: currency, rate: "1", rateSource: "", rateOn: null },
});

export const worthOf = (minor: Minor, by: Pricing): Minor =>
  isForeign(by) ? convertedMinor(minor, by.rate, by.from, by.to) : minor;

/** A posting whose worth is known already stays; the others are worth what makes all of it balance. */
export type Part = { readonly minor: Minor; readonly worthMinor?: Minor | undefined };
export function worthsOf(parts: readonly Part[], by: Pricing): Minor[] {
  if (!isForeign(by)) return parts.map(({ minor }) => minor);
  const known = parts.reduce((sum, { worthMinor = 0 }) => sum + worthMinor, 0);
  const others = parts.flatMap(({ minor, worthMinor }) => (worthMinor === undefined ? minor : []));
  const worths = convertedTo(-known, others, by.rate, by.from, by.to);
  return parts.map(({ worthMinor }) => worthMinor ?? worths.shift() ?? 0);
}

/** Parts of a sum, worth as much together as the sum is: by the largest remainder. */
export function worthsWithin(worthMinor: Minor, parts: readonly Minor[], by: Pricing): Minor[] {
  if (!isForeign(by)) return [...parts];
  const sum = parts.reduce((all, part) => all + BigInt(part), 0n);
  if (sum === 0n) return convertedTo(worthMinor, parts, by.rate, by.from, by.to);
  const total = BigInt(worthMinor);
  return apportion(
    total,
    parts.map((part) => BigInt(part) * total),
    sum,
  ).map(Number);
}
