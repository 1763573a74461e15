import { serve } from "#platform/actions/serve.ts";
import {
  changeRecurring,
  createRecurring,
  endRecurring,
  getRecurring,
  listRecurring,
  pauseRecurring,
  resumeRecurring,
} from "./recurring.actions.ts";
import { recurring } from "./recurring.contract.ts";

export const recurringRoutes = serve(recurring, {
  list: listRecurring,
  get: getRecurring,
  create: createRecurring,
  change: changeRecurring,
  pause: pauseRecurring,
  resume: resumeRecurring,
  end: endRecurring,
});
