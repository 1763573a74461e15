import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { billing } from "../billing.contract.ts";

export const billingApi = client(billing);
export type Billing = Received<typeof billing.get>;
export type OfferedPlan = Billing["plans"][number];
export type Invoice = Received<typeof billing.invoices>["rows"][number];

export const useBilling = () =>
  useQuery({
    queryKey: ["billing.billing"],
    queryFn: ({ signal }) => billingApi.get({}, signal),
  });

export const useInvoices = () =>
  useQuery({
    queryKey: ["billing.billing", "invoices"],
    queryFn: ({ signal }) => billingApi.invoices({}, signal),
    retry: false,
  });

/** Leaves for a page of Stripe's. */
export async function goToPage(page: Promise<{ url: string }>): Promise<void> {
  location.assign((await page).url);
}
