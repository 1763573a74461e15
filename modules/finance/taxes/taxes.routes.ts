import { serve } from "#platform/actions/serve.ts";
import {
  addReadyTaxes,
  archiveTax,
  changeTax,
  createTax,
  dropRate,
  listTaxes,
  restoreTax,
  setRate,
} from "./taxes.actions.ts";
import { taxes } from "./taxes.contract.ts";

export const taxRoutes = serve(taxes, {
  list: listTaxes,
  create: createTax,
  change: changeTax,
  setRate,
  dropRate,
  archive: archiveTax,
  restore: restoreTax,
  addReady: addReadyTaxes,
});
