// What sales lends to the modules above it.

export { productsOfDays, sumsOfDays } from "./days/days.ts";
export { forgetStoreSales } from "./orders/forgetting.ts";
export type { StoreOrder, StoreOrderCharge, StoreOrderLine } from "./orders/orders.rules.ts";
export { followCustomers, linkOrderLines } from "./orders/orders.ts";
export {
  applyStoreOrder,
  applyStorePayment,
  applyStoreRefund,
  deleteStoreOrder,
} from "./orders/store-orders.ts";
export type { StorePayment } from "./payments/payments.rules.ts";
export type { StoreRefund } from "./refunds/refunds.rules.ts";
export type { StoreSubscription } from "./subscriptions/subscriptions.rules.ts";
export { applyStoreSubscription, deleteStoreSubscription } from "./subscriptions/subscriptions.ts";
