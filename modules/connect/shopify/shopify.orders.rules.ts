import type { Minor } from "#kernel/money.ts";
import type { StoreOrder, StoreOrderCharge, StoreOrderLine } from "#modules/sales/sales.public.ts";
import type { DeliveryToRead } from "../deliveries/deliveries.rules.ts";
import {
  believable,
  currencyOf,
  field,
  flagAt,
  isAbsent,
  isEmpty,
  linkOrNull,
  listAt,
  missing,
  momentAt,
  numberOf,
  numberOrNull,
  type Spot,
  someAt,
  someMoment,
  textAt,
  textOrNull,
} from "../reading/fields.rules.ts";
import { rankOf } from "../reading/ranks.rules.ts";
import { tieOf } from "../reading/reading.rules.ts";
import { cleanText, dictionary } from "../reading/text.rules.ts";
import { buyerOf } from "./shopify.customers.rules.ts";
import { paymentOf } from "./shopify.payments.rules.ts";
import { refundOf } from "./shopify.refunds.rules.ts";
import {
  digitsOrNull,
  isTestDelivery,
  orderAddressOf,
  recordId,
  shopMoney,
  shopMoneyOrNull,
  shopPart,
  sumOf,
} from "./shopify.words.rules.ts";

/** All amounts are the shop's (`shop_money`): its accounts, its reports and its products are in that currency. */
export function orderOf(delivery: DeliveryToRead, body: Spot): StoreOrder {
  const { connectionId } = delivery;
  const externalId = recordId(body);
  const currency = currencyOf(field(body, "currency"));
  const createdAt = field(body, "created_at");
  const placedAt = momentAt(field(body, "processed_at")) ?? momentAt(createdAt);
  if (placedAt === null) throw missing(createdAt);
  const updatedAt = momentAt(field(body, "updated_at"));
  const cancelledAt = momentAt(field(body, "cancelled_at"));
  const of = { connectionId, orderExternalId: externalId };
  const refunds = listAt(body, "refunds")
    .map((refund) =>
      refundOf(refund, { ...of, currency, orderSet: field(body, "total_price_set") }),
    )
    .filter((refund) => refund !== null);
  const payments = listAt(body, "transactions")
    .map((transaction) => paymentOf(transaction, of, currency))
    .filter((payment) => payment !== null);
  const states = statesOf(body, cancelledAt !== null);
  const isAsEdited = countsAsEdited(states);
  const lines = listAt(body, "line_items").map((line) => lineOf(line, currency, isAsEdited));
  const order = {
    connectionId,
    externalId,
    number: textAt(body, "name", 100) || textAt(body, "order_number", 100) || externalId,
    channel: textAt(body, "source_name", 100) || "web",
    customer: buyerOf(delivery, body, placedAt, updatedAt),
    ...states,
    isTest: flagAt(body, "test") || isTestDelivery(delivery),
    currency,
    taxesIncluded: flagAt(body, "taxes_included"),
    totalMinor: totalOf(body, currency, states) - sumMinorOf(lines, ({ giftMinor }) => giftMinor),
    discountMinor: asEdited(body, "total_discounts", currency, isAsEdited),
    taxMinor: asEdited(body, "total_tax", currency, isAsEdited),
    placedAt,
    paidAt: paidAtOf(payments),
    completedAt: states.status === "completed" ? fulfilledAtOf(body) : null,
    cancelledAt,
    billing: orderAddressOf(field(body, "billing_address")),
    shipping: orderAddressOf(field(body, "shipping_address")),
    paymentMethod: methodOf(body),
    discountCodes: someAt(body, "discount_codes")
      .map((discount) => textAt(discount, "code", 100))
      .filter((code) => code !== ""),
    note: textAt(body, "note", 5000),
    lines: lines.map(({ line }) => line),
    charges: chargesOf(body, currency),
    refunds,
    payments,
  } satisfies Omit<StoreOrder, "clock">;
  return { ...order, clock: { updatedAt, tie: tieOf(rankOf(order), order) } };
}

type States = Pick<StoreOrder, "status" | "paymentStatus" | "fulfilmentStatus" | "sourceStatus">;

