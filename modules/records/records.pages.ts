import type { ModulePages } from "#ui/pages.ts";

export const recordPages: ModulePages = {
  pages: [
    { path: "/trash", load: async () => (await import("./trash/web/TrashPage.tsx")).TrashPage },
    {
      path: "/exports",
      load: async () => (await import("./exports/web/ExportsPage.tsx")).ExportsPage,
    },
  ],
};
