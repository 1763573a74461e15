import type { StoreOrder } from "#modules/sales/sales.public.ts";

type Staged = Pick<StoreOrder, "status" | "paymentStatus" | "fulfilmentStatus" | "refunds">;

/**
 * How far an order has come, 0 to 99: the later of two states of one second is the one further on. A failed payment
 * may be tried again, so failed stands before open; money given back is the last thing that happens to an order.
 */
export function rankOf(order: Staged): number {
  const refunds = Math.min(order.refunds.length, 9);
  const paid = PAID_RANK[order.paymentStatus] ?? 0;
  if (order.paymentStatus === "refunded") return 90 + refunds;
  if (order.status === "cancelled") return 80 + refunds;
  if (refunds > 0 || order.paymentStatus === "part_refunded") return 70 + refunds;
  if (order.status === "open") return 30 + 3 * paid + FULFILLED_RANK[order.fulfilmentStatus];
  return STATUS_RANK[order.status] + paid;
}

const STATUS_RANK = { draft: 0, pending: 10, failed: 20, completed: 60 };
const FULFILLED_RANK = { unfulfilled: 0, cancelled: 0, part_fulfilled: 1, fulfilled: 2 };
const PAID_RANK: Partial<Record<StoreOrder["paymentStatus"], number>> = {
  unpaid: 0,
  pending: 1,
  authorised: 2,
  part_paid: 3,
  paid: 4,
  disputed: 5,
  voided: 6,
};
