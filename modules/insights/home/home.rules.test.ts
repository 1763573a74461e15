import assert from "node:assert/strict";
import { test } from "node:test";
import { beforeOf, gathered, isToldBySpan, periodOf, pointsOf, stepOf } from "./home.rules.ts";

test("a period is compared with as many days right before it", () => {
  assert.deepEqual(beforeOf({ from: "2026-11-01", to: "2026-11-30" }), {
    from: "2026-10-02",
    to: "2026-10-31",
  });
  assert.deepEqual(beforeOf({ from: "2026-03-01", to: "2026-03-01" }), {
    from: "2026-02-28",
    to: "2026-02-28",
  });
});

test("a long period has a point a month, and the first month may begin in its middle", () => {
  const year = { from: "2025-12-15", to: "2026-11-22" };
  assert.equal(stepOf(year), "month");
  assert.deepEqual(pointsOf(year).slice(0, 3), ["2025-12-15", "2026-01-01", "2026-02-01"]);
  assert.equal(pointsOf(year).at(-1), "2026-11-01");
});

test("no day of a period is lost when days are gathered into months", () => {
  const year = { from: "2025-12-15", to: "2026-11-22" };
  const days = pointsOf({ from: "2026-01-01", to: "2026-03-10" }).map((on) => ({
    on,
    grossMinor: 100,
    refundsMinor: 1,
    ordersCount: 1,
  }));
  const points = gathered(year, days);
  assert.equal(
    points.reduce((sum, { ordersCount }) => sum + ordersCount, 0),
    days.length,
  );
  assert.equal(points.find(({ on }) => on === "2026-02-01")?.grossMinor, 2800);
});

test("a period the wrong way round, or of more than 1,100 days, is refused at its field", () => {
  assert.throws(() => periodOf({ from: "2026-11-02", to: "2026-11-01" }), /input\.invalid/);
  assert.throws(() => periodOf({ from: "2020-01-01", to: "2026-11-01" }), /input\.invalid/);
});

test("buyers are told by their first and last order where orders are many and of one currency", () => {
  const ringgit = { currency: "MYR", connectionId: undefined };
  const sold = (own: number, other: number) => [
    { currency: "MYR", ordersCount: own },
    { currency: "SGD", ordersCount: other },
  ];
  assert.equal(isToldBySpan(20_000, ringgit, sold(20_000, 5_000)), true);
  assert.equal(isToldBySpan(19_999, ringgit, sold(19_999, 0)), false);
  assert.equal(isToldBySpan(20_000, ringgit, sold(20_000, 5_001)), false);
  assert.equal(isToldBySpan(20_000, { ...ringgit, connectionId: "a" }, sold(20_000, 0)), false);
  assert.equal(isToldBySpan(20_000, { ...ringgit, currency: "JPY" }, sold(20_000, 0)), false);
});
