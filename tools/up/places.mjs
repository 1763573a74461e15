import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const MODULES = join(ROOT, "node_modules");
/** The pinned Node. */
export const NODE = join(MODULES, "node/bin/node");

/** Node then reads TypeScript once instead of at every start: a second faster, and 30 MB lighter. */
export const ENV = {
  ...process.env,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(MODULES, ".cache/node"),
};
