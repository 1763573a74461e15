import type { ModulePages } from "#ui/pages.ts";

export const recordPages: ModulePages = {
  pages: [
    {
      path: "/mentions",
      load: async () => (await import("./notes/web/MentionsPage.tsx")).MentionsPage,
    },
    { path: "/trash", load: async () => (await import("./trash/web/TrashPage.tsx")).TrashPage },
    {
      path: "/exports",
      load: async () => (await import("./exports/web/ExportsPage.tsx")).ExportsPage,
    },
  ],
  needsYou: [
    {
      to: "/mentions",
      topic: "records.notes",
      needs: "records.notes.read",
      count: async () => (await import("./notes/web/mentions.count.ts")).countNewMentions(),
    },
  ],
};
