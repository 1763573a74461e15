import { useQuery } from "@tanstack/react-query";
import { client, type Received, type Sent } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { receipts } from "../../receipts/receipts.contract.ts";
import { writeOffs } from "../../write-offs/write-offs.contract.ts";
import { invoices } from "../invoices.contract.ts";

export const invoicesApi = client(invoices);
export const writeOffsApi = client(writeOffs);
export const receiptsApi = client(receipts);
export type InvoiceRow = Received<typeof invoices.list>["rows"][number];
export type Invoice = Received<typeof invoices.get>;
export type NewInvoice = Sent<typeof invoices.create>;

const TOPIC = "finance.invoices";

export const useInvoice = (id: string) =>
  useQuery({
    queryKey: [TOPIC, id],
    queryFn: ({ signal }) => invoicesApi.get({ id }, signal),
  });

export const useAging = () =>
  useQuery({
    queryKey: [TOPIC, "aging"],
    queryFn: ({ signal }) => invoicesApi.aging({}, signal),
  });

export function refreshInvoices(): void {
  void refresh(TOPIC);
  for (const topic of ["finance.journals", "finance.chart", "finance.statements"])
    void refresh(topic);
}
