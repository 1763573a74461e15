import { serve } from "#platform/actions/serve.ts";
import {
  changeInvoice,
  countListedInvoices,
  createInvoice,
  discardInvoice,
  getAging,
  getEInvoice,
  getInvoice,
  getPdf,
  listInvoices,
  restoreInvoice,
} from "./invoices.actions.ts";
import { invoices } from "./invoices.contract.ts";
import { creditInvoice, issueInvoice } from "./issuing.actions.ts";

export const invoiceRoutes = serve(invoices, {
  list: listInvoices,
  count: countListedInvoices,
  aging: getAging,
  get: getInvoice,
  create: createInvoice,
  change: changeInvoice,
  discard: discardInvoice,
  restore: restoreInvoice,
  issue: issueInvoice,
  credit: creditInvoice,
  pdf: getPdf,
  eInvoice: getEInvoice,
});
