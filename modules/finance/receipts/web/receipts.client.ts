import { useQuery } from "@tanstack/react-query";
import { invoicesApi } from "#modules/finance/invoices/web/invoices.client.ts";
import { client, type Received } from "#ui/api.ts";
import { receipts } from "../receipts.contract.ts";

export const receiptsApi = client(receipts);
export type Receipt = Received<typeof receipts.get>;

const TOPIC = "finance.receipts";

export const useReceipts = (left: "with" | "only") =>
  useQuery({
    queryKey: [TOPIC, left],
    queryFn: ({ signal }) => receiptsApi.list({ left, limit: 200 }, signal),
  });

/** What a customer's deposit in a currency may be used for: what is due first first. */
export const useOpenInvoices = (customer: string, currency: string) =>
  useQuery({
    queryKey: ["finance.invoices", "open-of", customer, currency],
    queryFn: async ({ signal }) => {
      const { rows } = await invoicesApi.list({ customer, standing: "open", limit: 100 }, signal);
      return rows
        .filter((row) => row.currency === currency)
        .sort((a, b) => ((a.dueOn ?? "") < (b.dueOn ?? "") ? -1 : 1));
    },
  });
