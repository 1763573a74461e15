import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import { trashActions } from "./trash.actions.ts";
import { trash } from "./trash.contract.ts";
import type { Bins } from "./trash.ts";

export const trashRoutes = (bins: Bins): Action[] => serve(trash, trashActions(bins));