function statesOf(body: Spot, isCancelled: boolean): States {
  const paid = textAt(body, "financial_status", 50).toLowerCase();
  const sent = textAt(body, "fulfillment_status", 50).toLowerCase();
  const isFree = Number(field(body, "total_price").value) === 0;
  const paymentStatus = paymentFor(paid) ?? (isFree ? "paid" : "unpaid");
  const fulfilled = fulfilmentFor(sent) ?? (isCancelled ? "cancelled" : "unfulfilled");
  const sourceStatus = `${paid || "none"}/${sent || "unfulfilled"}`;
  const states = { paymentStatus, fulfilmentStatus: fulfilled, sourceStatus };
  // A voided authorisation is money that will not come: no sale, until another payment is taken.
  if (isCancelled || paymentStatus === "voided") return { ...states, status: "cancelled" };
  const isDone = paymentStatus === "refunded" || (fulfilled === "fulfilled" && isSettled(states));
  return { ...states, status: isDone ? "completed" : "open" };
}

/** Pending is a sale awaiting its money (cash on delivery, bank transfer): the shop's own reports count it. */
const paymentFor = dictionary<StoreOrder["paymentStatus"]>({
  pending: "pending",
  unpaid: "unpaid",
  authorized: "authorised",
  partially_paid: "part_paid",
  paid: "paid",
  partially_refunded: "part_refunded",
  refunded: "refunded",
  voided: "voided",
  expired: "voided",
});
const fulfilmentFor = dictionary<StoreOrder["fulfilmentStatus"]>({
  partial: "part_fulfilled",
  fulfilled: "fulfilled",
  restocked: "cancelled",
});

const isSettled = ({ paymentStatus }: Pick<States, "paymentStatus">): boolean =>
  paymentStatus === "paid" || paymentStatus === "part_refunded" || paymentStatus === "refunded";

/**
 * Whether the order counts as edited (`current_…`) rather than as placed. Until it is paid, an item taken out of it is
 * simply not bought. Once it is paid, what was taken is given back by refunds, and they are counted on their own day.
 */
const countsAsEdited = (states: States): boolean => states.status === "open" && !isSettled(states);

/** What a paid order came to; an item added to it later may show only in the current total. */
function totalOf(body: Spot, currency: string, states: States): Minor {
  const total = shopMoney(body, "total_price", currency);
  const current = shopMoneyOrNull(body, "current_total_price", currency);
  if (current === null || states.status === "cancelled") return total;
  return countsAsEdited(states) ? current : Math.max(total, current);
}

const asEdited = (body: Spot, key: string, currency: string, isAsEdited: boolean): Minor =>
  (isAsEdited ? shopMoneyOrNull(body, `current_${key}`, currency) : null) ??
  shopPart(body, key, currency);

/**
 * A line's net is price × quantity less its share of every discount. A gift card is owed, not earned: its line nets
 * nothing and its price is taken from the order's total, until somebody buys with it; then that order counts in full.
 */
function lineOf(
  line: Spot,
  currency: string,
  isAsEdited: boolean,
): { line: StoreOrderLine; giftMinor: Minor } {
  const quantity = numberOf(field(line, "quantity"));
  const currentQuantity = numberOrNull(field(line, "current_quantity")) ?? quantity;
  const counted = isAsEdited && quantity > 0 ? currentQuantity / quantity : 1;
  const unitPriceMinor = shopMoney(line, "price", currency);
  const discountMinor = discountOf(line, currency);
  const grossMinor = believable(Math.round(unitPriceMinor * quantity), field(line, "price"));
  const netMinor = Math.round((grossMinor - discountMinor) * counted) + 0;
  const isGiftCard = flagAt(line, "gift_card");
  return {
    giftMinor: isGiftCard ? netMinor : 0,
    line: {
      externalId: digitsOrNull(line),
      title:
        textAt(line, "title", 300) || textAt(line, "name", 300) || textAt(line, "sku", 100) || "–",
      variantTitle: variantTitleOf(line),
      sku: textOrNull(line, "sku", 100),
      externalProductId: linkOrNull(field(line, "product_id")),
      externalVariantId: linkOrNull(field(line, "variant_id")),
      quantity,
      currentQuantity,
      unitPriceMinor,
      discountMinor,
      taxMinor: Math.round(taxOf(line, currency) * counted) + 0,
      netMinor: isGiftCard ? 0 : netMinor,
      isGiftCard,
    },
  };
}

const variantTitleOf = (line: Spot): string => {
  const title = textAt(line, "variant_title", 200);
  return title === "Default Title" ? "" : title;
};

