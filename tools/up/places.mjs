import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const MODULES = join(ROOT, "node_modules");
/** The pinned Node. */
export const NODE = join(MODULES, "node/bin/node");
