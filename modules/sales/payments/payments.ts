import { newId } from "#kernel/ids.ts";
import type { Minor } from "#kernel/money.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { type PaymentState, paymentsChanged, type StorePayment } from "./payments.rules.ts";
import { insertPayments, selectPayments, selectStorePayments } from "./payments.sql.ts";

type StoreKey = { readonly connectionId: string; readonly externalId: string };

/** Keeps the payments a store tells of one of its orders, and gives those that waited to the order. */
export async function keepPayments(
  ctx: CommandCtx,
  order: StoreKey & { readonly id: string | null; readonly hasPayments: boolean },
  told: readonly StorePayment[],
): Promise<PaymentState[]> {
  if (told.length === 0 && !order.hasPayments) return [];
  const { connectionId, externalId } = order;
  const known = order.hasPayments
    ? await selectStorePayments(ctx.db, connectionId, externalId)
    : [];
  const changed = paymentsChanged(known, told, order.id);
  if (changed.length > 0) {
    const store = { connectionId, orderExternalId: externalId };
    await insertPayments(ctx.db, store, changed, ctx.now);
  }
  return changed;
}

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
