import { serve } from "#platform/actions/serve.ts";
import {
  countAll,
  getSubscription,
  listSubscriptions,
  subscriptionFigures,
  trashSubscriptions,
} from "./subscriptions.actions.ts";
import { subscriptions } from "./subscriptions.contract.ts";

export const subscriptionRoutes = serve(subscriptions, {
  list: listSubscriptions,
  count: countAll,
  figures: subscriptionFigures,
  get: getSubscription,
  trash: trashSubscriptions,
});
