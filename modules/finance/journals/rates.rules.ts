import { decimalText, roundedQuotient } from "#kernel/decimal.ts";
import { digitsOf, type Minor } from "#kernel/money.ts";

/**
 * An amount in another currency by an exact rate: how much of `to` one of `from` is worth. Whole numbers throughout; half
 * a unit is rounded away from zero.
 */
export function convertedMinor(amount: Minor, rate: string, from: string, to: string): Minor {
  const [whole = "", fraction = ""] = rate.split(".");
  const shift = digitsOf(to) - digitsOf(from);
  const numerator = BigInt(amount) * BigInt(whole + fraction) * 10n ** BigInt(Math.max(shift, 0));
  const denominator = 10n ** BigInt(fraction.length + Math.max(-shift, 0));
  return toMinor(roundedQuotient(numerator, denominator));
}

/** Of what a whole is carried at: the share of a part of it. Whoever takes all that is left of the whole takes all that is carried. */
export const shareOf = (carried: Minor, part: Minor, whole: Minor): Minor =>
  whole === 0 ? 0 : toMinor(roundedQuotient(BigInt(carried) * BigInt(part), BigInt(whole)));

/** By which rate so much of one currency became so much of another: to the twelve decimals that are kept. */
export function rateBetween(amount: Minor, from: string, worth: Minor, to: string): string {
  const shift = digitsOf(from) - digitsOf(to);
  const numerator = BigInt(worth) * 10n ** BigInt(12 + Math.max(shift, 0));
  const denominator = BigInt(amount) * 10n ** BigInt(Math.max(-shift, 0));
  return decimalText(roundedQuotient(numerator, denominator), 12);
}

function toMinor(amount: bigint): Minor {
  const minor = Number(amount);
  if (!Number.isSafeInteger(minor)) throw new RangeError(`not a whole minor amount: ${amount}`);
  return minor;
}

/** The parts of a balanced whole in another currency, balanced again. */
export const convertedParts = (
  parts: readonly Minor[],
  rate: string,
  from: string,
  to: string,
): Minor[] => convertedTo(0, parts, rate, from, to);

/**
 * Parts in another currency that add up to a total which is known there: each is converted, and what rounding leaves over goes to
 * the largest, one unit each.
 */
export function convertedTo(
  total: Minor,
  parts: readonly Minor[],
  rate: string,
  from: string,
  to: string,
): Minor[] {
  const converted = parts.map((part) => convertedMinor(part, rate, from, to));
  let left = total - converted.reduce((sum, one) => sum + one, 0);
  const byLoss = parts
    .map((part, at) => ({ at, size: Math.abs(part) }))
    .sort((a, b) => b.size - a.size || a.at - b.at);
  for (let next = 0; left !== 0 && byLoss.length > 0; next = (next + 1) % byLoss.length) {
    const at = byLoss[next]?.at ?? 0;
    converted[at] = (converted[at] ?? 0) + Math.sign(left);
    left -= Math.sign(left);
  }
  return converted;
}
