import type { Deed, DeliveryToRead, Mapping, Reading } from "../deliveries/deliveries.rules.ts";
import { field, idOf, idOrNull, missing, type Spot, textAt } from "../reading/fields.rules.ts";
import { headerOf, type Platform, topicFrom } from "../reading/platforms.rules.ts";
import { deeds, ignored, readBody, UNKNOWN_TOPIC } from "../reading/reading.rules.ts";
import { whyNotSignedBy } from "../reading/signatures.rules.ts";
import { dictionary } from "../reading/text.rules.ts";
import { accountOf, consentOf } from "./shopify.customers.rules.ts";
import { orderOf } from "./shopify.orders.rules.ts";
import { paymentOf } from "./shopify.payments.rules.ts";
import { privacyRequestOf, shopErasureOf } from "./shopify.privacy.rules.ts";
import { productDeedsOf } from "./shopify.products.rules.ts";
import { ownCurrencyOf, refundOf } from "./shopify.refunds.rules.ts";
import { contractOf } from "./shopify.subscriptions.rules.ts";
import { setAsideFor } from "./shopify.topics.rules.ts";
import { gidDigits, happenedAt, isTestDelivery, recordId } from "./shopify.words.rules.ts";

const readShopify: Mapping = (delivery) => {
  const read = readerFor(delivery.topic);
  return read === undefined
    ? ignored(setAsideFor(delivery.topic) ?? UNKNOWN_TOPIC)
    : readBody(delivery, (body) => read(delivery, body));
};

export const shopify: Platform = {
  isPing: () => false,
  topicOf: (headers) => topicFrom(headers, "x-shopify-topic"),
  /**
   * One event may be told under several topics, so the topic is part of the key. Where a version sends no event id,
   * the delivery's own id at least knows its retries.
   */
  eventIdOf: (headers) => {
    const id = headerOf(headers, "x-shopify-event-id") ?? headerOf(headers, "x-shopify-webhook-id");
    if (id === null || !/^[\w-]{1,100}$/.test(id)) return null;
    return `${shopify.topicOf(headers) ?? ""}:${id}`;
  },
  whyNotSigned: (headers, body, secrets) =>
    whyNotSignedBy("x-shopify-hmac-sha256", headers, body, secrets),
  read: readShopify,
};

type Read = (delivery: DeliveryToRead, body: Spot) => Reading;

const readOrder: Read = (delivery, body) =>
  deeds({ does: "order", order: orderOf(delivery, body) });

/**
 * "Send test notification" brings an invented customer or product: proof that the address works, and nothing to keep.
 * An invented order is kept, marked as a test, since it counts nowhere.
 */
const unlessTest =
  (read: Read): Read =>
  (delivery, body) =>
    isTestDelivery(delivery) ? ignored("connect.shopify.test_delivery") : read(delivery, body);

const readCustomer = unlessTest((delivery, body) =>
  deeds({ does: "customer", customer: accountOf(delivery, body, { rank: 50, updatedAt: null }) }),
);

const readConsent = unlessTest((delivery, body) => {
  const customer = consentOf(delivery, body);
  return customer === null
    ? ignored("connect.shopify.nothing_said")
    : deeds({ does: "customer", customer });
});

const readProduct = unlessTest((delivery, body) => deeds(...productDeedsOf(delivery, body)));

const readRefund: Read = (delivery, body) => {
  const refund = refundOf(body, {
    connectionId: delivery.connectionId,
    orderExternalId: idOf(field(body, "order_id")),
    currency: ownCurrencyOf(delivery, body),
    orderSet: null,
  });
  return refund === null
    ? ignored("connect.shopify.no_money_moved")
    : deeds({ does: "refund", refund });
};

const readTransaction: Read = (delivery, body) => {
  const orderExternalId = idOrNull(field(body, "order_id"));
  if (orderExternalId === null) return ignored("connect.shopify.no_order_yet");
  const payment = paymentOf(body, { connectionId: delivery.connectionId, orderExternalId });
  return payment === null
    ? ignored("connect.shopify.no_payment")
    : deeds({ does: "payment", payment });
};

const readContract: Read = (delivery, body) =>
  deeds({ does: "subscription", subscription: contractOf(delivery, body) });

const asks = (kind: "access" | "erasure") =>
  unlessTest((delivery, body) =>
    deeds({ does: "privacy_request", request: privacyRequestOf(delivery, body, kind) }),
  );

const asksForShop = unlessTest((delivery) =>
  deeds({ does: "privacy_request", request: shopErasureOf(delivery) }),
);

const gone =
  (does: "order_deleted" | "customer_deleted" | "product_deleted"): Read =>
  (delivery, body) =>
    deeds({
      does,
      connectionId: delivery.connectionId,
      externalId: recordId(body),
      at: happenedAt(delivery) ?? delivery.receivedAt,
    } satisfies Deed);

/** The word comes when the merge is asked for, when it is done, and when it could not be. */
const readMerge = unlessTest((delivery, body) => {
  if (textAt(body, "status", 20) !== "completed") return ignored("connect.shopify.nothing_said");
  const accountAt = (name: string): string => {
    const digits = gidDigits(textAt(body, name, 200));
    if (digits === null) throw missing(field(body, name));
    return digits;
  };
  return deeds({
    does: "customers_merged",
    connectionId: delivery.connectionId,
    externalId: accountAt("admin_graphql_api_customer_kept_id"),
    goneId: accountAt("admin_graphql_api_customer_deleted_id"),
  });
});

const readerFor = dictionary<Read>({
  "orders/create": readOrder,
  "orders/updated": readOrder,
  "orders/paid": readOrder,
  "orders/cancelled": readOrder,
  "orders/fulfilled": readOrder,
  "orders/partially_fulfilled": readOrder,
  "orders/delete": gone("order_deleted"),
  "refunds/create": readRefund,
  "order_transactions/create": readTransaction,
  "customers/create": readCustomer,
  "customers/update": readCustomer,
  "customers/enable": readCustomer,
  "customers/disable": readCustomer,
  "customers/delete": unlessTest(gone("customer_deleted")),
  "customers/merge": readMerge,
  "customers/data_request": asks("access"),
  "customers/redact": asks("erasure"),
  "shop/redact": asksForShop,
  "customers_email_marketing_consent/update": readConsent,
  "customers_marketing_consent/update": readConsent,
  "products/create": readProduct,
  "products/update": readProduct,
  "products/delete": unlessTest(gone("product_deleted")),
  "subscription_contracts/create": readContract,
  "subscription_contracts/update": readContract,
  "subscription_contracts/activate": readContract,
  "subscription_contracts/pause": readContract,
  "subscription_contracts/cancel": readContract,
  "subscription_contracts/expire": readContract,
  "subscription_contracts/fail": readContract,
});
