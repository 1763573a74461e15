import type { StoreCustomer } from "#modules/crm/crm.public.ts";
import type { StoreSubscription } from "#modules/sales/sales.public.ts";
import type { DeliveryToRead } from "../deliveries/deliveries.rules.ts";
import {
  currencyOf,
  field,
  linkOrNull,
  numberOrNull,
  type Spot,
  someMoment,
  textAt,
} from "../reading/fields.rules.ts";
import { fingerprintOf, tieOf } from "../reading/reading.rules.ts";
import { dictionary } from "../reading/text.rules.ts";
import { addressOf, gidDigits, happenedAt, recordId } from "./shopify.words.rules.ts";

const statusFor = dictionary<StoreSubscription["status"]>({
  active: "active",
  paused: "on_hold",
  failed: "on_hold",
  cancelled: "cancelled",
  expired: "expired",
});
const UNITS = ["day", "week", "month", "year"] as const;

/** A contract as its topics tell it: who, how often, in what state. What it brings and costs they do not say. */
export function contractOf(delivery: DeliveryToRead, body: Spot): StoreSubscription {
  const billing = field(body, "billing_policy");
  const unit = textAt(billing, "interval", 20).toLowerCase();
  const count = numberOrNull(field(billing, "interval_count")) ?? 1;
  const sourceStatus = textAt(body, "status", 50);
  const status = statusFor(sourceStatus.toLowerCase()) ?? "on_hold";
  const happened = happenedAt(delivery) ?? delivery.receivedAt;
  const externalId = recordId(body);
  const content = {
    connectionId: delivery.connectionId,
    externalId,
    number: externalId,
    status,
    sourceStatus,
    currency: currencyOf(field(body, "currency_code")),
    amountMinor: null,
    intervalUnit: UNITS.find((known) => known === unit) ?? "month",
    intervalCount: count >= 1 && count <= 1000 ? Math.floor(count) : 1,
    title: "",
    startedAt: someMoment(field(body, "created_at")),
    nextChargeAt: someMoment(field(body, "next_billing_date")),
    endsAt: null,
    cancelledAt: null,
  };
  // Every change has a higher revision; it orders what happens within a second.
  const revision = /^\d{1,20}$/.exec(textAt(body, "revision_id", 20))?.[0] ?? "";
  const tie = `50:${revision.padStart(20, "0")}:${fingerprintOf(content)}`;
  const customer = holderOf(delivery, body, happened);
  return { ...content, customer, clock: { updatedAt: happened, tie } };
}

function holderOf(delivery: DeliveryToRead, body: Spot, happened: Date): StoreCustomer | null {
  const gid = textAt(body, "admin_graphql_api_customer_id", 200);
  const externalId = gidDigits(gid) ?? linkOrNull(field(body, "customer_id"));
  if (externalId === null) return null;
  const customer = {
    connectionId: delivery.connectionId,
    externalId,
    isAccount: true,
    email: null,
    phoneText: null,
    name: "",
    organisation: null,
    address: addressOf(NOTHING),
    createdAt: null,
  };
  return { ...customer, clock: { updatedAt: happened, tie: tieOf(20, customer) } };
}

const NOTHING: Spot = { value: undefined, up: null, key: "" };
