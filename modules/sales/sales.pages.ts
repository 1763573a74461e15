import type { ModulePages } from "#ui/pages.ts";

export const salesPages: ModulePages = {
  pages: [
    {
      path: "/orders",
      load: async () => (await import("./orders/web/OrdersPage.tsx")).OrdersPage,
    },
    {
      path: "/orders/new",
      load: async () => (await import("./orders/web/OrderEditor.tsx")).NewOrderPage,
    },
    {
      path: "/orders/$orderId",
      load: async () => (await import("./orders/web/OrderPage.tsx")).OrderPage,
    },
    {
      path: "/orders/$orderId/edit",
      load: async () => (await import("./orders/web/OrderEditor.tsx")).EditOrderPage,
    },
    {
      path: "/books/rules",
      load: async () => (await import("./postings/web/RulesPage.tsx")).RulesPage,
    },
    {
      path: "/subscriptions",
      load: async () =>
        (await import("./subscriptions/web/SubscriptionsPage.tsx")).SubscriptionsPage,
    },
    {
      path: "/subscriptions/$subscriptionId",
      load: async () => (await import("./subscriptions/web/SubscriptionPage.tsx")).SubscriptionPage,
    },
  ],
  searches: [
    {
      key: "sales.orders",
      needs: "sales.orders.read",
      load: async () => (await import("./orders/web/order-search.tsx")).orderSearch,
    },
  ],
};
