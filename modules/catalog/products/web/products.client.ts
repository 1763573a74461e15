import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { products } from "../products.contract.ts";

export const productsApi = client(products);
export type Product = Received<typeof products.get>;
export type ProductRow = Received<typeof products.list>["rows"][number];

const keyOf = (id: string) => ["catalog.products", "one", id] as const;

export const useProduct = (id: string) =>
  useQuery({ queryKey: keyOf(id), queryFn: ({ signal }) => productsApi.get({ id }, signal) });

/** Those in use, to be offered. */
export const useCategories = (): string[] =>
  (
    useQuery({
      queryKey: ["catalog.products", "categories"],
      queryFn: ({ signal }) => productsApi.categories({}, signal),
      staleTime: 60_000,
    }).data?.categories ?? []
  ).map(({ name }) => name);

export function useProductVerb<In>(verb: (input: In) => Promise<Product>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (input: In) => verb(input),
    onSuccess: (product) => {
      cache.setQueryData(keyOf(product.id), product);
      void refresh("catalog.products", "records.timeline");
    },
  });
}
