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
      path: "/customers/duplicates",
      load: async () => (await import("./duplicates/web/DuplicatesPage.tsx")).DuplicatesPage,
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
    {
      path: "/requests",
      load: async () => (await import("./requests/web/RequestsPage.tsx")).RequestsPage,
    },
    {
      path: "/requests/new",
      load: async () => (await import("./requests/web/NewRequestPage.tsx")).NewRequestPage,
    },
    {
      path: "/requests/$requestId",
      load: async () => (await import("./requests/web/RequestPage.tsx")).RequestPage,
    },
  ],
  needsYou: [
    {
      to: "/requests",
      topic: "crm.requests",
      needs: "crm.requests.read",
      count: async () => {
        const { countOpenRequests } = await import("./requests/web/requests.count.ts");
        return countOpenRequests();
      },
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
