import type { SourceClock } from "#kernel/clock.ts";
import { type Minor, sumMinor } from "#kernel/money.ts";
import type { ProductId, VariantId } from "#modules/catalog/catalog.public.ts";
import type { CustomerId, StoreCustomer } from "#modules/crm/crm.public.ts";
import type { Custom } from "#modules/records/records.public.ts";
import type { StorePayment } from "../payments/payments.rules.ts";
import type { StoreRefund } from "../refunds/refunds.rules.ts";
import type {
  FulfilmentStatus,
  JoinedBy,
  OrderAddress,
  OrderId,
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
  /** These are all there are: one that a newer state leaves out was deleted in the store. */
  readonly listsAllRefunds?: boolean;
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

/** An order as it is kept. */
export type OrderState = {
  readonly number: string;
  readonly connectionId: string | null;
  readonly externalId: string | null;
  readonly channel: string;
  readonly customerId: CustomerId | null;
  /** Which part of a merged customer it belongs to; null: their own. */
  readonly partId: CustomerId | null;
  readonly joinedBy: JoinedBy;
  readonly status: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  readonly fulfilmentStatus: FulfilmentStatus;
  readonly sourceStatus: string;
  readonly isTest: boolean;
  readonly isSale: boolean;
  readonly currency: string;
  readonly linesMinor: Minor;
  readonly discountMinor: Minor;
  readonly shippingMinor: Minor;
  readonly feeMinor: Minor;
  readonly taxMinor: Minor;
  readonly totalMinor: Minor;
  readonly differenceMinor: Minor;
  readonly refundedMinor: Minor;
  readonly taxesIncluded: boolean;
  readonly itemsCount: number;
  readonly placedAt: Date;
  readonly paidAt: Date | null;
  readonly completedAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly phoneText: string | null;
  readonly billing: OrderAddress | null;
  readonly shipping: OrderAddress | null;
  readonly paymentMethod: string | null;
  readonly discountCodes: readonly string[];
  readonly note: string;
  readonly sourceNote: string;
  readonly sourceUpdatedAt: Date | null;
  readonly sourceTie: string;
  readonly deletedAt: Date | null;
  /** When its buyer was erased: it says nothing of them any more. */
  readonly erasedAt: Date | null;
};
export type KeptOrder = OrderState & {
  readonly id: OrderId;
  readonly version: number;
  /** What the company keeps of it besides: no store says or changes it. */
  readonly custom: Custom;
  /** When a person deleted it. Then `deletedAt` is set, whatever the store says. */
  readonly trashedAt: Date | null;
};

/** Its buyer was erased: what a store still tells of it is kept without them. Taxes go by where it was bought. */
export const withoutBuyer = (told: StoreOrder): StoreOrder => ({
  ...told,
  customer: null,
  billing: countryOnly(told.billing),
  shipping: null,
  note: "",
});

const countryOnly = (address: OrderAddress | null): OrderAddress | null =>
  address?.country
    ? {
        name: null,
        organisation: null,
        street: null,
        street2: null,
        city: null,
        postcode: null,
        state: null,
        country: address.country,
        phone: null,
      }
    : null;

export type LineState = StoreOrderLine & {
  readonly productId: ProductId | null;
  readonly variantId: VariantId | null;
  /** Of the discount, the line's share of one on the whole order. */
  readonly sharedDiscountMinor: Minor;
};

/** Whether an order counts. A refunded one stays a sale, of nothing; a pending, failed or cancelled one never was. */
export const isSaleOf = (order: Pick<OrderState, "status" | "isTest" | "deletedAt">): boolean =>
  (order.status === "open" || order.status === "completed") &&
  !order.isTest &&
  order.deletedAt === null;

type Sums = Pick<
  OrderState,
  "linesMinor" | "shippingMinor" | "feeMinor" | "differenceMinor" | "itemsCount"
>;

/** What the parts add up to, and what the platform's total says beyond it: shown rather than hidden. */
export function sumsOf(
  order: Pick<StoreOrder, "taxesIncluded" | "taxMinor" | "totalMinor">,
  lines: readonly Pick<StoreOrderLine, "netMinor" | "currentQuantity">[],
  charges: readonly StoreOrderCharge[],
): Sums {
  const chargedMinor = (...kinds: StoreOrderCharge["kind"][]) =>
    sumMinor(charges.filter(({ kind }) => kinds.includes(kind)).map((c) => c.amountMinor));
  const linesMinor = sumMinor(lines.map((line) => line.netMinor));
  const shippingMinor = chargedMinor("shipping");
  const feeMinor = chargedMinor("fee", "tip");
  const taxOnTopMinor = order.taxesIncluded ? 0 : order.taxMinor;
  const sumOfParts = sumMinor([linesMinor, shippingMinor, feeMinor, taxOnTopMinor]);
  return {
    linesMinor,
    shippingMinor,
    feeMinor,
    differenceMinor: order.totalMinor - sumOfParts,
    itemsCount: thousandths(lines.reduce((sum, line) => sum + line.currentQuantity, 0)),
  };
}

/** Quantities have three decimals; their float sum would show more. */
const thousandths = (quantity: number): number => Math.round(quantity * 1000) / 1000;

/** A store's deletion holds until a later state of the order is told. */
export const deletedAtOf = (deletionAt: Date | null, sourceUpdatedAt: Date | null): Date | null =>
  deletionAt !== null && (sourceUpdatedAt === null || deletionAt >= sourceUpdatedAt)
    ? deletionAt
    : null;

/** Whether it is gone, for whichever reason: the store's word comes first, for it is older than a restore. */
export const goneAtOf = (
  order: Pick<KeptOrder, "sourceUpdatedAt" | "trashedAt">,
  deletionAt: Date | null,
): Date | null => deletedAtOf(deletionAt, order.sourceUpdatedAt) ?? order.trashedAt;

/** Whose an order is was decided for good: they were deleted, and nothing of theirs is learnt again. */
export const isForNobody = (order: Pick<OrderState, "joinedBy" | "customerId"> | null): boolean =>
  order !== null && order.joinedBy === "person" && order.customerId === null;

type Decided = {
  readonly customerId: CustomerId | null;
  readonly partId: CustomerId | null;
  readonly joinedBy: JoinedBy;
  readonly phone: string | null;
  readonly refundedMinor: Minor;
  readonly deletionAt: Date | null;
  readonly erasedAt: Date | null;
};

/** The order after the newest telling of it. What a person decided here (customer, note) outlives what the store says. */
export function stateAfter(
  told: StoreOrder,
  before: KeptOrder | null,
  decided: Decided,
): OrderState {
  const { clock, customer, lines, charges, refunds: _, payments: __, ...order } = told;
  const isNoteOurs = before !== null && before.note !== before.sourceNote;
  const isCustomerOurs = before !== null && before.joinedBy === "person";
  const isErased = decided.erasedAt !== null;
  const deletedAt = deletedAtOf(decided.deletionAt, clock.updatedAt) ?? before?.trashedAt ?? null;
  return {
    ...order,
    ...sumsOf(told, lines, charges),
    customerId: isCustomerOurs ? before.customerId : decided.customerId,
    partId: isCustomerOurs ? before.partId : decided.partId,
    joinedBy: isCustomerOurs || isErased ? "person" : decided.joinedBy,
    isSale: isSaleOf({ ...told, deletedAt }),
    refundedMinor: decided.refundedMinor,
    name: customer?.name ?? "",
    email: customer?.email ?? null,
    phone: decided.phone,
    phoneText: customer?.phoneText ?? null,
    note: isNoteOurs ? before.note : told.note,
    sourceNote: told.note,
    sourceUpdatedAt: clock.updatedAt,
    sourceTie: clock.tie,
    deletedAt,
    erasedAt: decided.erasedAt,
  };
}

export const clockOf = (order: Pick<OrderState, "sourceUpdatedAt" | "sourceTie">): SourceClock => ({
  updatedAt: order.sourceUpdatedAt,
  tie: order.sourceTie,
});

/** In one order of fields, so that what is told and what is kept compare as text. */
export const lineAsTold = (line: StoreOrderLine): StoreOrderLine => ({
  externalId: line.externalId,
  title: line.title,
  variantTitle: line.variantTitle,
  sku: line.sku,
  externalProductId: line.externalProductId,
  externalVariantId: line.externalVariantId,
  quantity: thousandths(line.quantity),
  currentQuantity: thousandths(line.currentQuantity),
  unitPriceMinor: line.unitPriceMinor,
  discountMinor: line.discountMinor,
  taxMinor: line.taxMinor,
  netMinor: line.netMinor,
  isGiftCard: line.isGiftCard,
});

export const chargeAsTold = (charge: StoreOrderCharge): StoreOrderCharge => ({
  kind: charge.kind,
  title: charge.title,
  amountMinor: charge.amountMinor,
  taxMinor: charge.taxMinor,
  ratePpm: charge.ratePpm,
});
