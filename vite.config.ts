import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { contracts } from "./tools/web/contracts.ts";
import { precompress, preloadFont } from "./tools/web/delivery.ts";
import { strictStyles } from "./tools/web/strict-styles.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("./apps/web"),
  plugins: [contracts(), strictStyles(), react(), preloadFont(), precompress()],
  build: {
    outDir: here("./dist/web"),
    emptyOutDir: true,
    target: "es2023",
    // `default-src 'self'` allows no data: address and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // What every page needs comes in few files; what one page needs comes with it.
        codeSplitting: {
          groups: [
            {
              name: "base",
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack[\\/](?!.*virtual).*)[\\/]/,
            },
          ],
        },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": "http://127.0.0.1:4880" },
  },
});
