import type { ModulePages } from "#ui/pages.ts";

export const recordPages: ModulePages = {
  pages: [
    {
      path: "/settings/fields",
      load: async () => (await import("./fields/web/FieldsPage.tsx")).FieldsPage,
    },
    {
      path: "/settings/fields/new",
      load: async () => (await import("./fields/web/FieldPage.tsx")).NewFieldPage,
    },
    {
      path: "/settings/fields/$fieldId",
      load: async () => (await import("./fields/web/FieldPage.tsx")).FieldPage,
    },
    {
      path: "/settings/tags",
      load: async () => (await import("./tags/web/TagsPage.tsx")).TagsPage,
    },
    {
      path: "/settings/look-back",
      load: async () => (await import("./lookbacks/web/LookbackPage.tsx")).LookbackPage,
    },
    {
      path: "/mentions",
      load: async () => (await import("./notes/web/MentionsPage.tsx")).MentionsPage,
    },
    { path: "/tasks", load: async () => (await import("./tasks/web/TasksPage.tsx")).TasksPage },
    {
      path: "/imports",
      load: async () => (await import("./imports/web/ImportsPage.tsx")).ImportsPage,
    },
    {
      path: "/imports/new",
      load: async () => (await import("./imports/web/NewImportPage.tsx")).NewImportPage,
    },
    {
      path: "/imports/$importId",
      load: async () => (await import("./imports/web/ImportPage.tsx")).ImportPage,
    },
    { path: "/trash", load: async () => (await import("./trash/web/TrashPage.tsx")).TrashPage },
    {
      path: "/exports",
      load: async () => (await import("./exports/web/ExportsPage.tsx")).ExportsPage,
    },
  ],
  needsYou: [
    {
      to: "/tasks",
      topic: "records.tasks",
      needs: "records.tasks.read",
      count: async () => (await import("./tasks/web/tasks.count.ts")).countDueTasks(),
    },
    {
      to: "/mentions",
      topic: "records.notes",
      needs: "records.notes.read",
      count: async () => (await import("./notes/web/mentions.count.ts")).countNewMentions(),
    },
  ],
};
