import { changesOf } from "#platform/audit/changes.rules.ts";
import type { PaymentState } from "../payments/payments.rules.ts";
import type { RefundState } from "../refunds/refunds.rules.ts";
import type { OrderState, StoreOrderCharge, StoreOrderLine } from "./orders.rules.ts";

/** Lines and charges are null where they did not change; refunds and payments are those that did. */
export type Parts = {
  readonly lines: Replaced<Pick<StoreOrderLine, "title" | "quantity" | "netMinor">>;
  readonly charges: Replaced<StoreOrderCharge>;
  readonly refunds: readonly RefundState[];
  /** That the store has deleted. */
  readonly refundsGone?: readonly RefundState[];
  readonly payments: readonly PaymentState[];
};
type Replaced<T> = { readonly before: readonly T[]; readonly after: readonly T[] } | null;

type Changes = { before: object; after: object };

/** For the audit log: what an order was and is, or null when nothing that people see has changed. */
export function changesOfOrder(
  before: OrderState | null,
  after: OrderState,
  parts: Parts,
): Changes | null {
  const changes = changesOf(
    before === null ? {} : factsOf(before),
    before === null ? firstFactsOf(after) : factsOf(after),
  );
  const was: Record<string, unknown> = { ...changes.before };
  const is: Record<string, unknown> = { ...changes.after };
  if (parts.lines !== null) {
    if (before !== null) was["lines"] = parts.lines.before.map(shortLineOf);
    is["lines"] = parts.lines.after.map(shortLineOf);
  }
  if (parts.charges !== null && before !== null) {
    was["charges"] = parts.charges.before;
    is["charges"] = parts.charges.after;
  }
  if (parts.refunds.length > 0) is["refunds"] = parts.refunds.map(shortRefundOf);
  if (parts.refundsGone !== undefined && parts.refundsGone.length > 0) {
    was["refunds"] = parts.refundsGone.map(shortRefundOf);
    is["refunds"] ??= [];
  }
  if (parts.payments.length > 0) is["payments"] = parts.payments.map(shortPaymentOf);
  if (Object.keys(is).length === 0) return null;
  return before === null ? { before: {}, after: is } : { before: was, after: is };
}

/**
 * All but the store's clock and what is kept for the undo of a merge, which is no news to anybody, and the company's own
 * fields, which are told by themselves.
 */
function factsOf(order: OrderState): object {
  const { sourceUpdatedAt: _, sourceTie: __, sourceNote: ___, ...facts } = order;
  return { ...facts, id: undefined, version: undefined, custom: undefined, partId: undefined };
}

/** A new order in few words: the whole of it stands in the order itself. */
const firstFactsOf = (order: OrderState): object => ({
  number: order.number,
  channel: order.channel,
  customerId: order.customerId,
  name: order.name,
  status: order.status,
  paymentStatus: order.paymentStatus,
  fulfilmentStatus: order.fulfilmentStatus,
  currency: order.currency,
  totalMinor: order.totalMinor,
  placedAt: order.placedAt,
});

const shortLineOf = ({
  title,
  quantity,
  netMinor,
}: Pick<StoreOrderLine, "title" | "quantity" | "netMinor">) => ({
  title,
  quantity,
  netMinor,
});

const shortRefundOf = ({ currency, amountMinor, reason, refundedAt }: RefundState) => ({
  currency,
  amountMinor,
  reason,
  refundedAt,
});

const shortPaymentOf = ({ kind, status, currency, amountMinor, method, paidAt }: PaymentState) => ({
  kind,
  status,
  currency,
  amountMinor,
  method,
  paidAt,
});
