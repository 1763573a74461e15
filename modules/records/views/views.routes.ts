import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import type { RecordTypes } from "../types/types.ts";
import { viewActions } from "./views.actions.ts";
import { recordViews } from "./views.contract.ts";

export const viewRoutes = (types: RecordTypes): Action[] => serve(recordViews, viewActions(types));
