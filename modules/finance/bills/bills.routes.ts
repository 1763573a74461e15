import { serve } from "#platform/actions/serve.ts";
import { approveBill, creditBill, undoExpense } from "./approving.actions.ts";
import {
  changeBill,
  countListedBills,
  createBill,
  discardBill,
  getBill,
  getBillAging,
  listBills,
  restoreBill,
} from "./bills.actions.ts";
import { bills } from "./bills.contract.ts";

export const billRoutes = serve(bills, {
  list: listBills,
  count: countListedBills,
  aging: getBillAging,
  get: getBill,
  create: createBill,
  change: changeBill,
  discard: discardBill,
  restore: restoreBill,
  approve: approveBill,
  credit: creditBill,
  undo: undoExpense,
});
