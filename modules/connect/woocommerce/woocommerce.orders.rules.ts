import type { Minor } from "#kernel/money.ts";
import type {
  StoreOrder,
  StoreOrderCharge,
  StoreOrderLine,
  StorePayment,
  StoreRefund,
} from "#modules/sales/sales.public.ts";
import { withoutEntities } from "#platform/transfer/html-text.rules.ts";
import type { DeliveryToRead, Reading } from "../deliveries/deliveries.rules.ts";
import {
  currencyOf,
  field,
  idOf,
  linkOrNull,
  listAt,
  missing,
  moneyOf,
  numberOf,
  numberOrNull,
  partOf,
  type Spot,
  someAt,
  textAt,
  textOrNull,
} from "../reading/fields.rules.ts";
import { rankOf } from "../reading/ranks.rules.ts";
import { deeds, fingerprintOf, ignored, tieOf } from "../reading/reading.rules.ts";
import { cleanText } from "../reading/text.rules.ts";
import { buyerOf } from "./woocommerce.customers.rules.ts";
import { momentIn, nameAt, orderAddressOf } from "./woocommerce.words.rules.ts";

export function readOrder(delivery: DeliveryToRead, body: Spot, event: string): Reading {
  const status = textAt(body, "status", 100);
  // A basket that somebody is filling, or a form that a clerk has opened: no order yet.
  if (status === "checkout-draft" || status === "auto-draft") {
    return ignored("connect.woocommerce.draft_order");
  }
  if (status === "trash") {
    return deeds({
      does: "order_deleted",
      connectionId: delivery.connectionId,
      externalId: idOf(field(body, "id")),
      at: momentIn(delivery, body, "date_modified") ?? delivery.receivedAt,
    });
  }
  const order = orderOf(delivery, body);
  return deeds({ does: event === "restored" ? "order_restored" : "order", order });
}

function orderOf(delivery: DeliveryToRead, body: Spot): StoreOrder {
  const { connectionId } = delivery;
  const externalId = idOf(field(body, "id"));
  const currency = currencyOf(field(body, "currency"));
  const placedAt = momentIn(delivery, body, "date_created");
  if (placedAt === null) throw missing(field(body, "date_created_gmt"));
  const updatedAt = momentIn(delivery, body, "date_modified");
  const paidAt = momentIn(delivery, body, "date_paid");
  const totalMinor = moneyOf(field(body, "total"), currency);
  const refunds = listAt(body, "refunds")
    .map((refund) =>
      refundOf(refund, { connectionId, externalId, currency, at: updatedAt ?? placedAt }),
    )
    // One that only puts goods back into stock gives no money back.
    .filter(({ amountMinor }) => amountMinor > 0);
  const sourceStatus = textAt(body, "status", 100);
  const states = statesOf(sourceStatus, paidAt !== null, totalMinor, refunds);
  const order = {
    connectionId,
    externalId,
    number: textAt(body, "number", 100) || externalId,
    channel: textAt(body, "created_via", 100) || "store",
    customer: buyerOf(delivery, body, placedAt, updatedAt),
    ...states,
    sourceStatus,
    isTest: false,
    currency,
    // Lines are told without tax, also where the shop types prices with it (`prices_include_tax`): tax always adds.
    taxesIncluded: false,
    totalMinor,
    discountMinor: partOf(field(body, "discount_total"), currency),
    taxMinor: partOf(field(body, "total_tax"), currency),
    placedAt,
    paidAt,
    completedAt: momentIn(delivery, body, "date_completed"),
    // The shop keeps no moment of its own: the last change is the closest it says.
    cancelledAt: states.status === "cancelled" ? (updatedAt ?? placedAt) : null,
    billing: orderAddressOf(field(body, "billing")),
    shipping: orderAddressOf(field(body, "shipping")),
    paymentMethod: methodOf(body) || null,
    discountCodes: someAt(body, "coupon_lines")
      .map((coupon) => nameAt(coupon, "code", 100))
      .filter((code) => code !== ""),
    note: textAt(body, "customer_note", 5000),
    lines: listAt(body, "line_items").map((line) => lineOf(line, currency)),
    charges: chargesOf(body, currency),
    refunds,
    payments:
      paidAt === null || totalMinor <= 0
        ? []
        : [paymentOf(body, { connectionId, externalId, currency, totalMinor, paidAt, updatedAt })],
  } satisfies Omit<StoreOrder, "clock">;
  const listsAllRefunds = Array.isArray(field(body, "refunds").value);
  return { ...order, listsAllRefunds, clock: { updatedAt, tie: tieOf(rankOf(order), order) } };
}

