import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, type Received, type Sent } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { requests } from "../requests.contract.ts";

export const requestsApi = client(requests);
export type PrivacyRequest = Received<typeof requests.get>;
export type RequestRow = Received<typeof requests.list>["rows"][number];
export type NewRequest = Sent<typeof requests.enter>;
export type Candidate = Received<typeof requests.people>["rows"][number];
export type Part = Received<typeof requests.preview>["parts"][number];
export type RequestFile = Received<typeof requests.certificate>["file"];

const keyOf = (id: string) => ["crm.requests", "one", id] as const;

export const useRequest = (id: string) =>
  useQuery({ queryKey: keyOf(id), queryFn: ({ signal }) => requestsApi.get({ id }, signal) });

export const usePeople = (id: string, search: string) =>
  useQuery({
    queryKey: ["crm.requests", "people", id, search],
    queryFn: ({ signal }) =>
      requestsApi.people({ id, ...(search === "" ? {} : { search }) }, signal),
    placeholderData: (before) => before,
  });

export const usePreview = (id: string, isAsked: boolean) =>
  useQuery({
    queryKey: ["crm.requests", "preview", id],
    queryFn: ({ signal }) => requestsApi.preview({ id }, signal),
    enabled: isAsked,
  });

export const useStoreCustomers = (id: string) =>
  useQuery({
    queryKey: ["crm.requests", "store-customers", id],
    queryFn: ({ signal }) => requestsApi.storeCustomers({ id }, signal),
  });

/** A verb on a request: the page shows its reply at once, list and timeline ask again. */
export function useRequestVerb<In>(verb: (input: In) => Promise<PrivacyRequest>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (input: In) => verb(input),
    onSuccess: async (request) => {
      cache.setQueryData(keyOf(request.id), request);
      await refresh("crm.requests", "records.timeline");
    },
    onError: () => refresh("crm.requests"),
  });
}

/** Hands the file to the browser, which keeps it where its person wants it. */
export function keepFile({ name, type, content }: RequestFile): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
