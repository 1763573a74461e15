import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays, dayIn, daysBetween } from "#kernel/day.ts";
import { RECORD_TYPES } from "#modules/modules.ts";
import { type CompanyAction, inCompany } from "#platform/actions/action.ts";
import { customers } from "../../crm/customers/customers.contract.ts";
import { customerRoutes } from "../../crm/customers/customers.routes.ts";
import { type Said, type Shop, testShop } from "../../sales/fixtures/shop.ts";
import { buyer, line, order, refund } from "../../sales/fixtures/telling.ts";
import { orders } from "../../sales/orders/orders.contract.ts";
import { orderRoutes } from "../../sales/orders/orders.routes.ts";
import { getHome } from "./home.actions.ts";
import type { Home } from "./home.contract.ts";
import type { Period } from "./home.rules.ts";
import { selectBuyers, selectBuyersBySpan } from "./home.sql.ts";

type Product = Home["products"][number];

/** Clocks go back there within the period: 1 November 2026 has 25 hours. */
const ZONE = "America/New_York";
const PERIOD = { from: "2026-10-28", to: "2026-11-03" };

const hours = fc.integer({ min: 0, max: 14 * 24 * 2 - 1 }).map((half) => {
  const start = Date.UTC(2026, 9, 21, 4);
  return new Date(start + half * 30 * 60_000 + (half % 7) - 3);
});

type Sold = {
  readonly n: number;
  readonly who: number;
  readonly placedAt: Date;
  readonly totalMinor: number;
  readonly currency: string;
  readonly status: "open" | "completed" | "cancelled" | "pending";
  readonly isTest: boolean;
  readonly isDeleted: boolean;
  readonly refunds: readonly { readonly amountMinor: number; readonly refundedAt: Date }[];
};

