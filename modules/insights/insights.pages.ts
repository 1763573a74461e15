import type { ModulePages } from "#ui/pages.ts";

export const insightsPages: ModulePages = {
  pages: [{ path: "/", load: async () => (await import("./home/web/HomePage.tsx")).HomePage }],
};
