import { serve } from "#platform/actions/serve.ts";
import { listSubscriptions, trashSubscriptions } from "./subscriptions.actions.ts";
import { subscriptions } from "./subscriptions.contract.ts";

export const subscriptionRoutes = serve(subscriptions, {
  list: listSubscriptions,
  trash: trashSubscriptions,
});
