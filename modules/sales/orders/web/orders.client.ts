import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, type Received, type Sent } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { orders } from "../orders.contract.ts";

export const ordersApi = client(orders);
export type Order = Received<typeof orders.get>;
export type OrderRow = Received<typeof orders.list>["rows"][number];
export type NewOrder = Sent<typeof orders.create>;
export type OrderChange = Sent<typeof orders.change>;

const keyOf = (id: string) => ["sales.orders", "one", id] as const;

export const useOrder = (id: string) =>
  useQuery({ queryKey: keyOf(id), queryFn: ({ signal }) => ordersApi.get({ id }, signal) });

/** A verb on an order: the page shows its reply at once, lists and sums ask again. */
export function useOrderVerb<In>(verb: (input: In) => Promise<Order>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (input: In) => verb(input),
    onSuccess: (order) => {
      cache.setQueryData(keyOf(order.id), order);
      void refresh("sales.orders", "crm.customers", "insights.home", "records.timeline");
    },
  });
}
