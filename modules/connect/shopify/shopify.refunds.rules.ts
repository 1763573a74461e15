import { isCurrency, type Minor } from "#kernel/money.ts";
import type { StoreRefund } from "#modules/sales/sales.public.ts";
import type { DeliveryToRead } from "../deliveries/deliveries.rules.ts";
import {
  currencyOf,
  field,
  fieldBelow,
  flagAt,
  isEmpty,
  linkOrNull,
  listAt,
  missing,
  momentAt,
  moneyOf,
  numberOrNull,
  pathOf,
  type Spot,
  textAt,
} from "../reading/fields.rules.ts";
import { fingerprintOf } from "../reading/reading.rules.ts";
import { unreadable } from "../reading/unreadable.rules.ts";
import {
  digitsOrNull,
  recordId,
  shopPart,
  sumOf,
  transactionCurrency,
} from "./shopify.words.rules.ts";

type Of = {
  readonly connectionId: string;
  readonly orderExternalId: string;
  /** The shop's. */
  readonly currency: string;
  /** The order's total in both currencies, when the refund is read inside its order. */
  readonly orderSet: Spot | null;
};

/**
 * A refund as money given back: the refund transactions that succeeded, in the shop's currency. Null when none did:
 * an edit of the order and a return without money come as "refunds" too. Gift cards given back were never revenue.
 */
export function refundOf(refund: Spot, of: Of): StoreRefund | null {
  const items = listAt(refund, "refund_line_items");
  const giftMinor = sumOf(items, (item) =>
    flagAt(field(item, "line_item"), "gift_card") ? shopPart(item, "subtotal", of.currency) : 0,
  );
  const amountMinor = movedMinor(refund, items, of) - giftMinor;
  if (amountMinor <= 0) return null;
  const createdAt = field(refund, "created_at");
  const refundedAt = momentAt(field(refund, "processed_at")) ?? momentAt(createdAt);
  if (refundedAt === null) throw missing(createdAt);
  const content = {
    connectionId: of.connectionId,
    orderExternalId: of.orderExternalId,
    externalId: recordId(refund),
    currency: of.currency,
    amountMinor,
    reason: textAt(refund, "note", 500),
    hasMovedMoney: true,
    refundedAt,
    lines: items
      .map((item) => ({
        lineExternalId:
          digitsOrNull(field(item, "line_item")) ?? linkOrNull(field(item, "line_item_id")) ?? "",
        quantity: numberOrNull(field(item, "quantity")) ?? 0,
        amountMinor: shopPart(item, "subtotal", of.currency),
      }))
      .filter(({ lineExternalId }) => lineExternalId !== ""),
  };
  // Transactions succeed one after the other: of two tellings the one with more money moved is the later.
  const tie = `20:${String(amountMinor).padStart(16, "0")}:${fingerprintOf(content)}`;
  return { ...content, tie };
}

/** The shop's currency as a refund of its own tells it: it carries no order, but sets of amounts. */
export function ownCurrencyOf(delivery: DeliveryToRead, refund: Spot): string {
  const sets = [...setsOf(refund), field(refund, "total_duties_set")];
  const codes = sets.map((set) => fieldBelow(set, "shop_money", "currency_code").value);
  const told = codes.find((code) => typeof code === "string" && isCurrency(code));
  if (typeof told === "string") return told;
  const [transaction] = listAt(refund, "transactions");
  return transaction === undefined
    ? delivery.company.currency
    : currencyOf(field(transaction, "currency"));
}

function movedMinor(refund: Spot, items: readonly Spot[], of: Of): Minor {
  const moved = listAt(refund, "transactions").filter(
    (transaction) =>
      textAt(transaction, "kind", 20).toLowerCase() === "refund" &&
      textAt(transaction, "status", 20).toLowerCase() === "success",
  );
  return sumOf(moved, (transaction) => {
    const currency = transactionCurrency(transaction, of.currency);
    const amount = moneyOf(field(transaction, "amount"), currency);
    if (currency === of.currency) return amount;
    const set = field(transaction, "amount_set");
    const pairs = [pairOf(set, of.currency), ...pairsOf(refund, items, of)];
    return converted(amount, currency, pairs, field(transaction, "currency"));
  });
}

