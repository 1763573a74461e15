import type { RecordTypes } from "#modules/records/records.public.ts";
import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import {
  changeProduct,
  countListedProducts,
  createProduct,
  getProduct,
  listCategories,
  listProducts,
} from "./products.actions.ts";
import { products } from "./products.contract.ts";
import { trashProducts } from "./trash.actions.ts";

export const productRoutes = (types: RecordTypes): Action[] =>
  serve(products, {
    list: listProducts(types),
    count: countListedProducts(types),
    categories: listCategories,
    get: getProduct,
    create: createProduct,
    change: changeProduct,
    trash: trashProducts,
  });
