import fc from "fast-check";
import {
  type Adjustment,
  type Paper,
  type PaperLine,
  type Reckoned,
  reckon,
  type Tax,
} from "./reckoning.rules.ts";

/** Papers of every kind: prices with and without tax, several taxes, discounts, what is taken back, coins, 0 to 3 decimals. */
const ONE_TAX: readonly Tax[] = [
  tax("vat20", "VAT", "S", 20_000_000n),
  tax("vat5", "VAT", "S", 5_000_000n),
  tax("vat5goods", "VAT", "S", 5_000_000n),
  tax("vat2.1", "VAT", "S", 2_100_000n),
  tax("zero", "VAT", "Z", 0n),
  tax("exempt", "VAT", "E", 0n),
  tax("reverse", "VAT", "AE", 0n),
  tax("igic", "VAT", "L", 7_000_000n),
];
const MORE_TAXES: readonly Tax[] = [
  tax("service8", "SERVICE", "S", 8_000_000n),
  { ...tax("city", "CITY", "S", 9_975_000n), isCompound: true },
  { ...tax("wht", "WHT", "S", 10_000_000n), isWithheld: true },
];

function tax(code: string, scheme: string, category: Tax["category"], rate: bigint): Tax {
  return { code, scheme, category, rate, isCompound: false, isWithheld: false };
}

const quantity = fc.oneof(
  fc.bigInt({ min: 1n, max: 20n }).map((n) => n * 1_000_000n),
  fc.bigInt({ min: -5n, max: -1n }).map((n) => n * 1_000_000n),
  fc.bigInt({ min: 0n, max: 10n ** 9n }),
);
const price = fc.oneof(
  fc.bigInt({ min: 0n, max: 100_000n }).map((n) => n * 10_000n),
  fc.bigInt({ min: 0n, max: 10n ** 9n }),
);
const adjustment: fc.Arbitrary<Adjustment> = fc.record({
  isCharge: fc.boolean(),
  of: fc.oneof(
    fc.record({ minor: fc.integer({ min: 0, max: 2_000 }) }),
    fc.record({ percent: fc.bigInt({ min: 0n, max: 60_000_000n }) }),
  ),
});

const lineWith = (taxes: fc.Arbitrary<readonly Tax[]>): fc.Arbitrary<PaperLine> =>
  fc.record({ quantity, price, adjustments: fc.array(adjustment, { maxLength: 2 }), taxes });

const paperWith = (taxes: fc.Arbitrary<readonly Tax[]>, currency: fc.Arbitrary<string>) =>
  fc.record({
    currency,
    pricesContainTax: fc.boolean(),
    lines: fc.array(lineWith(taxes), { minLength: 1, maxLength: 8 }),
    adjustments: fc.array(
      fc.oneof(
        adjustment,
        fc.record({
          isCharge: fc.constant(true),
          of: fc.record({ minor: fc.integer({ min: 1, max: 3_000 }) }),
          taxes,
        }),
      ),
      { maxLength: 2 },
    ),
    cashStepMinor: fc.option(fc.constant(5), { nil: undefined, freq: 4 }),
  });

/** One VAT to a line, as EN 16931 can tell it. */
export const vatPaper: fc.Arbitrary<Paper> = paperWith(
  fc.constantFrom(...ONE_TAX).map((one) => [one]),
  fc.constantFrom("EUR", "MYR", "JPY"),
);

/** Any taxes, several to a line, none, compound and withheld. */
export const anyPaper: fc.Arbitrary<Paper> = paperWith(
  fc
    .tuple(
      fc.option(fc.constantFrom(...ONE_TAX), { freq: 8, nil: undefined }),
      fc.subarray([...MORE_TAXES]),
    )
    .map(([one, more]) => (one === undefined ? more : [one, ...more])),
  fc.constantFrom("EUR", "MYR", "JPY", "KWD"),
);

/** What must hold of every reckoned paper, reckoned another way. */
export function agrees(paper: Paper): void {
  const r = reckon(paper);
  const parts = [...r.lines, ...r.adjustments];
  const levied = r.groups.filter((group) => !group.isWithheld);
  equal(r.linesMinor, total(r.lines.map((line) => line.netMinor)), "BR-CO-10");
  equal(r.discountMinor, -total(netsOf(r, false)), "BR-CO-11");
  equal(r.chargeMinor, total(netsOf(r, true)), "BR-CO-12");
  equal(r.netMinor, r.linesMinor - r.discountMinor + r.chargeMinor, "BR-CO-13");
  equal(r.taxMinor, total(levied.map((group) => group.taxMinor)), "BR-CO-14");
  equal(r.totalMinor, r.netMinor + r.taxMinor, "BR-CO-15");
  equal(r.payableMinor, r.totalMinor + r.roundingMinor, "BR-CO-16");
  for (const group of r.groups) {
    const exact = (BigInt(group.taxableMinor) * group.rate * 2n) / 100_000_000n;
    const halves = exact < 0n ? (exact - 1n) / 2n : (exact + 1n) / 2n;
    equal(BigInt(group.taxMinor), halves, "BR-CO-17, without tolerance");
    equal(
      group.taxMinor,
      total(group.codes.map((code) => code.taxMinor)),
      "codes make their group",
    );
    equal(group.taxableMinor, total(group.codes.map((code) => code.taxableMinor)), "and its base");
  }
  for (const line of r.lines)
    equal(line.netMinor, line.grossNetMinor + total(line.adjustmentsNetMinor), "a line adds up");
  // What the lines bear of each tax is what the report says of it, and what is posted balances.
  equal(total(parts.map((part) => part.netMinor)), r.netMinor, "the lines' nets");
  equal(total(parts.map((part) => part.taxMinor)), r.taxMinor, "the lines' taxes");
  equal(total(parts.map((part) => part.withheldMinor)), r.withheldMinor, "the lines' withheld");
  for (const code of new Set(r.groups.flatMap((group) => group.codes.map((one) => one.code))))
    equal(
      total(r.groups.flatMap((g) => g.codes.filter((c) => c.code === code).map((c) => c.taxMinor))),
      total(
        parts.flatMap((part) =>
          [...part.taxes, ...part.withheld].filter((t) => t.code === code).map((t) => t.minor),
        ),
      ),
      `lines and report agree on ${code}`,
    );
  roundsLittle(paper, r);
}

const netsOf = (r: Reckoned, isCharge: boolean) =>
  r.adjustments.filter((one) => one.isCharge === isCharge).map((one) => one.netMinor);

/** Rounding is the coin's, and where prices contain tax at most a half of each net and each tax. */
function roundsLittle(paper: Paper, r: Reckoned): void {
  const nets = new Set(
    [...paper.lines.map(({ taxes }) => taxes), ...r.adjustments.map(({ levied }) => levied)].map(
      (taxes) =>
        JSON.stringify(taxes, (_, value) => (typeof value === "bigint" ? `${value}` : value)),
    ),
  ).size;
  const ofTax = paper.pricesContainTax ? nets * 2 + r.groups.length : 0;
  const ofCash = paper.cashStepMinor === undefined ? 0 : paper.cashStepMinor / 2;
  if (Math.abs(r.roundingMinor) > ofTax + ofCash)
    throw new Error(`rounded by ${r.roundingMinor}, at most ${ofTax + ofCash}`);
  if (paper.cashStepMinor !== undefined) equal(r.payableMinor % paper.cashStepMinor, 0, "coins");
}

const total = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);

function equal(one: number | bigint, other: number | bigint, says: string): void {
  if (BigInt(one) !== BigInt(other)) throw new Error(`${says}: ${one} is not ${other}`);
}
