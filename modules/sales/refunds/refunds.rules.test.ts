import assert from "node:assert/strict";
import { test } from "node:test";
import { at, refund } from "../fixtures/telling.ts";
import { refundedMinorOf, refundsAfter } from "./refunds.rules.ts";

test("a refund told twice is one, with the content of the higher tie and the earliest moment", () => {
  const mention = refund({ tie: "10:a", reason: "", refundedAt: at(9) });
  const own = refund({ tie: "50:a", reason: "broken", refundedAt: at(20) });
  for (const told of [
    [mention, own],
    [own, mention],
  ]) {
    const { all } = refundsAfter([], told, null);
    assert.equal(all.length, 1);
    assert.deepEqual([all[0]?.reason, all[0]?.refundedAt], ["broken", at(9)]);
  }
});

test("only what is new, other or joined to its order has changed", () => {
  const first = refundsAfter([], [refund()], null);
  assert.equal(first.changed.length, 1);
  assert.equal(refundsAfter(first.all, [refund()], null).changed.length, 0);
  const joined = refundsAfter(first.all, [refund({ externalId: "r2" })], "order");
  assert.deepEqual(
    joined.changed.map(({ externalId, orderId }) => [externalId, orderId]),
    [
      ["r1", "order"],
      ["r2", "order"],
    ],
  );
});

test("refunds add up in the order's own currency, also those that no gateway moved", () => {
  const refunds = [
    refund({ amountMinor: 500, hasMovedMoney: false }),
    refund({ amountMinor: 200, hasMovedMoney: true }),
    refund({ amountMinor: 900, currency: "SGD" }),
  ];
  assert.equal(refundedMinorOf(refunds, "MYR"), 700);
});
