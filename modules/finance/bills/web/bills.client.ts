import { useQuery } from "@tanstack/react-query";
import { client, type Received, type Sent } from "#ui/api.ts";
import { bills } from "../bills.contract.ts";

export const billsApi = client(bills);
export type BillRow = Received<typeof bills.list>["rows"][number];
export type Bill = Received<typeof bills.get>;
export type NewBill = Sent<typeof bills.create>;

const TOPIC = "finance.bills";

export const useBill = (id: string) =>
  useQuery({ queryKey: [TOPIC, id], queryFn: ({ signal }) => billsApi.get({ id }, signal) });

export const useBillAging = () =>
  useQuery({ queryKey: [TOPIC, "aging"], queryFn: ({ signal }) => billsApi.aging({}, signal) });

/** The newest of a supplier. */
export const useBillsOf = (supplier: string) =>
  useQuery({
    queryKey: [TOPIC, "of", supplier],
    queryFn: ({ signal }) => billsApi.list({ supplier, limit: 10 }, signal),
  });

/** What is to be paid to a supplier, what is due first first. */
export const useOpenBills = (supplier: string) =>
  useQuery({
    queryKey: [TOPIC, "open", supplier],
    queryFn: ({ signal }) =>
      billsApi.list({ supplier, standing: "open", sort: "due", limit: 100 }, signal),
  });
