import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import { contactActions } from "./contacts.actions.ts";
import { contacts } from "./contacts.contract.ts";
import type { MergeFollower } from "./merging.ts";

export const contactRoutes = (followers: readonly MergeFollower[]): Action[] =>
  serve(contacts, contactActions(followers));
