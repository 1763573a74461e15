import { dayIn } from "#kernel/day.ts";
import type { StoreRequest } from "#modules/crm/crm.public.ts";
import type { DeliveryToRead } from "../deliveries/deliveries.rules.ts";
import { field, idOrNull, type Spot, textOrNull } from "../reading/fields.rules.ts";
import { emailOf } from "../reading/text.rules.ts";

/**
 * What a customer asks of every app by way of Shopify: to see what is kept of them, or to be erased. E-mail and phone may
 * be missing, and nobody may be known by them: it is written down all the same.
 * https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
 */
export function privacyRequestOf(
  delivery: DeliveryToRead,
  body: Spot,
  kind: StoreRequest["kind"],
): StoreRequest {
  const { connectionId, receivedAt, company } = delivery;
  const customer = field(body, "customer");
  const account = idOrNull(field(customer, "id"));
  const asked = idOrNull(field(field(body, "data_request"), "id"));
  // An erasure has no number of its own: asked again on another day it is another one.
  const name = asked ?? `${account ?? ""}:${dayIn(company.zone, receivedAt)}`;
  return {
    connectionId,
    kind,
    key: `${kind}:${name}`,
    account,
    email: emailOf(textOrNull(customer, "email", 300) ?? ""),
    phoneText: textOrNull(customer, "phone", 40),
    receivedAt,
  };
}

/** A shop that took the app out asks, 48 hours later, that nothing of its customers be kept: an Admin decides. */
export const shopErasureOf = ({
  connectionId,
  receivedAt,
  company,
}: DeliveryToRead): StoreRequest => ({
  connectionId,
  kind: "store_erasure",
  key: `store_erasure:${dayIn(company.zone, receivedAt)}`,
  account: null,
  email: null,
  phoneText: null,
  receivedAt,
});
