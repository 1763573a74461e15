import type { ModulePages } from "#ui/pages.ts";

export const financePages: ModulePages = {
  pages: [],
};
