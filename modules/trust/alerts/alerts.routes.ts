import { serve } from "#platform/actions/serve.ts";
import { countAlerts, listAlerts, seeAlert } from "./alerts.actions.ts";
import { alerts } from "./alerts.contract.ts";

export const alertRoutes = serve(alerts, { list: listAlerts, count: countAlerts, see: seeAlert });
