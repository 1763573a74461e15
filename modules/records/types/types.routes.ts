import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import { typeActions } from "./types.actions.ts";
import { recordTypes } from "./types.contract.ts";
import type { RecordTypes } from "./types.ts";

export const typeRoutes = (types: RecordTypes): Action[] => serve(recordTypes, typeActions(types));
