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
  return toMinor(divided(numerator, denominator));
}

function divided(numerator: bigint, denominator: bigint): bigint {
  const size = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * size + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}

function toMinor(amount: bigint): Minor {
  const minor = Number(amount);
  if (!Number.isSafeInteger(minor)) throw new RangeError(`not a whole minor amount: ${amount}`);
  return minor;
}

/**
 * The parts of a balanced whole in another currency, balanced again: each is converted, and what rounding leaves over goes
 * to those that lost most by it, one unit each.
 */
export function convertedParts(
  parts: readonly Minor[],
  rate: string,
  from: string,
  to: string,
): Minor[] {
  const converted = parts.map((part) => convertedMinor(part, rate, from, to));
  let left = -converted.reduce((sum, one) => sum + one, 0);
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
