import { useMutation, useQuery } from "@tanstack/react-query";
import { client, type Received, type Sent } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { duplicates } from "../duplicates.contract.ts";

const api = client(duplicates);
export type Pair = Received<typeof duplicates.list>["rows"][number];
export type Verdict = Pair["verdict"];

export const useDuplicates = (verdict: Verdict) =>
  useQuery({
    queryKey: ["crm.duplicates", "list", verdict],
    queryFn: ({ signal }) => api.list({ verdict, limit: 50 }, signal),
  });

export const useDuplicateCount = (verdict: Verdict) =>
  useQuery({
    queryKey: ["crm.duplicates", "count", verdict],
    queryFn: ({ signal }) => api.count({ verdict }, signal),
  });

/** Also from a toast, where nothing of the page is left. */
export async function decide(input: Sent<typeof duplicates.decide>): Promise<void> {
  await api.decide(input);
  await refresh("crm.duplicates");
}

export const useDeciding = () => useMutation({ mutationFn: decide });

export const useFinding = () => useMutation({ mutationFn: () => api.find({}) });
