import { serve } from "#platform/actions/serve.ts";
import {
  changePlan,
  listInvoices,
  openPortal,
  previewChange,
  returned,
  showBilling,
  subscribe,
} from "./billing.actions.ts";
import { billing } from "./billing.contract.ts";
import type { Meters } from "./meters.ts";

export const billingRoutes = (meters: Meters) =>
  serve(billing, {
    get: showBilling(meters),
    invoices: listInvoices,
    subscribe,
    returned,
    preview: previewChange,
    change: changePlan,
    portal: openPortal,
  });
