import { serve } from "#platform/actions/serve.ts";
import { createReceipt, undoReceipt } from "./receipts.actions.ts";
import { receipts } from "./receipts.contract.ts";

export const receiptRoutes = serve(receipts, { create: createReceipt, undo: undoReceipt });