/** One amount in the shop's currency and in the buyer's. */
type Pair = { readonly shop: Minor; readonly buyer: Minor; readonly currency: string };

/** What the refund adds up to in both currencies, with tax and without (it may be inside), then the order's total. */
function pairsOf(refund: Spot, items: readonly Spot[], of: Of): (Pair | null)[] {
  const set = (key: string) => (spot: Spot) => pairOf(field(spot, key), of.currency);
  const shipping = listAt(refund, "refund_shipping_lines");
  const adjustments = listAt(refund, "order_adjustments").filter(
    (adjustment) => shipping.length === 0 || textAt(adjustment, "kind", 50) !== "shipping_refund",
  );
  const bare = [
    ...items.map(set("subtotal_set")),
    ...shipping.map(set("subtotal_amount_set")),
    ...adjustments.map(set("amount_set")).map(negated),
  ];
  const taxes = [
    ...items.map(set("total_tax_set")),
    ...adjustments.map(set("tax_amount_set")).map(negated),
  ];
  const order = of.orderSet === null ? null : pairOf(of.orderSet, of.currency);
  return [added([...bare, ...taxes]), added(bare), order];
}

/**
 * The shop's side of an amount that moved in the buyer's currency. The pair that says this very amount is taken as it
 * stands; otherwise the first pair there is tells the rate. No other rate is known, and none is invented.
 */
function converted(
  amount: Minor,
  currency: string,
  pairs: readonly (Pair | null)[],
  at: Spot,
): Minor {
  const known = pairs.filter(
    (pair) => pair !== null && pair.currency === currency && pair.buyer > 0 && pair.shop > 0,
  ) as Pair[];
  const exact = known.find((pair) => pair.buyer === amount);
  if (exact !== undefined) return exact.shop;
  const [rate] = known;
  if (rate === undefined) {
    throw unreadable("connect.shopify.rate_unknown", pathOf(at), currency);
  }
  const [shop, buyer] = [BigInt(rate.shop), BigInt(rate.buyer)];
  return Number((2n * BigInt(amount) * shop + buyer) / (2n * buyer));
}

function pairOf(set: Spot, shopCurrency: string): Pair | null {
  const shop = field(set, "shop_money");
  const buyer = field(set, "presentment_money");
  const [shopAmount, buyerAmount] = [field(shop, "amount"), field(buyer, "amount")];
  if (isEmpty(shopAmount) || isEmpty(buyerAmount)) return null;
  const currency = currencyOf(field(buyer, "currency_code"));
  return {
    shop: moneyOf(shopAmount, shopCurrency),
    buyer: moneyOf(buyerAmount, currency),
    currency,
  };
}

/** Adjustments are told from the shop's view: what is given back of shipping is negative. */
const negated = (pair: Pair | null): Pair | null =>
  pair === null ? null : { ...pair, shop: -pair.shop, buyer: -pair.buyer };

function added(pairs: readonly (Pair | null)[]): Pair | null {
  const told = pairs.filter((pair) => pair !== null);
  const [first] = told;
  if (first === undefined) return null;
  return {
    shop: told.reduce((sum, { shop }) => sum + shop, 0),
    buyer: told.reduce((sum, { buyer }) => sum + buyer, 0),
    currency: first.currency,
  };
}

const setsOf = (refund: Spot): Spot[] => [
  ...listAt(refund, "refund_line_items").map((item) => field(item, "subtotal_set")),
  ...listAt(refund, "refund_shipping_lines").map((line) => field(line, "subtotal_amount_set")),
  ...listAt(refund, "order_adjustments").map((line) => field(line, "amount_set")),
];
