import { serve } from "#platform/actions/serve.ts";
import {
  createSupplierRefund,
  listSupplierRefunds,
  undoSupplierRefund,
} from "./supplier-refunds.actions.ts";
import { supplierRefunds } from "./supplier-refunds.contract.ts";

export const supplierRefundRoutes = serve(supplierRefunds, {
  list: listSupplierRefunds,
  create: createSupplierRefund,
  undo: undoSupplierRefund,
});
