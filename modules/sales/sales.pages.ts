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
  ],
  searches: [
    {
      key: "sales.orders",
      needs: "sales.orders.read",
      load: async () => (await import("./orders/web/order-search.tsx")).orderSearch,
    },
  ],
};