type States = Pick<StoreOrder, "status" | "paymentStatus" | "fulfilmentStatus">;

/**
 * One word of WooCommerce, three answers here. On hold counts as a sale, as in the shop's own reports: the goods are set
 * aside and the transfer is awaited. Processing is paid only when the shop says so: cash on delivery is here too. A
 * plugin's word is open when paid, and pending until then.
 */
function statesOf(
  word: string,
  hasPaid: boolean,
  totalMinor: Minor,
  refunds: readonly StoreRefund[],
): States {
  const paymentStatus = paymentOfWord(word, hasPaid, totalMinor, refunds);
  switch (word) {
    case "completed":
      return { status: "completed", paymentStatus, fulfilmentStatus: "fulfilled" };
    case "refunded":
      return { status: "completed", paymentStatus, fulfilmentStatus: "unfulfilled" };
    case "cancelled":
      return { status: "cancelled", paymentStatus, fulfilmentStatus: "cancelled" };
    case "failed":
      return { status: "failed", paymentStatus, fulfilmentStatus: "unfulfilled" };
    case "processing":
    case "on-hold":
      return { status: "open", paymentStatus, fulfilmentStatus: "unfulfilled" };
    default: {
      const isOpen = hasPaid && word !== "pending";
      return {
        status: isOpen ? "open" : "pending",
        paymentStatus,
        fulfilmentStatus: "unfulfilled",
      };
    }
  }
}

function paymentOfWord(
  word: string,
  hasPaid: boolean,
  totalMinor: Minor,
  refunds: readonly StoreRefund[],
): States["paymentStatus"] {
  if (word === "refunded") return "refunded";
  const isPaid = hasPaid || word === "completed";
  if (!isPaid) return word === "on-hold" ? "pending" : "unpaid";
  const refunded = refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (refunded <= 0) return "paid";
  return refunded < totalMinor ? "part_refunded" : "refunded";
}

/** Net is `total`: after discount, without tax. `price` is a rounded float and takes no part. */
function lineOf(line: Spot, currency: string): StoreOrderLine {
  const quantity = numberOf(field(line, "quantity"));
  const netMinor = moneyLike(field(line, "total"), currency);
  const subtotal = field(line, "subtotal");
  const beforeMinor = subtotal.value === undefined ? netMinor : partOf(subtotal, currency);
  const variantId = linkOrNull(field(line, "variation_id"));
  const parent = variantId === null ? "" : nameAt(line, "parent_name", 300);
  return {
    externalId: linkOrNull(field(line, "id")),
    title: parent || nameAt(line, "name", 300) || textAt(line, "sku", 100) || "–",
    variantTitle: variantId === null ? "" : choicesOf(line),
    sku: textOrNull(line, "sku", 100),
    externalProductId: linkOrNull(field(line, "product_id")),
    externalVariantId: variantId,
    quantity,
    currentQuantity: quantity,
    unitPriceMinor: quantity === 0 ? beforeMinor : roundedTo(beforeMinor / quantity),
    discountMinor: beforeMinor - netMinor,
    taxMinor: partOf(field(line, "total_tax"), currency),
    netMinor,
    isGiftCard: false,
  };
}

/** A line's total must be said, though not exact to the sen: the order's own total is. */
function moneyLike(spot: Spot, currency: string): Minor {
  if (spot.value === undefined || spot.value === null) throw missing(spot);
  return partOf(spot, currency);
}

