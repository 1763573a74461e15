import type { Reason } from "#kernel/errors.ts";
import { withCustomShown } from "#modules/records/records.public.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { type Eyes, eyesFor } from "#platform/permissions/reach.ts";
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
import { GIVE } from "./owners.ts";
import { DELETE } from "./trash.ts";

/** An order with everything kept about it, and why each verb is closed. */
export const readOrder = (ctx: Ctx, id: OrderId): Promise<Order> =>
  readWith(ctx, id, eyesFor(ctx, "sales.orders.read"));

/** Whoever gives away what was theirs sees once more what they gave, and then no more. */
export const readGiven = (ctx: Ctx, id: OrderId): Promise<Order> =>
  readWith(ctx, id, { ...eyesFor(ctx, "sales.orders.read"), owners: null });

async function readWith(ctx: Ctx, id: OrderId, eyes: Eyes): Promise<Order> {
  const row = await selectOrderPage(ctx.db, id, eyes);
  const [order = { ...row, custom: {} }] = await withCustomShown(ctx, "order", [row]);
  const refunds = order.refunds.map((refund) => ({
    ...refund,
    refundedAt: new Date(refund.refundedAt),
  }));
  const payments = order.payments.map((payment) => ({
    ...payment,
    paidAt: new Date(payment.paidAt),
  }));
  const may = (reason: Reason | null) =>
    ctx.whyNotMay("sales.orders.write", order.ownerId) ?? reason;
  return {
    ...order,
    refunds,
    payments,
    blocked: {
      change: may(whyNotChange(order)),
      give: ctx.whyNotMay(GIVE, order.ownerId) ?? whyNotTrash(order),
      contents: may(whyNotChangeContents(order)),
      cancel: may(whyNotCancel(order)),
      complete: may(whyNotComplete(order)),
      pay: may(whyNotPay(order)),
      trash: ctx.whyNotMay(DELETE, order.ownerId) ?? whyNotChange(order),
      refund: may(whyNotRefund(order, paidMinorOf(payments, order.currency))),
    },
  };
}
