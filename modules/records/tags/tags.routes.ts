import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import type { RecordTypes } from "../types/types.ts";
import { tagActions } from "./tags.actions.ts";
import { recordTags } from "./tags.contract.ts";

export const tagRoutes = (types: RecordTypes): Action[] => serve(recordTags, tagActions(types));
