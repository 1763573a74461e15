import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Problem } from "#kernel/errors.ts";
import { paymentStatusOf, pricedOf } from "./hand.rules.ts";

const typed = (quantity: number, unitPriceMinor: number, discountMinor = 0) => ({
  productId: null,
  variantId: null,
  title: "Kopi",
  sku: null,
  quantity,
  unitPriceMinor,
  discountMinor,
});
const NOTHING = { shippingMinor: 0, discountMinor: 0, taxMinor: 0 };

test("a quantity times a price is rounded to the nearest sen, halves up, and never through a float", () => {
  const cases: [number, number, number][] = [
    [1, 1, 1],
    [0.5, 3, 2],
    [0.333, 1000, 333],
    [1.005, 100_000, 100_500],
    [0.1, 5, 1],
    [0.001, 1, 0],
    [999_999.999, 1_000, 999_999_999],
  ];
  for (const [quantity, price, net] of cases)
    assert.equal(
      pricedOf({ ...NOTHING, lines: [typed(quantity, price)] }, []).sums.totalMinor,
      net,
    );
});

test("a discount on the whole is shared out to the last sen, by what each line is worth", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(100_000), { minLength: 1, maxLength: 500 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (prices, part) => {
        const whole = prices.reduce((sum, price) => sum + price, 0);
        const discountMinor = Math.floor(whole * part);
        const { lines, sums } = pricedOf(
          { ...NOTHING, discountMinor, lines: prices.map((price) => typed(1, price)) },
          [],
        );
        assert.equal(sums.totalMinor, whole - discountMinor);
        assert.equal(sums.differenceMinor, 0);
        assert.ok(lines.every((line) => line.netMinor >= 0));
      },
    ),
  );
});

test("what cannot be priced is answered at its field", () => {
  const cases: [Parameters<typeof pricedOf>[0], (string | number)[], string][] = [
    [
      { ...NOTHING, lines: [typed(1, 100, 101)] },
      ["lines", 0, "discountMinor"],
      "sales.order.discount_too_large",
    ],
    [
      { ...NOTHING, discountMinor: 101, lines: [typed(1, 100)] },
      ["discountMinor"],
      "sales.order.discount_too_large",
    ],
    [
      { ...NOTHING, lines: [typed(1_000_000, 9_000_000_000_000)] },
      ["lines", 0, "unitPriceMinor"],
      "sales.order.too_large",
    ],
  ];
  for (const [input, path, code] of cases)
    assert.throws(
      () => pricedOf(input, []),
      (problem: Problem) => {
        assert.deepEqual(problem.details, [{ path, code }]);
        return true;
      },
    );
});

test("where a sale stands follows from what came in, what went back and what it costs", () => {
  const cases: [paid: number, refunded: number, total: number, string][] = [
    [0, 0, 100, "unpaid"],
    [40, 0, 100, "part_paid"],
    [100, 0, 100, "paid"],
    [100, 0, 80, "paid"],
    [100, 30, 100, "part_refunded"],
    [100, 100, 100, "refunded"],
    [0, 0, 0, "paid"],
  ];
  for (const [paid, refunded, total, status] of cases)
    assert.equal(paymentStatusOf(paid, refunded, total), status);
});
