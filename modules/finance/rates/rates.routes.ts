import { serve } from "#platform/actions/serve.ts";
import { listRates, tellRate } from "./rates.actions.ts";
import { rates } from "./rates.contract.ts";

export const rateRoutes = serve(rates, { list: listRates, tell: tellRate });
