import { newId } from "#kernel/ids.ts";
import type { Minor } from "#kernel/money.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import type { PaymentState } from "./payments.rules.ts";
import {
  insertPayments,
  putPayments,
  selectPayments,
  storePaymentsAsJson,
} from "./payments.sql.ts";

export { putPayments, storePaymentsAsJson };

/** A payment as `storePaymentsAsJson` tells it. */
export type PaymentAsJson = Omit<PaymentState, "paidAt"> & { readonly paidAt: string };

export const paymentsOf = (told: readonly PaymentAsJson[]): PaymentState[] =>
  told.map((payment) => ({ ...payment, paidAt: new Date(payment.paidAt) }));

/** Keeps payments of an order that has not been told: they wait for it. */
export const keepWaitingPayments = async (
  ctx: CommandCtx,
  store: { readonly connectionId: string; readonly orderExternalId: string },
  payments: readonly PaymentState[],
): Promise<void> => {
  if (payments.length > 0) await insertPayments(ctx.db, store, payments, ctx.now);
};

/** Money received on a sale entered by hand. */
export const postPayment = (
  ctx: CommandCtx,
  payment: { orderId: string; currency: string; amountMinor: Minor; method: string; paidAt: Date },
): Promise<number> => {
  const made: PaymentState = {
    ...payment,
    id: newId(),
    externalId: null,
    kind: "payment",
    status: "succeeded",
    reference: "",
    sourceTie: "",
  };
  return insertPayments(ctx.db, null, [made], ctx.now);
};

export const readPayments = (db: Db, orderId: string): Promise<PaymentState[]> =>
  selectPayments(db, orderId);
