import { serve } from "#platform/actions/serve.ts";
import { closeYear, getClosedFile, listClosings, verifyYear } from "./closings.actions.ts";
import { closings } from "./closings.contract.ts";

export const closingRoutes = serve(closings, {
  list: listClosings,
  close: closeYear,
  file: getClosedFile,
  verify: verifyYear,
});
