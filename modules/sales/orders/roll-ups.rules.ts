import type { RollUps } from "#modules/crm/crm.public.ts";
import type { OrderState } from "./orders.rules.ts";

type Counted = Pick<
  OrderState,
  "customerId" | "isSale" | "currency" | "totalMinor" | "refundedMinor" | "placedAt"
>;

/** Whether what a customer's orders come to has changed with this one. */
export const isRollUpChanged = (before: Counted | null, after: Counted): boolean =>
  before === null
    ? after.isSale
    : countedOf(before) !== countedOf(after) || before.customerId !== after.customerId;

const countedOf = (order: Counted): string =>
  order.isSale
    ? `${order.placedAt.getTime()} ${order.currency} ${order.totalMinor - order.refundedMinor}`
    : "";

/** What a customer's other sales come to, and this one. Money adds up in the company's currency only. */
export function rollUpsWith(others: RollUps, order: Counted, currency: string): RollUps {
  if (!order.isSale) return others;
  const { placedAt } = order;
  const { ordersCount, spentMinor, firstOrderAt, lastOrderAt } = others;
  const netMinor = order.totalMinor - order.refundedMinor;
  return {
    ordersCount: ordersCount + 1,
    spentMinor: spentMinor + (order.currency === currency ? netMinor : 0),
    firstOrderAt: firstOrderAt === null || placedAt < firstOrderAt ? placedAt : firstOrderAt,
    lastOrderAt: lastOrderAt === null || placedAt > lastOrderAt ? placedAt : lastOrderAt,
  };
}
