import { z } from "zod";
import { invalid } from "#kernel/errors.ts";
import type { Exporter } from "#modules/records/records.public.ts";
import { variantFields } from "./fields.ts";
import { ProductFilter } from "./products.contract.ts";
import { listedSql } from "./products.lists.sql.ts";
import { VARIANT, variantsInOrder } from "./products.sql.ts";

/** How products leave in files: one row each, or a row for each variant. */
export const productExporter: Exporter = {
  type: "product",
  listed(filter) {
    const read = z.safeDecode(ProductFilter, filter as never);
    if (!read.success) throw invalid({ path: ["filter"], code: "field.invalid" });
    return listedSql(read.data);
  },
  parts: {
    from: variantsInOrder,
    alias: VARIANT,
    id: { label: { en: "Variant ID", ms: "ID varian" }, of: "variant" },
    fields: variantFields,
    without: ["variants", "priceMin", "priceMax", "cost", "barcode", "stock"],
  },
};
