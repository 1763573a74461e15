import { serve } from "#platform/actions/serve.ts";
import {
  liftFiled,
  liftSoft,
  listPeriods,
  lockFiled,
  lockHard,
  lockSoft,
} from "./periods.actions.ts";
import { periods } from "./periods.contract.ts";

export const periodRoutes = serve(periods, {
  list: listPeriods,
  lockSoft,
  lockFiled,
  lockHard,
  liftSoft,
  liftFiled,
});
