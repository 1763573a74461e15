import type { StoreSubscription } from "#modules/sales/sales.public.ts";
import type { DeliveryToRead } from "../deliveries/deliveries.rules.ts";
import {
  currencyOf,
  field,
  idOf,
  moneyOf,
  numberOrNull,
  type Spot,
  someAt,
  textAt,
} from "../reading/fields.rules.ts";
import { tieOf } from "../reading/reading.rules.ts";
import { dictionary } from "../reading/text.rules.ts";
import { buyerOf } from "./woocommerce.customers.rules.ts";
import { momentIn, nameAt } from "./woocommerce.words.rules.ts";

const statusFor = dictionary<StoreSubscription["status"]>({
  pending: "pending",
  active: "active",
  "on-hold": "on_hold",
  "pending-cancel": "ending",
  cancelled: "cancelled",
  switched: "cancelled",
  trash: "cancelled",
  expired: "expired",
});
/** Later stages of life; one on hold may become active again, so both stand together. */
const RANK: Readonly<Record<StoreSubscription["status"], number>> = {
  pending: 10,
  active: 30,
  on_hold: 30,
  ending: 50,
  expired: 70,
  cancelled: 80,
};
const UNITS = ["day", "week", "month", "year"] as const;

/** A subscription is told like an order, with the rhythm it repeats in. */
export function subscriptionOf(delivery: DeliveryToRead, body: Spot): StoreSubscription {
  const externalId = idOf(field(body, "id"));
  const currency = currencyOf(field(body, "currency"));
  const sourceStatus = textAt(body, "status", 100);
  // What a plugin's own word means nobody can know: it is kept, and the subscription waits.
  const status = statusFor(sourceStatus) ?? "on_hold";
  const createdAt = momentIn(delivery, body, "date_created");
  const updatedAt = momentIn(delivery, body, "date_modified") ?? createdAt;
  const startedAt = momentIn(delivery, body, "start_date") ?? createdAt;
  const subscription = {
    connectionId: delivery.connectionId,
    externalId,
    number: textAt(body, "number", 100) || externalId,
    customer: buyerOf(delivery, body, startedAt ?? updatedAt ?? delivery.receivedAt, updatedAt),
    status,
    sourceStatus,
    currency,
    amountMinor: moneyOf(field(body, "total"), currency),
    intervalUnit: UNITS.find((unit) => unit === textAt(body, "billing_period", 20)) ?? "month",
    intervalCount: intervalOf(numberOrNull(field(body, "billing_interval"))),
    title: titleOf(someAt(body, "line_items")),
    startedAt,
    nextChargeAt: momentIn(delivery, body, "next_payment_date"),
    endsAt: momentIn(delivery, body, "end_date"),
    cancelledAt: momentIn(delivery, body, "cancelled_date"),
  };
  return { ...subscription, clock: { updatedAt, tie: tieOf(RANK[status], subscription) } };
}

const intervalOf = (count: number | null): number =>
  count !== null && count >= 1 && count <= 1000 ? Math.floor(count) : 1;

/** The first thing it brings, and how many more. */
function titleOf(lines: readonly Spot[]): string {
  const [first] = lines;
  if (first === undefined) return "";
  const name = nameAt(first, "name", 200);
  return lines.length === 1 ? name : `${name} + ${lines.length - 1}`;
}
