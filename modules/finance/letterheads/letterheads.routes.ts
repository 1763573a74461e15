import { serve } from "#platform/actions/serve.ts";
import { changeLetterhead, getLetterhead } from "./letterheads.actions.ts";
import { letterheads } from "./letterheads.contract.ts";

export const letterheadRoutes = serve(letterheads, {
  get: getLetterhead,
  change: changeLetterhead,
});
