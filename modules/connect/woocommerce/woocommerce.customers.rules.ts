import type { StoreCustomer } from "#modules/crm/crm.public.ts";
import type { DeliveryToRead } from "../deliveries/deliveries.rules.ts";
import { field, idOf, linkOrNull, type Spot, textAt, textOrNull } from "../reading/fields.rules.ts";
import { fingerprintOf, tieOf } from "../reading/reading.rules.ts";
import { emailOf } from "../reading/text.rules.ts";
import { addressOf, fullNameOf, momentIn, nameAt } from "./woocommerce.words.rules.ts";

/** The account a shop keeps: what it says of e-mail and id stands above what orders say. */
export function accountOf(delivery: DeliveryToRead, body: Spot): StoreCustomer {
  const billing = field(body, "billing");
  const createdAt = momentIn(delivery, body, "date_created");
  const customer = {
    connectionId: delivery.connectionId,
    externalId: idOf(field(body, "id")),
    isAccount: true,
    email: emailOf(textAt(body, "email", 300)) ?? emailOf(textAt(billing, "email", 300)),
    phoneText: textOrNull(billing, "phone", 40),
    name: fullNameOf(body) || fullNameOf(billing),
    organisation: nameAt(billing, "company", 200) || null,
    address: addressOf(billing),
    createdAt,
  };
  // An account nobody ever changed has no "modified": its state is as old as itself.
  const updatedAt = momentIn(delivery, body, "date_modified") ?? createdAt;
  return { ...customer, clock: { updatedAt, tie: tieOf(50, customer) } };
}

/**
 * Who an order says it is for. What somebody typed at the checkout is as new as the order, however often the order
 * changes later, so `placedAt` is its clock; among tellings of one order the later one wins.
 */
export function buyerOf(
  delivery: DeliveryToRead,
  order: Spot,
  placedAt: Date,
  updatedAt: Date | null,
): StoreCustomer | null {
  const billing = field(order, "billing");
  const customer = {
    connectionId: delivery.connectionId,
    externalId: linkOrNull(field(order, "customer_id")),
    isAccount: false,
    email: emailOf(textAt(billing, "email", 300)),
    phoneText: textOrNull(billing, "phone", 40),
    name: fullNameOf(billing) || fullNameOf(field(order, "shipping")),
    organisation: nameAt(billing, "company", 200) || null,
    address: addressOf(billing),
    createdAt: null,
  };
  const { externalId, email, phoneText, name } = customer;
  if (externalId === null && email === null && phoneText === null && name === "") return null;
  const tie = `10:${updatedAt?.toISOString() ?? ""}:${fingerprintOf(customer)}`;
  return { ...customer, clock: { updatedAt: placedAt, tie } };
}
