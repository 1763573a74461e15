import { serve } from "#platform/actions/serve.ts";
import { checkPromises, historyOfPromise, listPromises } from "./promises.actions.ts";
import { promises } from "./promises.contract.ts";

export const promiseRoutes = serve(promises, {
  list: listPromises,
  history: historyOfPromise,
  check: checkPromises,
});
