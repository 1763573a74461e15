import { serve } from "#platform/actions/serve.ts";
import {
  changeBank,
  changeSupplier,
  countListedSuppliers,
  createSupplier,
  deleteSupplier,
  getSupplier,
  listSuppliers,
  restoreSupplier,
  showBank,
} from "./suppliers.actions.ts";
import { suppliers } from "./suppliers.contract.ts";

export const supplierRoutes = serve(suppliers, {
  list: listSuppliers,
  count: countListedSuppliers,
  get: getSupplier,
  create: createSupplier,
  change: changeSupplier,
  delete: deleteSupplier,
  restore: restoreSupplier,
  showBank,
  changeBank,
});
