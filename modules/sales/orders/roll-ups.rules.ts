import { type RollUps, withOrderIn } from "#modules/crm/crm.public.ts";
import type { OrderState } from "./orders.rules.ts";

type Counted = Pick<
  OrderState,
  | "customerId"
  | "isSale"
  | "currency"
  | "totalMinor"
  | "refundedMinor"
  | "placedAt"
  | "deletedAt"
  | "status"
  | "paymentStatus"
  | "fulfilmentStatus"
>;

/** Whether what a customer's orders come to has changed with this one. */
export const isRollUpChanged = (before: Counted | null, after: Counted): boolean =>
  before === null
    ? after.deletedAt === null
    : countedOf(before) !== countedOf(after) || before.customerId !== after.customerId;

function countedOf(order: Counted): string {
  if (order.deletedAt !== null) return "";
  const states = `${order.status} ${order.paymentStatus} ${order.fulfilmentStatus}`;
  return order.isSale
    ? `${states} ${order.placedAt.getTime()} ${order.currency} ${order.totalMinor - order.refundedMinor}`
    : states;
}

/** What a customer's other orders come to, and this one. Money adds up in the company's currency only. */
export function rollUpsWith(rest: RollUps, order: Counted, currency: string): RollUps {
  if (order.deletedAt !== null) return rest;
  const { status, paymentStatus: payment, fulfilmentStatus: fulfilment } = order;
  const orderStates = withOrderIn(rest.orderStates, { status, payment, fulfilment });
  const others = { ...rest, orderStates };
  if (!order.isSale) return others;
  const { placedAt } = order;
  const { ordersCount, spentMinor, firstOrderAt, lastOrderAt } = others;
  const netMinor = order.totalMinor - order.refundedMinor;
  return {
    orderStates,
    ordersCount: ordersCount + 1,
    spentMinor: spentMinor + (order.currency === currency ? netMinor : 0),
    firstOrderAt: firstOrderAt === null || placedAt < firstOrderAt ? placedAt : firstOrderAt,
    lastOrderAt: lastOrderAt === null || placedAt > lastOrderAt ? placedAt : lastOrderAt,
  };
}
