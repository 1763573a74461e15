import { IconPackage } from "@tabler/icons-react";
import type { Found } from "#ui/pages.ts";
import { wordsOf } from "#ui/words.ts";
import { productsApi } from "./products.client.ts";
import { productWords } from "./products.words.ts";

/** Products in the palette: by title, SKU or maker. */
export const productSearch = {
  group: () => wordsOf(productWords)("products"),
  find: async (text: string, signal: AbortSignal): Promise<readonly Found[]> => {
    const { rows } = await productsApi.list({ search: text, limit: 5 }, signal);
    return rows.map((row) => ({
      key: row.id,
      label: row.title,
      hint: row.connection ?? row.vendor,
      icon: <IconPackage size={17} stroke={1.6} />,
      to: `/products/${row.id}`,
    }));
  },
};
