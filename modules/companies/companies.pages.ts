import type { ModulePages } from "#ui/pages.ts";

export const companyPages: ModulePages = {
  pages: [
    {
      path: "/settings/company",
      load: async () =>
        (await import("./companies/web/CompanySettingsPage.tsx")).CompanySettingsPage,
    },
  ],
};
