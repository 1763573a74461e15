import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import type { Keepers } from "./keeping.ts";
import { requestActions } from "./requests.actions.ts";
import { requests } from "./requests.contract.ts";

export const requestRoutes = (keepers: Keepers): Action[] =>
  serve(requests, requestActions(keepers));
