import { newId } from "#kernel/ids.ts";
import type { Minor } from "#kernel/money.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import type { Sql } from "#platform/db/sql.ts";
import type { PaymentState } from "./payments.rules.ts";
import {
  deleteEntered,
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

type HandPayment = {
  readonly orderId: string;
  readonly currency: string;
  readonly amountMinor: Minor;
  readonly method: string;
  readonly paidAt: Date;
};

/** Money received on a sale entered by hand, as the statement that writes it with its order. */
export const putHandPayment = (ctx: CommandCtx, payment: HandPayment): Sql => {
  const made: PaymentState = {
    ...payment,
    id: newId(),
    externalId: null,
    kind: "payment",
    status: "succeeded",
    reference: "",
    sourceTie: "",
  };
  return putPayments(null, [made], ctx.now);
};

export const postPayment = (ctx: CommandCtx, payment: HandPayment): Promise<number> =>
  ctx.db.run(putHandPayment(ctx, payment));

export const readPayments = (db: Db, orderId: string): Promise<PaymentState[]> =>
  selectPayments(db, orderId);

/** What an import noted as paid, when it is undone. */
export const takeBackPayments = async (
  ctx: CommandCtx,
  orderId: string,
  at: Date,
): Promise<void> => {
  await deleteEntered(ctx.db, orderId, at);
};
