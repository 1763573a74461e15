import { serve } from "#platform/actions/serve.ts";
import {
  acknowledgeNotice,
  listNotices,
  listPolicies,
  pendingNotice,
  readPolicy,
} from "./policies.actions.ts";
import { policies } from "./policies.contract.ts";

export const policyRoutes = serve(policies, {
  read: readPolicy,
  versions: listPolicies,
  notices: listNotices,
  pending: pendingNotice,
  acknowledge: acknowledgeNotice,
});
