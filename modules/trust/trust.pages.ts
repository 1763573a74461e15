import type { ModulePages } from "#ui/pages.ts";

export const trustPages: ModulePages = {
  pages: [
    { path: "/audit", load: async () => (await import("./audit/web/AuditPage.tsx")).AuditPage },
  ],
};
