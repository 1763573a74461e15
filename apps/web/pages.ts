import type { ModulePages } from "#ui/pages.ts";

const modules: readonly ModulePages[] = [];

/** Everything the modules bring to the web. */
export const pages = modules.flatMap((module) => module.pages);
export const searches = modules.flatMap((module) => module.searches ?? []);
export const needsYou = modules.flatMap((module) => module.needsYou ?? []);
