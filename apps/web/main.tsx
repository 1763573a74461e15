import "#ui/styles/parts.ts";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { cache } from "#ui/query.ts";
import { STORAGE_KEYS } from "#ui/storage.ts";
import { theme } from "#ui/theme.ts";
import { language } from "#ui/words.ts";
import { router } from "./router.tsx";

const schemes = localStorageColorSchemeManager({ key: STORAGE_KEYS.scheme });
document.documentElement.lang = language();

const place = document.getElementById("root");
if (place === null) throw new Error("index.html has no #root");
createRoot(place).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
      colorSchemeManager={schemes}
    >
      <QueryClientProvider client={cache}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
