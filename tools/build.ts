import { resolve } from "node:path";
import { build } from "vite";
// biome-ignore lint/correctness/useImportExtensions: it is JavaScript, for the Node that a person happens to have.
import { beginWebBuild } from "./up/web.mjs";

/** `npm run build`: the screens, into dist/web. The server needs no building. */
const begun = beginWebBuild();
await build({ configFile: resolve(import.meta.dirname, "../vite.config.ts"), logLevel: "warn" });
begun.end();