const sales = fc
  .array(
    fc.record({
      who: fc.integer({ min: 0, max: 5 }),
      placedAt: hours,
      totalMinor: fc.integer({ min: 0, max: 50_000 }),
      currency: fc.constantFrom("USD", "USD", "USD", "MYR"),
      status: fc.constantFrom("open", "completed", "completed", "cancelled", "pending"),
      isTest: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
      isDeleted: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
      refunds: fc.array(
        fc.record({ amountMinor: fc.integer({ min: 1, max: 900 }), refundedAt: hours }),
        { maxLength: 2 },
      ),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((found) => found.map((sold, n): Sold => ({ ...sold, n })));

test("every figure is the count or the sum of the rows it opens, in the company's days, whatever was sold", async () => {
  await using shop = await testShop({ zone: ZONE, currency: "USD", country: "US" });
  await fc.assert(
    fc.asyncProperty(sales, async (sold) => {
      await clear(shop);
      const half = sold.length >> 1;
      await shop.hears(...sold.slice(0, half).flatMap(saidOf));
      // Days are added up in between: figures come from roll-ups and from orders alike.
      shop.house.clock.advance(60_000);
      await shop.house.drain(shop.caller);
      await shop.hears(...sold.slice(half).flatMap(saidOf));
      await shop.rows(
        "update customers set archived_at = now(), archived_by = 'person' where email = 'c5@example.com'",
      );
      const home = await shop.asks(getHome, PERIOD);
      await holdsFor(shop, home.now, PERIOD);
      await holdsFor(shop, home.before, { from: home.beforeFrom, to: home.beforeTo });
      assertExpected(home, sold);
      await assertBuyersAreSame(shop, PERIOD);
      // Some ordered before and after these two days, and not in them.
      await assertBuyersAreSame(shop, { from: "2026-10-28", to: "2026-10-29" });
    }),
    { numRuns: 25 },
  );
});

test("a company in which nothing ever arrived is empty, and a first order ends that", async () => {
  await using shop = await testShop();
  const period = { from: "2026-11-01", to: "2026-11-22" };
  const before = await shop.asks(getHome, period);
  assert.equal(before.isEmpty, true);
  assert.equal(before.now.averageMinor, 0);
  assert.equal(before.points.length, 22);
  await shop.hears({ order: order() });
  assert.equal((await shop.asks(getHome, period)).isEmpty, false);
});

test("what waits leads to the rows it counts", async () => {
  await using shop = await testShop();
  const late = new Date("2026-11-18T02:00:00Z");
  await shop.hears(
    { order: order({ placedAt: late }) },
    { order: order({ externalId: "101", placedAt: new Date("2026-11-21T02:00:00Z") }) },
    { order: order({ externalId: "102", placedAt: late, fulfilmentStatus: "fulfilled" }) },
  );
  const { attention } = await shop.asks(getHome, { from: "2026-11-01", to: "2026-11-22" });
  const unsent = attention.find(({ kind }: { kind: string }) => kind === "unfulfilled_orders");
  assert.equal(unsent.count, 1);
  const asked = Object.fromEntries(new URL(unsent.to, "http://x").searchParams);
  assert.equal((await shop.asks(routeOf(orderRoutes(RECORD_TYPES), orders.count), asked)).count, 1);
});

test("a period is refused at its field when it ends before it begins", async () => {
  await using shop = await testShop();
  await assert.rejects(shop.asks(getHome, { from: "2026-11-02", to: "2026-11-01" }), {
    kind: "invalid",
  });
});

/** The filters behind each figure, as the page writes them into its links. */
async function holdsFor(
  shop: Shop,
  figures: Record<string, number>,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const countOrders = routeOf(orderRoutes(RECORD_TYPES), orders.count);
  const countCustomers = routeOf(customerRoutes(RECORD_TYPES, []), customers.count);
  const listCustomers = routeOf(customerRoutes(RECORD_TYPES, []), customers.list);
  const sale = { currency: "USD", isSale: "true" };
  const placed = await shop.asks(countOrders, { ...sale, placedFrom: from, placedTo: to });
  assert.equal(figures["ordersCount"], placed.count);
  assert.equal(figures["grossMinor"], placed.sums[0]?.totalMinor ?? 0);
  const refunded = await shop.asks(countOrders, { ...sale, refundedFrom: from, refundedTo: to });
  assert.equal(figures["refundsMinor"] !== 0, refunded.count > 0);

  const ordered = { orderedFrom: from, orderedTo: to, orderedCurrency: "USD" };
  for (const [figure, filter] of [
    ["newCustomersCount", { ...ordered, firstOrderFrom: from }],
    ["returningCustomersCount", { ...ordered, firstOrderTo: addDays(from, -1) }],
  ] as const) {
    assert.equal(figures[figure], (await shop.asks(countCustomers, filter)).count, figure);
    assert.equal(figures[figure], (await shop.asks(listCustomers, filter)).rows.length, figure);
  }
}

/** Few or many orders, one way of counting or the other: the same customers. */
async function assertBuyersAreSame(shop: Shop, period: Period): Promise<void> {
  for (const currency of ["USD", "MYR"]) {
    const scope = { period, zone: ZONE, currency, connectionId: undefined };
    const { output } = await inCompany(
      shop.house,
      shop.caller,
      "test",
      "read only",
      async (ctx) => [await selectBuyers(ctx.db, scope), await selectBuyersBySpan(ctx.db, scope)],
    );
    assert.deepEqual(output[1], output[0]);
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
function assertExpected(home: any, sold: readonly Sold[]): void {
  const counts = sold.filter(
    ({ currency, status, isTest, isDeleted }) =>
      currency === "USD" && ["open", "completed"].includes(status) && !isTest && !isDeleted,
  );
  const isIn = (moment: Date, from: string, to: string) => {
    const day = dayIn(ZONE, moment);
    return day >= from && day <= to;
  };
  const sumIn = (from: string, to: string) => {
    const placed = counts.filter(({ placedAt }) => isIn(placedAt, from, to));
    const refunds = counts
      .flatMap((one) => one.refunds)
      .filter(({ refundedAt }) => isIn(refundedAt, from, to));
    return {
      ordersCount: placed.length,
      grossMinor: placed.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
      refundsMinor: refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    };
  };
  for (const [figures, from, to] of [
    [home.now, PERIOD.from, PERIOD.to],
    [home.before, "2026-10-21", "2026-10-27"],
  ]) {
    const { ordersCount, grossMinor, refundsMinor } = sumIn(from, to);
    assert.deepEqual(
      [figures.ordersCount, figures.grossMinor, figures.refundsMinor, figures.netSalesMinor],
      [ordersCount, grossMinor, refundsMinor, grossMinor - refundsMinor],
    );
  }
  assert.equal(home.points.length, daysBetween(PERIOD.from, PERIOD.to) + 1);
  for (const { on, netMinor, ordersCount } of home.points) {
    const day = sumIn(on, on);
    assert.deepEqual(
      [netMinor, ordersCount],
      [day.grossMinor - day.refundsMinor, day.ordersCount],
      on,
    );
  }
  const sumOf = (from: string, to: string) => sumIn(from, to).grossMinor;
  const { ordersCount } = home.now;
  assert.deepEqual(
    home.products.map(({ title, soldCount, netMinor, beforeNetMinor }: Product) => [
      title,
      soldCount,
      netMinor,
      beforeNetMinor,
    ]),
    ordersCount === 0
      ? []
      : [["Kopi O", 2 * ordersCount, home.now.grossMinor, sumOf("2026-10-21", "2026-10-27")]],
  );
  const stores = home.stores.reduce(
    (sum: number, { netMinor }: { netMinor: number }) => sum + netMinor,
    0,
  );
  assert.equal(stores, home.now.netSalesMinor);
}

function saidOf(sold: Sold): Said[] {
  const externalId = `o${sold.n}`;
  const told = order({
    externalId,
    number: `#${sold.n}`,
    customer: buyer({ email: `c${sold.who}@example.com`, name: `Customer ${sold.who}` }),
    status: sold.status,
    isTest: sold.isTest,
    currency: sold.currency,
    totalMinor: sold.totalMinor,
    placedAt: sold.placedAt,
    lines: [line({ netMinor: sold.totalMinor })],
    charges: [],
    refunds: sold.refunds.map((made, i) =>
      refund({
        ...made,
        externalId: `r${sold.n}-${i}`,
        orderExternalId: externalId,
        currency: sold.currency,
      }),
    ),
  });
  const gone = { gone: "order", externalId, at: new Date("2026-11-21") } as const;
  return sold.isDeleted ? [{ order: told }, gone] : [{ order: told }];
}

const clear = (shop: Shop) =>
  shop.rows(
    "delete from refunds; delete from orders; delete from order_deletions; delete from customer_identities; delete from customers; delete from timeline_entries",
  );

const routeOf = (routes: readonly { readonly does: unknown }[], does: unknown): CompanyAction => {
  const found = routes.find((route) => route.does === does);
  assert.ok(found !== undefined);
  return found as CompanyAction;
};
