import { stat } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { Plugin } from "vite";

/**
 * Keeps zod out of the browser: a `*.contract.ts` is evaluated here, and the web receives of it only
 * where to ask (method and path), the values of enums, and plain constants. A schema that is
 * imported as a value is missing there, and the build says so; its type is always there.
 */
export function contracts(): Plugin {
  return {
    name: "contracts",
    enforce: "pre",
    async load(id) {
      const file = id.split("?")[0] ?? id;
      if (!file.endsWith(".contract.ts")) return null;
      const { mtimeMs } = await stat(file);
      const said = await import(`${pathToFileURL(file).href}?at=${mtimeMs}`);
      return Object.entries(said)
        .map(([name, value]) => [name, forTheWeb(value)] as const)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
        .join("\n");
    },
  };
}

function forTheWeb(value: unknown): unknown {
  if (isSchema(value)) return "options" in value ? optionsOf(value.options) : undefined;
  if (isPlain(value)) return value;
  if (typeof value !== "object" || value === null) return undefined;
  const endpoints = Object.entries(value);
  if (!endpoints.every(([, endpoint]) => isEndpoint(endpoint))) return undefined;
  return Object.fromEntries(
    endpoints.map(([name, { method, path }]) => [name, { method, path }] as const),
  );
}

/** Of an enum its words; a union of schemas has none. */
const optionsOf = (options: unknown) => (isPlain(options) ? { options } : undefined);

const isSchema = (value: unknown): value is { options?: unknown } =>
  typeof value === "object" && value !== null && "_zod" in value;

const isEndpoint = (value: unknown): value is { method: string; path: string } =>
  typeof value === "object" && value !== null && "method" in value && "path" in value;

function isPlain(value: unknown): boolean {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every(isPlain);
}
