import { serve } from "#platform/actions/serve.ts";
import {
  applyReceipt,
  createReceipt,
  getReceipt,
  listReceipts,
  undoReceipt,
  undoReceiptAllocation,
} from "./receipts.actions.ts";
import { receipts } from "./receipts.contract.ts";

export const receiptRoutes = serve(receipts, {
  list: listReceipts,
  get: getReceipt,
  create: createReceipt,
  apply: applyReceipt,
  undoAllocation: undoReceiptAllocation,
  undo: undoReceipt,
});
