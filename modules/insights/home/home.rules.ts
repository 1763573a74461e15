import { addDays, type Day, daysBetween, monthAfter } from "#kernel/day.ts";
import { invalid } from "#kernel/errors.ts";

const DAYS_MAX = 1100;
/** A longer period is drawn a point a month. */
const DAILY_MAX = 120;

export type Period = { readonly from: Day; readonly to: Day };

/** The period as asked; refused when it is the wrong way round or too long. */
export function periodOf({ from, to }: Period): Period {
  if (to < from) throw invalid({ path: ["to"], code: "insights.home.ends_before_it_begins" });
  if (daysBetween(from, to) >= DAYS_MAX)
    throw invalid({ path: ["from"], code: "insights.home.too_long" });
  return { from, to };
}

/** As many days right before. */
export const beforeOf = ({ from, to }: Period): Period => ({
  from: addDays(from, -1 - daysBetween(from, to)),
  to: addDays(from, -1),
});

export const stepOf = ({ from, to }: Period): "day" | "month" =>
  daysBetween(from, to) < DAILY_MAX ? "day" : "month";

/** The first days of the points: every day, or the period's first day and every first of a month after it. */
export function pointsOf(period: Period): Day[] {
  const days: Day[] = [];
  const isMonthly = stepOf(period) === "month";
  for (let day = period.from; day <= period.to; day = isMonthly ? monthAfter(day) : addDays(day, 1))
    days.push(day);
  return days;
}

export type DaySums = {
  readonly on: Day;
  readonly grossMinor: number;
  readonly refundsMinor: number;
  readonly ordersCount: number;
};

/** Sums of days gathered into the points of a period. */
export function gathered(period: Period, days: readonly DaySums[]): DaySums[] {
  const points = pointsOf(period).map((on) => ({
    on,
    grossMinor: 0,
    refundsMinor: 0,
    ordersCount: 0,
  }));
  for (const day of days) {
    const point = points.findLast(({ on }) => on <= day.on);
    if (point === undefined) continue;
    point.grossMinor += day.grossMinor;
    point.refundsMinor += day.refundsMinor;
    point.ordersCount += day.ordersCount;
  }
  return points;
}

export function totalOf(days: readonly DaySums[]): Omit<DaySums, "on"> {
  const total = { grossMinor: 0, refundsMinor: 0, ordersCount: 0 };
  for (const day of days) {
    total.grossMinor += day.grossMinor;
    total.refundsMinor += day.refundsMinor;
    total.ordersCount += day.ordersCount;
  }
  return total;
}

const SPANS_FROM = 20_000;
const FOREIGN_SHARE_MAX = 0.2;

/** Whether buyers are sooner told by their first and last order: many orders, nearly all of one currency, of all stores. */
export function isToldBySpan(
  ordersCount: number,
  of: { readonly currency: string; readonly connectionId: string | undefined },
  currencies: readonly { readonly currency: string; readonly ordersCount: number }[],
): boolean {
  if (of.connectionId !== undefined || ordersCount < SPANS_FROM) return false;
  const all = currencies.reduce((sum, one) => sum + one.ordersCount, 0);
  const own = currencies.find(({ currency }) => currency === of.currency)?.ordersCount ?? 0;
  return all - own <= all * FOREIGN_SHARE_MAX;
}
