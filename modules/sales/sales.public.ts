// What sales lends to the modules above it.
export type { OrderId } from "./orders/orders.contract.ts";
export type {
  StoreOrder,
  StoreOrderCharge,
  StoreOrderLine,
  StorePayment,
  StoreRefund,
} from "./orders/orders.rules.ts";
export type { StoreSubscription } from "./subscriptions/subscriptions.rules.ts";
