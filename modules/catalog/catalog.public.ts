// What the catalogue lends to the modules above it.

export { forgetStoreProducts } from "./products/forgetting.ts";
export type { ProductId, VariantId } from "./products/products.contract.ts";
export type { StoreProduct, StoreVariant, StoreVariation } from "./products/products.rules.ts";
export { requireVariants, variantsBySku } from "./products/products.ts";
export {
  applyStoreProduct,
  applyStoreVariation,
  deleteStoreProduct,
} from "./products/store-products.ts";
export { holdTellings } from "./products/tellings.ts";
