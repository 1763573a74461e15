import { invalid, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { command } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { paidMinorOf } from "../payments/payments.rules.ts";
import { postPayment, readPayments } from "../payments/payments.ts";
import type { RefundState } from "../refunds/refunds.rules.ts";
import { postRefund } from "../refunds/refunds.ts";
import {
  paymentStatusOf,
  whyNotCancel,
  whyNotComplete,
  whyNotPay,
  whyNotRefund,
} from "./hand.rules.ts";
import { afterwards } from "./hand.ts";
import { readOrder } from "./order-page.ts";
import { type Order, orders } from "./orders.contract.ts";
import { isSaleOf, type KeptOrder, type OrderState } from "./orders.rules.ts";
import { lockOrder } from "./orders.sql.ts";
import { inReach } from "./owners.ts";
import { keepOrder } from "./roll-ups.ts";

const WRITE = "sales.orders.write";

export const cancelOrder = command({
  does: orders.cancel,
  needs: WRITE,
  isScoped: true,
  async run(ctx, { id, version }) {
    await inReach(ctx, [id], WRITE);
    const before = await lockOrder(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotCancel(before));
    const cancelled = { status: "cancelled", fulfilmentStatus: "cancelled" } as const;
    return moveTo(ctx, before, { ...cancelled, cancelledAt: ctx.now });
  },
});

export const completeOrder = command({
  does: orders.complete,
  needs: WRITE,
  isScoped: true,
  async run(ctx, { id, version }) {
    await inReach(ctx, [id], WRITE);
    const before = await lockOrder(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotComplete(before));
    const completed = { status: "completed", fulfilmentStatus: "fulfilled" } as const;
    return moveTo(ctx, before, { ...completed, completedAt: ctx.now });
  },
});

export const payOrder = command({
  does: orders.pay,
  needs: WRITE,
  isScoped: true,
  async run(ctx, { id, version, method }) {
    await inReach(ctx, [id], WRITE);
    const before = await lockOrder(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotPay(before));
    const { currency, totalMinor } = before;
    const paidMinor = paidMinorOf(await readPayments(ctx.db, id), currency);
    const amountMinor = totalMinor - paidMinor;

    await postPayment(ctx, { orderId: id, currency, amountMinor, method, paidAt: ctx.now });
    const paymentMethod = method || before.paymentMethod;
    return moveTo(ctx, before, { paymentStatus: "paid", paidAt: ctx.now, paymentMethod });
  },
});

export const refundOrder = command({
  does: orders.refund,
  needs: WRITE,
  isScoped: true,
  async run(ctx, { id, version, amountMinor, reason }) {
    await inReach(ctx, [id], WRITE);
    const before = await lockOrder(ctx.db, id);
    refuseIfStale(before, version);
    const { currency, totalMinor } = before;
    const paidMinor = paidMinorOf(await readPayments(ctx.db, id), currency);
    refuseIf(whyNotRefund(before, paidMinor));
    if (amountMinor > paidMinor - before.refundedMinor)
      throw invalid({ path: ["amountMinor"], code: "sales.order.more_than_left" });

    const refund = await postRefund(ctx, { orderId: id, currency, amountMinor, reason });
    const refundedMinor = before.refundedMinor + amountMinor;
    const paymentStatus = paymentStatusOf(paidMinor, refundedMinor, totalMinor);
    return moveTo(ctx, before, { refundedMinor, paymentStatus }, [refund]);
  },
});

async function moveTo(
  ctx: CommandCtx,
  before: KeptOrder,
  change: Partial<OrderState>,
  refunds: readonly RefundState[] = [],
): Promise<Order> {
  const moved = { ...before, ...change };
  const after = { ...moved, isSale: isSaleOf(moved) };
  await keepOrder(ctx, before, after, { lines: null, charges: null }, null);
  await afterwards(ctx, before, after, { refunds });
  return readOrder(ctx, before.id);
}
