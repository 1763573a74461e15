import { serve } from "#platform/actions/serve.ts";
import {
  applyDisbursement,
  applyVendorCredit,
  createDisbursement,
  getDisbursement,
  listDisbursements,
  undoBillAllocation,
  undoDisbursement,
} from "./disbursements.actions.ts";
import { disbursements } from "./disbursements.contract.ts";

export const disbursementRoutes = serve(disbursements, {
  list: listDisbursements,
  get: getDisbursement,
  create: createDisbursement,
  apply: applyDisbursement,
  applyCredit: applyVendorCredit,
  undoAllocation: undoBillAllocation,
  undo: undoDisbursement,
});
