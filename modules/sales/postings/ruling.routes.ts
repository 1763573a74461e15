import { serve } from "#platform/actions/serve.ts";
import {
  changePostingRules,
  getPostingRules,
  getRerun,
  postSalesAnew,
  tryAnew,
} from "./ruling.actions.ts";
import { postingRules } from "./ruling.contract.ts";

export const postingRuleRoutes = serve(postingRules, {
  get: getPostingRules,
  change: changePostingRules,
  rerun: getRerun,
  tryAnew,
  postAnew: postSalesAnew,
});
