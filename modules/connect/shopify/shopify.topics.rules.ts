import type { Reason } from "#kernel/errors.ts";
import { dictionary } from "../reading/text.rules.ts";

/** Topics that are known and not read, and why; by whole name, else by the noun before the slash. */
export function setAsideFor(topic: string): Reason | null {
  return reasonFor(topic) ?? reasonFor(topic.split("/")[0] ?? "") ?? null;
}

const FOLLOWS = "connect.shopify.orders_updated_follows";
const NOT_NEEDED = "connect.shopify.not_needed";
const reasonFor = dictionary<Reason>({
  "orders/edited": FOLLOWS,
  fulfillments: FOLLOWS,
  fulfillment_events: FOLLOWS,
  fulfillment_orders: FOLLOWS,
  "app/uninstalled": "connect.shopify.app_uninstalled",
  app: NOT_NEEDED,
  bulk_operations: NOT_NEEDED,
  carts: NOT_NEEDED,
  checkouts: NOT_NEEDED,
  collection_listings: NOT_NEEDED,
  collections: NOT_NEEDED,
  customer_account_settings: NOT_NEEDED,
  customer_groups: NOT_NEEDED,
  customer_payment_methods: NOT_NEEDED,
  discounts: NOT_NEEDED,
  disputes: NOT_NEEDED,
  domains: NOT_NEEDED,
  draft_orders: NOT_NEEDED,
  inventory_items: NOT_NEEDED,
  inventory_levels: NOT_NEEDED,
  locales: NOT_NEEDED,
  locations: NOT_NEEDED,
  orders: NOT_NEEDED,
  product_feeds: NOT_NEEDED,
  product_listings: NOT_NEEDED,
  profiles: NOT_NEEDED,
  returns: NOT_NEEDED,
  reverse_deliveries: NOT_NEEDED,
  reverse_fulfillment_orders: NOT_NEEDED,
  selling_plan_groups: NOT_NEEDED,
  shop: NOT_NEEDED,
  subscription_billing_attempts: NOT_NEEDED,
  subscription_billing_cycles: NOT_NEEDED,
  tender_transactions: NOT_NEEDED,
  themes: NOT_NEEDED,
  variants: NOT_NEEDED,
});
