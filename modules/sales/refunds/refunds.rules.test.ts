import assert from "node:assert/strict";
import { test } from "node:test";
import { at, refund } from "../fixtures/telling.ts";
import {
  type RefundDeletion,
  type RefundState,
  refundedMinorOf,
  refundsAfter,
} from "./refunds.rules.ts";

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

test("a refund is there as long as the newest state that lists all refunds lists it, in whatever order states arrive", () => {
  const r1 = (minute: number) => refund({ externalId: "r1", refundedAt: at(minute) });
  const r2 = (minute: number) => refund({ externalId: "r2", refundedAt: at(minute) });
  // The store deleted the first refund between 5 and 7. Two states of one second: what either lists is there.
  const states = [
    { minute: 4, told: [r1(4)] },
    { minute: 5, told: [r1(5), r2(5)] },
    { minute: 7, told: [r2(7)] },
    { minute: 7, told: [] },
  ];
  for (const heard of permutations(states)) {
    let known: RefundState[] = [];
    let deletions: RefundDeletion[] = [];
    let newest = at(0);
    for (const { minute, told } of heard) {
      if (at(minute) > newest) newest = at(minute);
      const after = refundsAfter(known, told, "order", { at: at(minute), newest }, deletions);
      known = after.all;
      const back = after.all.map(({ externalId }) => externalId);
      deletions = [
        ...deletions.filter(({ externalId }) => !back.includes(externalId)),
        ...after.gone.map((gone) => gone as RefundDeletion),
      ];
    }
    assert.deepEqual(
      known.map(({ externalId, refundedAt }) => [externalId, refundedAt]),
      [["r2", at(5)]],
      heard.map(({ minute }) => minute).join(),
    );
  }
});

test("a refund that is told on its own never vanishes, whatever states leave it out", () => {
  const own = refundsAfter([], [refund()], "order");
  const after = refundsAfter(own.all, [], "order", { at: at(50), newest: at(50) });
  assert.deepEqual([after.all.length, after.gone], [1, []]);
});

const permutations = <T>(all: readonly T[]): T[][] =>
  all.length < 2
    ? [[...all]]
    : all.flatMap((one, i) =>
        permutations([...all.slice(0, i), ...all.slice(i + 1)]).map((rest) => [one, ...rest]),
      );
