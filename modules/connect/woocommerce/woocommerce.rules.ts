import type { DeliveryToRead, Mapping, Reading } from "../deliveries/deliveries.rules.ts";
import { field, idOf, type Spot } from "../reading/fields.rules.ts";
import { headerOf, type Platform, topicFrom } from "../reading/platforms.rules.ts";
import { deeds, ignored, readBody, UNKNOWN_TOPIC } from "../reading/reading.rules.ts";
import { whyNotSignedBy } from "../reading/signatures.rules.ts";
import { dictionary } from "../reading/text.rules.ts";
import { accountOf } from "./woocommerce.customers.rules.ts";
import { readOrder } from "./woocommerce.orders.rules.ts";
import { readProduct } from "./woocommerce.products.rules.ts";
import { subscriptionOf } from "./woocommerce.subscriptions.rules.ts";

const readWoocommerce: Mapping = (delivery) => {
  const [resource = "", event = ""] = delivery.topic.split(".");
  if (resource === "action") return ignored("connect.woocommerce.action");
  if (resource === "coupon") return ignored("connect.woocommerce.coupon");
  const read = readerFor(resource);
  if (read === undefined) return ignored(UNKNOWN_TOPIC);
  return readBody(delivery, (body) => read(delivery, body, event));
};

export const woocommerce: Platform = {
  /** Saving a webhook posts the form `webhook_id=9`, unsigned and without any header of its own. */
  isPing: (headers, body) =>
    headerOf(headers, "x-wc-webhook-topic") === null &&
    body.length < 40 &&
    /^webhook_id=\d+$/.test(Buffer.from(body).toString("latin1").trim()),
  topicOf: (headers) => topicFrom(headers, "x-wc-webhook-topic"),
  /** A delivery id is new for every attempt, and no other id is sent. */
  eventIdOf: () => null,
  whyNotSigned: (headers, body, secrets) =>
    whyNotSignedBy("x-wc-webhook-signature", headers, body, secrets),
  read: readWoocommerce,
};

type Read = (delivery: DeliveryToRead, body: Spot, event: string) => Reading;

const readCustomer: Read = (delivery, body, event) =>
  event === "deleted"
    ? deeds({ does: "customer_deleted", ...goneOf(delivery, body) })
    : deeds({ does: "customer", customer: accountOf(delivery, body) });

const readSubscription: Read = (delivery, body, event) =>
  event === "deleted"
    ? deeds({ does: "subscription_deleted", ...goneOf(delivery, body) })
    : deeds({ does: "subscription", subscription: subscriptionOf(delivery, body) });

const readerFor = dictionary<Read>({
  order: (delivery, body, event) =>
    event === "deleted"
      ? deeds({ does: "order_deleted", ...goneOf(delivery, body) })
      : readOrder(delivery, body, event),
  product: (delivery, body, event) =>
    event === "deleted"
      ? deeds({ does: "product_deleted", ...goneOf(delivery, body) })
      : readProduct(delivery, body),
  customer: readCustomer,
  subscription: readSubscription,
});

/** A deletion says the id and nothing else, not even when: it was when it arrived. */
const goneOf = (delivery: DeliveryToRead, body: Spot) => ({
  connectionId: delivery.connectionId,
  externalId: idOf(field(body, "id")),
  at: delivery.receivedAt,
});
