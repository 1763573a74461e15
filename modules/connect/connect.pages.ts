import type { ModulePages } from "#ui/pages.ts";

export const connectPages: ModulePages = {
  pages: [
    {
      path: "/connections",
      load: async () => (await import("./connections/web/ConnectionsPage.tsx")).ConnectionsPage,
    },
    {
      path: "/connections/new",
      load: async () => (await import("./connections/web/NewConnectionPage.tsx")).NewConnectionPage,
    },
    {
      path: "/connections/deliveries",
      load: async () => (await import("./deliveries/web/DeliveriesPage.tsx")).DeliveriesPage,
    },
    {
      path: "/connections/$connectionId",
      load: async () => (await import("./connections/web/ConnectionPage.tsx")).ConnectionPage,
    },
  ],
  needsYou: [
    {
      to: "/connections",
      topic: "connect.deliveries",
      needs: "connect.deliveries.read",
      count: async () => {
        const { deliveriesApi } = await import("./deliveries/web/deliveries.client.ts");
        return (await deliveriesApi.count({ state: "failed" })).count;
      },
    },
  ],
};
