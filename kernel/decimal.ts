/**
 * An exact decimal as a whole number of its smallest step: at six places 2.5 is 2_500_000n. Quantities, prices and rates are
 * reckoned with so, and never as floats.
 */
export type Decimal = bigint;

/** Places of quantities, prices and percentages. */
export const PLACES = 6;
/** 1 at those places. */
export const ONE: Decimal = 1_000_000n;

/** Reads `12`, `-0.5`, `.25` or `1.250000`; null when it is no decimal, or has more decimals than the places that are not zero. */
export function readDecimal(text: string, places: number = PLACES): Decimal | null {
  const match = /^([-+]?)(\d*)(?:\.(\d*))?$/.exec(text.trim());
  if (match === null) return null;
  const [, sign = "", whole = "", fraction = ""] = match;
  if (whole === "" && fraction === "") return null;
  if (/[1-9]/.test(fraction.slice(places))) return null;
  const steps = BigInt(whole + fraction.slice(0, places).padEnd(places, "0"));
  return sign === "-" ? -steps : steps;
}

/** As plain text without zeros at its end: `2.5`, `12`. */
export function decimalText(value: Decimal, places: number = PLACES): string {
  const digits = String(value < 0n ? -value : value).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Half goes away from zero, as the tax offices round: 2.5 becomes 3, -2.5 becomes -3. */
export function roundedQuotient(numerator: bigint, denominator: bigint): bigint {
  const isNegative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * n + d) / (2n * d);
  return isNegative ? -rounded : rounded;
}

/**
 * Whole parts of a whole total, as near to the exact fractions `numerators[i] / denominator` as can be: each is rounded down, and
 * what is left goes one by one to the largest remainders, the earlier first.
 */
export function apportion(
  total: bigint,
  numerators: readonly bigint[],
  denominator: bigint,
): bigint[] {
  const sign = denominator < 0n ? -1n : 1n;
  const d = denominator * sign;
  const parts = numerators.map((numerator, at) => {
    const floor = floorOf(numerator * sign, d);
    return { at, floor, remainder: numerator * sign - floor * d };
  });
  const count = BigInt(parts.length);
  const left = total - parts.reduce((sum, { floor }) => sum + floor, 0n);
  if (count === 0n) {
    if (left !== 0n) throw new RangeError("nothing to apportion to");
    return [];
  }
  const each = floorOf(left, count);
  const more = Number(left - each * count);
  const shares = parts.map(({ floor }) => floor + each);
  if (more === 0) return shares;
  const byRemainder = parts.toSorted((a, b) =>
    a.remainder === b.remainder ? a.at - b.at : a.remainder > b.remainder ? -1 : 1,
  );
  for (const { at } of byRemainder.slice(0, more)) shares[at] = (shares[at] ?? 0n) + 1n;
  return shares;
}

function floorOf(numerator: bigint, positive: bigint): bigint {
  const quotient = numerator / positive;
  return numerator < 0n && quotient * positive !== numerator ? quotient - 1n : quotient;
}
