import { addDays } from "#kernel/day.ts";
import { query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { type Home, type HomeOf, home } from "./home.contract.ts";
import { beforeOf, gathered, isToldBySpan, periodOf, stepOf, totalOf } from "./home.rules.ts";
import {
  type Scope,
  selectBuyers,
  selectBuyersBySpan,
  selectCurrencies,
  selectDays,
  selectIsEmpty,
  selectStores,
  selectTopProducts,
  selectWaiting,
} from "./home.sql.ts";

const TOP_PRODUCTS = 8;
const UNSENT_DAYS = 2;

export const getHome = query({
  does: home.get,
  needs: "insights.home.read",
  async run(ctx, asked) {
    const now = scopeOf(ctx, asked);
    const before = { ...now, period: beforeOf(now.period) };
    const days = await selectDays(ctx.db, now);
    const daysBefore = await selectDays(ctx.db, before);
    const pointsBefore = gathered(before.period, daysBefore);
    const currencies = await selectCurrencies(ctx.db, now);
    return {
      ...now.period,
      beforeFrom: before.period.from,
      beforeTo: before.period.to,
      currency: now.currency,
      currencies,
      now: await figuresOf(ctx, now, days, currencies),
      before: await figuresOf(ctx, before, daysBefore, currencies),
      step: stepOf(now.period),
      points: gathered(now.period, days).map((point, at) => ({
        on: point.on,
        netMinor: point.grossMinor - point.refundsMinor,
        ordersCount: point.ordersCount,
        beforeNetMinor: netOf(pointsBefore[at]),
      })),
      products: await selectTopProducts(ctx.db, now, before, TOP_PRODUCTS),
      stores: await selectStores(ctx.db, now),
      attention: await attentionOf(ctx),
      isEmpty: await selectIsEmpty(ctx.db),
    };
  },
});

const scopeOf = (ctx: Ctx, asked: HomeOf): Scope => ({
  period: periodOf(asked),
  zone: ctx.company.zone,
  currency: asked.currency ?? ctx.company.currency,
  connectionId: asked.connectionId,
});

const netOf = (point: { grossMinor: number; refundsMinor: number } | undefined): number =>
  point === undefined ? 0 : point.grossMinor - point.refundsMinor;

async function figuresOf(
  ctx: Ctx,
  scope: Scope,
  days: Parameters<typeof totalOf>[0],
  currencies: Home["currencies"],
): Promise<Home["now"]> {
  const { grossMinor, refundsMinor, ordersCount } = totalOf(days);
  const isBySpan = isToldBySpan(ordersCount, scope, currencies);
  const { newCount, returningCount } = await (isBySpan ? selectBuyersBySpan : selectBuyers)(
    ctx.db,
    scope,
  );
  return {
    netSalesMinor: grossMinor - refundsMinor,
    grossMinor,
    refundsMinor,
    ordersCount,
    averageMinor: ordersCount === 0 ? 0 : Math.round(grossMinor / ordersCount),
    newCustomersCount: newCount,
    returningCustomersCount: returningCount,
  };
}

/** What waits, bad first; what waits for nobody is left out. Each count is the count of the rows it leads to. */
async function attentionOf(ctx: Ctx): Promise<Home["attention"]> {
  const sentBy = addDays(ctx.today, -UNSENT_DAYS);
  const waiting = await selectWaiting(ctx.db, ctx.now, ctx.company.zone, sentBy);
  const log = "/connections/deliveries";
  const all: Home["attention"] = [
    {
      kind: "failed_deliveries",
      tone: "bad",
      count: waiting.failedCount,
      detail: {},
      to: `${log}?state=failed`,
    },
    { kind: "refusals", tone: "bad", count: waiting.refusalsCount, detail: {}, to: "/connections" },
    {
      kind: "waiting_deliveries",
      tone: "warn",
      count: waiting.waitingCount,
      detail: {},
      to: `${log}?state=waiting`,
    },
    {
      kind: "unfulfilled_orders",
      tone: "warn",
      count: waiting.unsentCount,
      detail: {},
      to: `/orders?status=open&paymentStatus=paid&fulfilmentStatus=unfulfilled&placedTo=${sentBy}`,
    },
    {
      kind: "waiting_connections",
      tone: "hint",
      count: waiting.unheardCount,
      detail: {},
      to: "/connections",
    },
  ];
  return all.filter(({ count }) => count > 0);
}
