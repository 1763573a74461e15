import type { ModulePages } from "#ui/pages.ts";

export const billingPages: ModulePages = {
  pages: [
    {
      path: "/settings/billing",
      load: async () => (await import("./billing/web/BillingPage.tsx")).BillingPage,
    },
  ],
};
