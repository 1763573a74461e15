import { serve } from "#platform/actions/serve.ts";
import {
  changeProduct,
  countListedProducts,
  createProduct,
  getProduct,
  listProducts,
} from "./products.actions.ts";
import { products } from "./products.contract.ts";
import { trashProducts } from "./trash.actions.ts";

export const productRoutes = serve(products, {
  list: listProducts,
  count: countListedProducts,
  get: getProduct,
  create: createProduct,
  change: changeProduct,
  trash: trashProducts,
});
