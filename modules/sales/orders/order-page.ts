import type { Reason } from "#kernel/errors.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { paidMinorOf } from "../payments/payments.rules.ts";
import {
  whyNotCancel,
  whyNotChange,
  whyNotChangeContents,
  whyNotComplete,
  whyNotPay,
  whyNotRefund,
  whyNotTrash,
} from "./hand.rules.ts";
import { selectOrderPage } from "./order-page.sql.ts";
import type { Order, OrderId } from "./orders.contract.ts";
import { DELETE } from "./trash.ts";

/** An order with everything kept about it, and why each verb is closed. */
export async function readOrder(ctx: Ctx, id: OrderId): Promise<Order> {
  const order = await selectOrderPage(ctx.db, id);
  const refunds = order.refunds.map((refund) => ({
    ...refund,
    refundedAt: new Date(refund.refundedAt),
  }));
  const payments = order.payments.map((payment) => ({
    ...payment,
    paidAt: new Date(payment.paidAt),
  }));
  const may = (reason: Reason | null) => ctx.whyNotMay("sales.orders.write") ?? reason;
  return {
    ...order,
    refunds,
    payments,
    blocked: {
      change: may(whyNotChange(order)),
      contents: may(whyNotChangeContents(order)),
      cancel: may(whyNotCancel(order)),
      complete: may(whyNotComplete(order)),
      pay: may(whyNotPay(order)),
      trash: ctx.whyNotMay(DELETE) ?? whyNotTrash(order),
      refund: may(whyNotRefund(order, paidMinorOf(payments, order.currency))),
    },
  };
}
