import { type Id, newId } from "#kernel/ids.ts";
import type { Minor } from "#kernel/money.ts";

/** Money that came, was held or let go, as a store tells it. */
export type StorePayment = {
  readonly connectionId: string;
  readonly orderExternalId: string;
  readonly externalId: string;
  readonly kind: "payment" | "authorisation" | "refund" | "void";
  readonly status: "succeeded" | "pending" | "failed";
  readonly method: string;
  readonly currency: string;
  readonly amountMinor: Minor;
  readonly paidAt: Date;
  readonly reference: string;
  /** Which of two tellings of one payment is kept: the higher. */
  readonly tie: string;
};

export type PaymentId = Id<"payment">;

/** A payment as it is kept. `orderId` is null while its order has not been told. */
export type PaymentState = Omit<
  StorePayment,
  "connectionId" | "orderExternalId" | "externalId" | "tie"
> & {
  readonly id: PaymentId;
  readonly orderId: string | null;
  readonly externalId: string | null;
  readonly sourceTie: string;
};

/** Those of one order that a telling changed. A payment is known by its id; the higher tie decides, not the arrival. */
export function paymentsChanged(
  known: readonly PaymentState[],
  told: readonly StorePayment[],
  orderId: string | null,
): PaymentState[] {
  const byId = new Map(known.map((payment) => [payment.externalId, payment]));
  for (const { connectionId, orderExternalId, tie, ...payment } of told) {
    const before = byId.get(payment.externalId);
    if (before !== undefined && tie <= before.sourceTie) continue;
    byId.set(payment.externalId, {
      ...payment,
      id: before?.id ?? newId(),
      orderId: before?.orderId ?? null,
      sourceTie: tie,
    });
  }
  const all = [...byId.values()].map((payment) =>
    payment.orderId === orderId ? payment : { ...payment, orderId: payment.orderId ?? orderId },
  );
  return all.filter((payment) => {
    const before = known.find(({ id }) => id === payment.id);
    return before?.orderId !== payment.orderId || before.sourceTie !== payment.sourceTie;
  });
}

/** What came in and stayed, refunds aside. Only the order's own currency adds up. */
export const paidMinorOf = (
  payments: readonly Pick<PaymentState, "kind" | "status" | "currency" | "amountMinor">[],
  currency: string,
): Minor =>
  payments
    .filter((payment) => payment.kind === "payment" && payment.status === "succeeded")
    .filter((payment) => payment.currency === currency)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
