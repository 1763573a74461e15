import type { SourceClock } from "#kernel/clock.ts";
import type { Minor } from "#kernel/money.ts";
import type { StoreCustomer } from "#modules/crm/crm.public.ts";
import type {
  FulfilmentStatus,
  OrderAddress,
  OrderStatus,
  PaymentStatus,
} from "./orders.contract.ts";

/** An order as a store tells it: one whole state, all amounts in minor units of `currency`. */
export type StoreOrder = {
  readonly connectionId: string;
  readonly externalId: string;
  readonly number: string;
  readonly channel: string;
  /** Null: nobody can be made out (a sale at a till without a name). */
  readonly customer: StoreCustomer | null;
  readonly status: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  readonly fulfilmentStatus: FulfilmentStatus;
  readonly sourceStatus: string;
  readonly isTest: boolean;
  readonly currency: string;
  readonly taxesIncluded: boolean;
  readonly totalMinor: Minor;
  readonly discountMinor: Minor;
  readonly taxMinor: Minor;
  readonly placedAt: Date;
  readonly paidAt: Date | null;
  readonly completedAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly billing: OrderAddress | null;
  readonly shipping: OrderAddress | null;
  readonly paymentMethod: string | null;
  readonly discountCodes: readonly string[];
  readonly note: string;
  readonly lines: readonly StoreOrderLine[];
  readonly charges: readonly StoreOrderCharge[];
  /** Those this payload speaks of; refunds that came on their own stay as well. */
  readonly refunds: readonly StoreRefund[];
  readonly payments: readonly StorePayment[];
  readonly clock: SourceClock;
};

export type StoreOrderLine = {
  readonly externalId: string | null;
  readonly title: string;
  readonly variantTitle: string;
  readonly sku: string | null;
  readonly externalProductId: string | null;
  readonly externalVariantId: string | null;
  readonly quantity: number;
  readonly currentQuantity: number;
  readonly unitPriceMinor: Minor;
  readonly discountMinor: Minor;
  readonly taxMinor: Minor;
  readonly netMinor: Minor;
  readonly isGiftCard: boolean;
};

export type StoreOrderCharge = {
  readonly kind: "shipping" | "fee" | "tip" | "tax" | "discount";
  readonly title: string;
  readonly amountMinor: Minor;
  readonly taxMinor: Minor;
  readonly ratePpm: number | null;
};

export type StoreRefund = {
  readonly connectionId: string;
  readonly orderExternalId: string;
  readonly externalId: string;
  readonly currency: string;
  /** Positive. */
  readonly amountMinor: Minor;
  readonly reason: string;
  /** Null: the platform does not say. */
  readonly hasMovedMoney: boolean | null;
  /**
   * When it was made. Where the platform dates refunds, its date. WooCommerce does not inside an order: then the order's
   * own "changed at", and the earliest of those that were told is the one kept.
   */
  readonly refundedAt: Date;
  readonly lines: readonly {
    readonly lineExternalId: string;
    readonly quantity: number;
    readonly amountMinor: Minor;
  }[];
  /** Which of two tellings of one refund is kept: the higher. A refund of its own outranks a mention inside an order. */
  readonly tie: string;
};

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
  readonly tie: string;
};
