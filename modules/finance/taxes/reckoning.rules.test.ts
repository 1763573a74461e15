import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readDecimal } from "#kernel/decimal.ts";
import { type Paper, type PaperLine, reckon, type Tax } from "./reckoning.rules.ts";
import { agrees, anyPaper, vatPaper } from "./reckoning.testing.ts";

const RUNS = 5_000;

const dec = (text: string): bigint => readDecimal(text) as bigint;
const vat = (rate: string, more: Partial<Tax> = {}): Tax => ({
  code: `vat${rate}`,
  scheme: "VAT",
  category: "S",
  rate: dec(rate),
  isCompound: false,
  isWithheld: false,
  ...more,
});
const line = (quantity: string, price: string, ...taxes: Tax[]): PaperLine => ({
  quantity: dec(quantity),
  price: dec(price),
  adjustments: [],
  taxes,
});
const paper = (lines: PaperLine[], more: Partial<Paper> = {}): Paper => ({
  currency: "MYR",
  pricesContainTax: false,
  lines,
  adjustments: [],
  ...more,
});

test("tax is reckoned once for all lines of a rate, and lines bear it by the largest remainder", () => {
  const three = reckon(paper(["0.33", "0.33", "0.33"].map((price) => line("1", price, vat("8")))));
  assert.equal(three.taxMinor, 8);
  assert.deepEqual(
    three.lines.map(({ taxMinor }) => taxMinor),
    [3, 3, 2],
  );
  assert.deepEqual([three.netMinor, three.totalMinor, three.payableMinor], [99, 107, 107]);
});

test("quantity and price count to the sixth decimal", () => {
  const { lines } = reckon(paper([line("0.333333", "3.000003"), line("1234567.891", "0.000001")]));
  assert.deepEqual(
    lines.map(({ netMinor }) => netMinor),
    [100, 123],
  );
});

test("a currency has its own decimals: 100 yen, 1.000 dinar", () => {
  const of = (currency: string) =>
    reckon(paper([line("3", "33.3335", vat("10"))], { currency })).totalMinor;
  assert.deepEqual([of("JPY"), of("MYR"), of("KWD")], [110, 11_000, 110_001]);
});

test("prices that contain tax give the tax back, and the price is what is paid", () => {
  const at8 = reckon(paper([line("1", "108", vat("8"))], { pricesContainTax: true }));
  assert.deepEqual([at8.netMinor, at8.taxMinor, at8.payableMinor], [10_000, 800, 10_800]);
  // 2 + 0 or 3 + 1: no net at 20 % comes to 3. The cent is rounding, and no tax office's.
  const three = reckon(paper([line("1", "0.03", vat("20"))], { pricesContainTax: true }));
  assert.deepEqual(
    [three.netMinor, three.taxMinor, three.roundingMinor, three.payableMinor],
    [3, 1, -1, 3],
  );
});

test("a discount on the paper is spread over the taxes of its lines in proportion", () => {
  const { adjustments, groups, discountMinor, totalMinor } = reckon(
    paper([line("1", "100", vat("8")), line("1", "50", vat("0", { category: "E" }))], {
      adjustments: [{ isCharge: false, of: { percent: dec("10") } }],
    }),
  );
  assert.deepEqual(
    adjustments.map(({ netMinor, taxMinor }) => [netMinor, taxMinor]),
    [
      [-1_000, -80],
      [-500, 0],
    ],
  );
  assert.deepEqual(
    groups.map(({ category, taxableMinor, taxMinor }) => [category, taxableMinor, taxMinor]),
    [
      ["S", 9_000, 720],
      ["E", 4_500, 0],
    ],
  );
  assert.deepEqual([discountMinor, totalMinor], [1_500, 14_220]);
});

test("what is taken back on the same paper bears none of its discount", () => {
  const { adjustments } = reckon(
    paper([line("1", "100", vat("8")), line("-1", "99.99", vat("0", { category: "E" }))], {
      adjustments: [{ isCharge: false, of: { minor: 500 } }],
    }),
  );
  assert.deepEqual(
    adjustments.map(({ netMinor, levied }) => [netMinor, levied[0]?.category]),
    [[-500, "S"]],
  );
});

test("a charge has the tax it was given", () => {
  const { groups, chargeMinor } = reckon(
    paper([line("1", "100", vat("8"))], {
      adjustments: [{ isCharge: true, of: { minor: 1_200 }, taxes: [vat("0", { category: "Z" })] }],
    }),
  );
  assert.equal(chargeMinor, 1_200);
  assert.deepEqual(
    groups.map(({ category, taxableMinor }) => [category, taxableMinor]),
    [
      ["S", 10_000],
      ["Z", 1_200],
    ],
  );
});

test("a compound tax is levied on the taxes before it, and only then", () => {
  const federal = vat("5", { code: "federal", scheme: "GST" });
  const onTop = vat("9.975", { code: "city", scheme: "CITY", isCompound: true });
  const { groups } = reckon(paper([line("1", "100", federal, onTop), line("1", "100", onTop)]));
  assert.deepEqual(
    groups.map(({ scheme, taxableMinor, taxMinor }) => [scheme, taxableMinor, taxMinor]),
    [
      ["GST", 10_000, 500],
      ["CITY", 10_000, 998],
      ["CITY", 10_500, 1_047],
    ],
  );
});

test("what is withheld is no part of the total, and stands beside it", () => {
  const withheld = vat("10", { code: "wht", scheme: "WHT", isWithheld: true });
  const { totalMinor, withheldMinor, lines } = reckon(
    paper([line("1", "100", vat("8"), withheld)], { pricesContainTax: false }),
  );
  assert.deepEqual([totalMinor, withheldMinor], [10_800, 1_000]);
  assert.deepEqual(lines[0]?.withheld, [{ code: "wht", minor: 1_000 }]);
});

test("two codes of one rate share its rounding, and the report tells them apart", () => {
  const { groups } = reckon(
    paper([
      line("1", "0.07", vat("8", { code: "goods" })),
      line("1", "0.07", vat("8", { code: "services" })),
    ]),
  );
  assert.deepEqual(groups[0]?.codes, [
    { code: "goods", taxableMinor: 7, taxMinor: 1 },
    { code: "services", taxableMinor: 7, taxMinor: 0 },
  ]);
});

test("cash is rounded to the nearest five sen", () => {
  const paid = ["10.01", "10.02", "10.03", "10.04", "10.06", "10.07", "10.08"].map((price) => {
    const { payableMinor, roundingMinor } = reckon(paper([line("1", price)], { cashStepMinor: 5 }));
    return [payableMinor, roundingMinor];
  });
  assert.deepEqual(paid, [
    [1_000, -1],
    [1_000, -2],
    [1_005, 2],
    [1_005, 1],
    [1_005, -1],
    [1_005, -2],
    [1_010, 2],
  ]);
});

test("an amount too large to be exact is refused", () => {
  assert.throws(() => reckon(paper([line("999999999", "999999999")])), RangeError);
});

test("paper, lines, postings and report agree to the cent on 10,000 papers of any kind", () => {
  fc.assert(fc.property(vatPaper, agrees), { numRuns: RUNS });
  fc.assert(fc.property(anyPaper, agrees), { numRuns: RUNS });
});
