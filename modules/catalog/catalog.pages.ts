import type { ModulePages } from "#ui/pages.ts";

export const catalogPages: ModulePages = {
  pages: [
    {
      path: "/products",
      load: async () => (await import("./products/web/ProductsPage.tsx")).ProductsPage,
    },
    {
      path: "/products/new",
      load: async () => (await import("./products/web/ProductEditor.tsx")).NewProductPage,
    },
    {
      path: "/products/$productId",
      load: async () => (await import("./products/web/ProductPage.tsx")).ProductPage,
    },
    {
      path: "/products/$productId/edit",
      load: async () => (await import("./products/web/ProductEditor.tsx")).EditProductPage,
    },
  ],
  searches: [
    {
      key: "catalog.products",
      needs: "catalog.products.read",
      load: async () => (await import("./products/web/product-search.tsx")).productSearch,
    },
  ],
};
