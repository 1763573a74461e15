import type { ModulePages } from "#ui/pages.ts";

export const companyPages: ModulePages = {
  pages: [
    {
      path: "/settings/role",
      load: async () => (await import("./roles/web/MyRolePage.tsx")).MyRolePage,
    },
    {
      path: "/settings/roles",
      load: async () => (await import("./roles/web/RolesPage.tsx")).RolesPage,
    },
    {
      path: "/settings/roles/new",
      load: async () => (await import("./roles/web/NewRolePage.tsx")).NewRolePage,
    },
    {
      path: "/settings/roles/$role",
      load: async () => (await import("./roles/web/RolePage.tsx")).RolePage,
    },
    {
      path: "/settings/company",
      load: async () =>
        (await import("./companies/web/CompanySettingsPage.tsx")).CompanySettingsPage,
    },
    {
      path: "/settings/members",
      load: async () => (await import("./members/web/MembersPage.tsx")).MembersPage,
    },
    {
      path: "/settings/keys",
      load: async () => (await import("./keys/web/KeysPage.tsx")).KeysPage,
    },
    {
      path: "/settings/data-export",
      load: async () => (await import("./takeouts/web/TakeoutsPage.tsx")).TakeoutsPage,
    },
    {
      path: "/settings/backups",
      load: async () => (await import("./backups/web/BackupsPage.tsx")).BackupsPage,
    },
    {
      path: "/invitation",
      frame: "open",
      load: async () => (await import("./members/web/InvitationPage.tsx")).InvitationPage,
    },
    {
      path: "/companies",
      frame: "open",
      load: async () => (await import("./members/web/CompaniesPage.tsx")).CompaniesPage,
    },
    {
      path: "/companies/new",
      frame: "open",
      load: async () => (await import("./members/web/NewCompanyPage.tsx")).NewCompanyPage,
    },
  ],
};
