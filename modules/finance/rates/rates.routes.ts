import { serve } from "#platform/actions/serve.ts";
import { importRates, listRates, rateOnDay, tellRate } from "./rates.actions.ts";
import { rates } from "./rates.contract.ts";

export const rateRoutes = serve(rates, {
  list: listRates,
  on: rateOnDay,
  import: importRates,
  tell: tellRate,
});
