import type { ModulePages } from "#ui/pages.ts";

export const crmPages: ModulePages = {
  pages: [
    {
      path: "/customers",
      load: async () => (await import("./customers/web/CustomersPage.tsx")).CustomersPage,
    },
    {
      path: "/customers/new",
      load: async () => (await import("./customers/web/CustomerEditor.tsx")).NewCustomerPage,
    },
    {
      path: "/customers/$customerId",
      load: async () => (await import("./customers/web/CustomerPage.tsx")).CustomerPage,
    },
    {
      path: "/customers/$customerId/edit",
      load: async () => (await import("./customers/web/CustomerEditor.tsx")).EditCustomerPage,
    },
    {
      path: "/customers/$customerId/merge/$otherId",
      load: async () => (await import("./customers/web/MergePage.tsx")).MergePage,
    },
  ],
  searches: [
    {
      key: "crm.customers",
      needs: "crm.customers.read",
      load: async () => (await import("./customers/web/customer-search.tsx")).customerSearch,
    },
  ],
};
