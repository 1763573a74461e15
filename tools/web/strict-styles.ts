import { fileURLToPath } from "node:url";
import {
  convertCssVariables,
  DEFAULT_THEME,
  deepMerge,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from "@mantine/core";
import type { Plugin } from "vite";
import { cssVariablesResolver, theme } from "#ui/theme.ts";

const strict = (file: string) => fileURLToPath(new URL(`../../ui/strict/${file}`, import.meta.url));
const themeSheet = "virtual:theme.css";

/**
 * Takes every style tag out of Mantine, so that `default-src 'self'` holds without nonce or
 * 'unsafe-inline': the theme becomes a stylesheet at build time, and the two places that write
 * styles at run time adopt sheets instead. The browser test of the policy says whether a newer
 * Mantine still fits.
 */
export function strictStyles(): Plugin {
  return {
    name: "strict-styles",
    enforce: "pre",
    async resolveId(source, importer) {
      if (source === themeSheet) return `\0${themeSheet}`;
      if (source === "react-style-singleton") return strict("style-singleton.ts");
      if (source.endsWith("/InlineStyles.mjs") && importer?.includes("@mantine"))
        return strict("inline-styles.ts");
      if (source === "mantine-styles-to-string") {
        const core = await this.resolve("@mantine/core");
        if (core === null) throw new Error("@mantine/core is not installed");
        return core.id.replace(
          /index\.mjs$/,
          "core/InlineStyles/styles-to-string/styles-to-string.mjs",
        );
      }
      return null;
    },
    load(id) {
      return id === `\0${themeSheet}` ? themeAsCss() : null;
    },
  };
}

function themeAsCss(): string {
  const whole = mergeMantineTheme(DEFAULT_THEME, theme);
  const variables = deepMerge(defaultCssVariablesResolver(whole), cssVariablesResolver(whole));
  const scheme = (name: string) =>
    `:root[data-mantine-color-scheme="${name}"]{--mantine-color-scheme:${name}}`;
  const classes = Object.entries(whole.breakpoints).map(([name, at]) => {
    const below = `${Number.parseFloat(at) - 0.00625}em`;
    return `@media (max-width:${below}){.mantine-visible-from-${name}{display:none!important}}
@media (min-width:${at}){.mantine-hidden-from-${name}{display:none!important}}`;
  });
  return [convertCssVariables(variables), scheme("dark"), scheme("light"), ...classes].join("\n");
}
