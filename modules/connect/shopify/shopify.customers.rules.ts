import type { Consent, StoreCustomer } from "#modules/crm/crm.public.ts";
import type { DeliveryToRead } from "../deliveries/deliveries.rules.ts";
import {
  field,
  idOf,
  isAbsent,
  momentAt,
  type Spot,
  someMoment,
  textAt,
  textOrNull,
} from "../reading/fields.rules.ts";
import { fingerprintOf, tieOf } from "../reading/reading.rules.ts";
import { dictionary, emailOf } from "../reading/text.rules.ts";
import { addressOf, happenedAt, personName, recordId, tagsOf } from "./shopify.words.rules.ts";

/** A customer record: of its own topic (rank 50), or inside an order (rank 40, and what it lacks the order may add). */
export function accountOf(
  delivery: DeliveryToRead,
  record: Spot,
  told: { rank: number; updatedAt: Date | null; order?: Spot },
): StoreCustomer {
  const home = field(record, "default_address");
  const order = told.order ?? NO_ORDER;
  const billing = field(order, "billing_address");
  const homeAddress = addressOf(home);
  const hasHome = homeAddress.street !== null || homeAddress.city !== null;
  const customer = {
    connectionId: delivery.connectionId,
    externalId: recordId(record),
    isAccount: true,
    email: emailOf(textAt(record, "email", 300)),
    phoneText:
      textOrNull(record, "phone", 40) ?? textOrNull(home, "phone", 40) ?? orderPhoneOf(order),
    name: personName(record) || personName(home) || orderNameOf(order),
    organisation: textOrNull(home, "company", 200) ?? textOrNull(billing, "company", 200),
    address: hasHome ? homeAddress : addressOf(billing),
    ...(isAbsent(field(record, "tags")) ? {} : { tags: tagsOf(record) }),
    ...consentsOf(record),
    createdAt: someMoment(field(record, "created_at")),
  };
  const updatedAt = momentAt(field(record, "updated_at")) ?? told.updatedAt ?? customer.createdAt;
  return { ...customer, clock: { updatedAt, tie: tieOf(told.rank, customer) } };
}

/** Who an order is for: its customer record where it has one, else what was typed at the checkout. */
export function buyerOf(
  delivery: DeliveryToRead,
  order: Spot,
  placedAt: Date,
  updatedAt: Date | null,
): StoreCustomer | null {
  const record = field(order, "customer");
  if (!isAbsent(field(record, "id")) || !isAbsent(field(record, "admin_graphql_api_id"))) {
    return accountOf(delivery, record, { rank: 40, updatedAt: updatedAt ?? placedAt, order });
  }
  const guest = {
    connectionId: delivery.connectionId,
    externalId: null,
    isAccount: false,
    email:
      emailOf(textAt(order, "email", 300)) ??
      emailOf(textAt(order, "contact_email", 300)) ??
      emailOf(textAt(record, "email", 300)),
    phoneText: orderPhoneOf(order),
    name: orderNameOf(order) || personName(record),
    organisation: textOrNull(field(order, "billing_address"), "company", 200),
    address: addressOf(field(order, "billing_address")),
    createdAt: null,
  };
  if (guest.email === null && guest.phoneText === null && guest.name === "") return null;
  const tie = `10:${updatedAt?.toISOString() ?? ""}:${fingerprintOf(guest)}`;
  return { ...guest, clock: { updatedAt: placedAt, tie } };
}

/** A change of consent says who and what, and nothing else of the customer. Null when it states nothing. */
export function consentOf(delivery: DeliveryToRead, body: Spot): StoreCustomer | null {
  const consents = consentsOf(body);
  const told = consents.emailConsent ?? consents.phoneConsent;
  if (told === undefined) return null;
  const customer = {
    connectionId: delivery.connectionId,
    externalId: idOf(field(body, "customer_id")),
    isAccount: true,
    email: emailOf(textAt(body, "email_address", 300)),
    phoneText: textOrNull(body, "phone", 40),
    name: "",
    organisation: null,
    address: addressOf(NO_ORDER),
    ...consents,
    createdAt: null,
  };
  const updatedAt = told.at ?? happenedAt(delivery);
  return { ...customer, clock: { updatedAt, tie: tieOf(50, customer) } };
}

const NO_ORDER: Spot = { value: undefined, up: null, key: "" };

const orderPhoneOf = (order: Spot): string | null =>
  textOrNull(order, "phone", 40) ??
  textOrNull(field(order, "billing_address"), "phone", 40) ??
  textOrNull(field(order, "shipping_address"), "phone", 40);

const orderNameOf = (order: Spot): string =>
  personName(field(order, "billing_address")) || personName(field(order, "shipping_address"));

function consentsOf(record: Spot): Pick<StoreCustomer, "emailConsent" | "phoneConsent"> {
  const email = consentIn(field(record, "email_marketing_consent"));
  const phone = consentIn(field(record, "sms_marketing_consent"));
  return {
    ...(email === null ? {} : { emailConsent: email }),
    ...(phone === null ? {} : { phoneConsent: phone }),
  };
}

function consentIn(consent: Spot): { state: Consent; at: Date | null } | null {
  const state = consentFor(textAt(consent, "state", 50).toLowerCase());
  return state === undefined
    ? null
    : { state, at: someMoment(field(consent, "consent_updated_at")) };
}

/** Never asked is not the same as asked to stop. */
const consentFor = dictionary<Consent>({
  subscribed: "subscribed",
  pending: "pending",
  unsubscribed: "unsubscribed",
  redacted: "unsubscribed",
  invalid: "unsubscribed",
  not_subscribed: "unknown",
});