/** No negative zero: it would be another content than zero. */
const roundedTo = (amount: number): Minor => Math.round(amount) + 0;

/** What was chosen of a variable product: "Black / L". Keys that begin with `_` are the shop's own notes. */
function choicesOf(line: Spot): string {
  const choices = someAt(line, "meta_data")
    .filter((meta) => !textAt(meta, "key", 200).startsWith("_"))
    .map((meta) => nameAt(meta, "display_value", 100) || nameAt(meta, "value", 100))
    .filter((choice) => choice !== "");
  return cleanText(choices.slice(0, 10).join(" / "), 200);
}

/** Shipping and fees add to the lines; taxes and coupons are told for reading, they are in the sums already. */
function chargesOf(body: Spot, currency: string): StoreOrderCharge[] {
  const money = (spot: Spot, key: string) => partOf(field(spot, key), currency);
  return [
    ...listAt(body, "shipping_lines").map((line) => ({
      kind: "shipping" as const,
      title: nameAt(line, "method_title", 200),
      amountMinor: money(line, "total"),
      taxMinor: money(line, "total_tax"),
      ratePpm: null,
    })),
    ...listAt(body, "fee_lines").map((line) => ({
      kind: "fee" as const,
      title: nameAt(line, "name", 200),
      amountMinor: money(line, "total"),
      taxMinor: money(line, "total_tax"),
      ratePpm: null,
    })),
    ...listAt(body, "tax_lines").map((line) => ({
      kind: "tax" as const,
      title: nameAt(line, "label", 200) || nameAt(line, "rate_code", 200),
      amountMinor: money(line, "tax_total") + money(line, "shipping_tax_total"),
      taxMinor: 0,
      ratePpm: ratePpmOf(numberOrNull(field(line, "rate_percent"))),
    })),
    ...listAt(body, "coupon_lines").map((line) => ({
      kind: "discount" as const,
      title: nameAt(line, "code", 200),
      amountMinor: money(line, "discount"),
      taxMinor: money(line, "discount_tax"),
      ratePpm: null,
    })),
  ];
}

const ratePpmOf = (percent: number | null): number | null =>
  percent === null || Math.abs(percent) > 1000 ? null : Math.round(percent * 10_000);

const methodOf = (body: Spot): string =>
  cleanText(
    withoutEntities(textAt(body, "payment_method_title", 200)) ||
      textAt(body, "payment_method", 200),
    200,
  );

/**
 * A refund as its order mentions it: a negative total and no date. The order's "changed at" stands for one; of several
 * tellings the earliest is kept. So the date is no part of the content that decides between them.
 */
function refundOf(
  refund: Spot,
  of: { connectionId: string; externalId: string; currency: string; at: Date },
): StoreRefund {
  const content = {
    connectionId: of.connectionId,
    orderExternalId: of.externalId,
    externalId: idOf(field(refund, "id")),
    currency: of.currency,
    amountMinor: Math.abs(moneyOf(field(refund, "total"), of.currency)),
    reason: textAt(refund, "reason", 500) || textAt(refund, "refund", 500),
    hasMovedMoney: null,
    lines: [],
  };
  return { ...content, refundedAt: of.at, tie: tieOf(10, content) };
}

/** A shop takes an order's money once: the payment is the order's own, and follows what the order says of it. */
function paymentOf(
  body: Spot,
  of: {
    connectionId: string;
    externalId: string;
    currency: string;
    totalMinor: Minor;
    paidAt: Date;
    updatedAt: Date | null;
  },
): StorePayment {
  const content = {
    connectionId: of.connectionId,
    orderExternalId: of.externalId,
    externalId: "order",
    kind: "payment" as const,
    status: "succeeded" as const,
    method: methodOf(body),
    currency: of.currency,
    amountMinor: of.totalMinor,
    paidAt: of.paidAt,
    reference: textAt(body, "transaction_id", 200),
  };
  return { ...content, tie: `10:${of.updatedAt?.toISOString() ?? ""}:${fingerprintOf(content)}` };
}
