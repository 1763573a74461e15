import { serve } from "#platform/actions/serve.ts";
import {
  beginFactor,
  changeFactorRules,
  confirmFactor,
  getFactor,
  getFactorRules,
  removeFactor,
  renewRecoveryCodes,
  signInSecondStep,
} from "./factors.actions.ts";
import { factors } from "./factors.contract.ts";

export const factorRoutes = serve(factors, {
  get: getFactor,
  begin: beginFactor,
  confirm: confirmFactor,
  renewCodes: renewRecoveryCodes,
  remove: removeFactor,
  signIn: signInSecondStep,
  rules: getFactorRules,
  changeRules: changeFactorRules,
});