/** `total_discount` misses what an order-wide code took; it is all that older versions tell. */
const discountOf = (line: Spot, currency: string): Minor =>
  isAbsent(field(line, "discount_allocations"))
    ? shopPart(line, "total_discount", currency)
    : sumOf(listAt(line, "discount_allocations"), (part) => shopPart(part, "amount", currency));

const taxOf = (line: Spot, currency: string): Minor =>
  sumOf(listAt(line, "tax_lines"), (tax) => shopPart(tax, "price", currency));

/** Shipping, tips, duties and fees add to the lines; taxes and codes are told for reading. */
function chargesOf(body: Spot, currency: string): StoreOrderCharge[] {
  const charge = (kind: StoreOrderCharge["kind"], title: string, amountMinor: Minor) => ({
    kind,
    title,
    amountMinor,
    taxMinor: 0,
    ratePpm: null,
  });
  // At a till the tip is a line of its own; then it is counted there.
  const hasTipLine = listAt(body, "line_items").some((line) => !isAbsent(field(line, "tip")));
  const more = [
    charge("tip", "Tip", hasTipLine ? 0 : shopPart(body, "total_tip_received", currency)),
    charge("fee", "Duties", shopPart(body, "original_total_duties", currency)),
    charge("fee", "Additional fees", shopPart(body, "original_total_additional_fees", currency)),
  ];
  return [
    ...listAt(body, "shipping_lines")
      .filter((line) => !flagAt(line, "is_removed"))
      .map((line) => ({
        ...charge("shipping", textAt(line, "title", 200), shippingOf(line, currency)),
        taxMinor: taxOf(line, currency),
      })),
    ...more.filter(({ amountMinor }) => amountMinor !== 0),
    ...listAt(body, "tax_lines").map((tax) => ({
      ...charge("tax", textAt(tax, "title", 200), shopPart(tax, "price", currency)),
      ratePpm: ratePpmOf(numberOfRate(field(tax, "rate").value)),
    })),
    ...someAt(body, "discount_codes").map((discount) =>
      charge("discount", textAt(discount, "code", 200), codeAmountOf(discount, currency)),
    ),
  ];
}

/** After its own discount and its share of the order's: whichever of the two the version tells. */
function shippingOf(line: Spot, currency: string): Minor {
  const price = shopPart(line, "price", currency);
  const shares = sumOf(listAt(line, "discount_allocations"), (part) =>
    shopPart(part, "amount", currency),
  );
  const discounted = field(line, "discounted_price");
  const told = isEmpty(discounted) ? price : shopPart(line, "discounted_price", currency);
  return Math.min(told, price - shares);
}

/** The amount beside a code is for reading only, and of a percentage in some versions: what cannot be read is 0. */
function codeAmountOf(discount: Spot, currency: string): Minor {
  try {
    return shopPart(discount, "amount", currency);
  } catch {
    return 0;
  }
}

const numberOfRate = (rate: unknown): number => (typeof rate === "number" ? rate : Number.NaN);
const ratePpmOf = (rate: number): number | null =>
  Math.abs(rate) <= 10 ? Math.round(rate * 1_000_000) : null;

/** Orders come without their transactions; where they are told, the last that brought money says when. */
function paidAtOf(payments: StoreOrder["payments"]): Date | null {
  const times = payments
    .filter(({ kind, status }) => kind === "payment" && status === "succeeded")
    .map(({ paidAt }) => paidAt.getTime());
  return times.length === 0 ? null : new Date(Math.max(...times));
}

function fulfilledAtOf(body: Spot): Date | null {
  const times = someAt(body, "fulfillments")
    .map((fulfilment) => someMoment(field(fulfilment, "created_at"))?.getTime())
    .filter((time) => time !== undefined);
  return times.length === 0 ? someMoment(field(body, "closed_at")) : new Date(Math.max(...times));
}

function methodOf(body: Spot): string | null {
  const { value } = field(body, "payment_gateway_names");
  const names = Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
  return cleanText(names.slice(0, 10).join(", "), 200) || textOrNull(body, "gateway", 200);
}

const sumMinorOf = <Item>(items: readonly Item[], amountOf: (item: Item) => Minor): Minor =>
  items.reduce((sum, item) => sum + amountOf(item), 0);
