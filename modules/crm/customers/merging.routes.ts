import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import { mergingActions } from "./merging.actions.ts";
import { merging } from "./merging.contract.ts";
import type { MergeFollower } from "./merging.ts";

export const mergingRoutes = (followers: readonly MergeFollower[]): Action[] =>
  serve(merging, mergingActions(followers));
