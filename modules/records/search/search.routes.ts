import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import type { RecordTypes } from "../types/types.ts";
import { searchActions } from "./search.actions.ts";
import { search } from "./search.contract.ts";

export const searchRoutes = (types: RecordTypes): Action[] => serve(search, searchActions(types));
