import type { ModulePages } from "#ui/pages.ts";

export const trustPages: ModulePages = {
  pages: [
    { path: "/trust", load: async () => (await import("./promises/web/TrustPage.tsx")).TrustPage },
    {
      path: "/trust/alerts",
      load: async () => (await import("./alerts/web/AlertsPage.tsx")).AlertsPage,
    },
    {
      path: "/trust/policies",
      load: async () => (await import("./policies/web/PoliciesPage.tsx")).PoliciesPage,
    },
    {
      path: "/privacy",
      frame: "open",
      load: async () => (await import("./policies/web/PrivacyPage.tsx")).PrivacyPage,
    },
    { path: "/audit", load: async () => (await import("./audit/web/AuditPage.tsx")).AuditPage },
  ],
  needsYou: [
    {
      to: "/trust",
      topic: "trust.alerts",
      needs: "trust.alerts.read",
      count: async () => {
        const { countOpen } = await import("./alerts/web/alerts.count.ts");
        return countOpen();
      },
    },
  ],
};
