import { serve } from "#platform/actions/serve.ts";
import {
  countDeliveries,
  getDelivery,
  listDeliveries,
  replayDeliveries,
} from "./deliveries.actions.ts";
import { deliveries } from "./deliveries.contract.ts";

export const deliveryRoutes = serve(deliveries, {
  list: listDeliveries,
  count: countDeliveries,
  get: getDelivery,
  replay: replayDeliveries,
});

export { deliveryDoor } from "./door.ts";
