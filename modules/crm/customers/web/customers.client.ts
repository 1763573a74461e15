import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, type Received, type Sent } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { customers } from "../customers.contract.ts";

export const customersApi = client(customers);
export type Customer = Received<typeof customers.get>;
export type CustomerRow = Received<typeof customers.list>["rows"][number];
export type NewCustomer = Sent<typeof customers.create>;
export type CustomerChange = Sent<typeof customers.change>;

const keyOf = (id: string) => ["crm.customers", "one", id] as const;

export const useCustomer = (id: string) =>
  useQuery({ queryKey: keyOf(id), queryFn: ({ signal }) => customersApi.get({ id }, signal) });

export const useTags = () =>
  useQuery({
    queryKey: ["crm.customers", "tags"],
    queryFn: ({ signal }) => customersApi.tags({}, signal),
  });

/** A verb on a customer: the page shows its reply at once, lists and sums ask again. */
export function useCustomerVerb<In>(verb: (input: In) => Promise<Customer>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (input: In) => verb(input),
    onSuccess: (customer) => {
      cache.setQueryData(keyOf(customer.id), customer);
      void refresh("crm.customers", "sales.orders", "insights.home", "records.timeline");
    },
  });
}
