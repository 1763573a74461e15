import { useMutation, useQuery } from "@tanstack/react-query";
import { client, type Received, type Sent } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { merging } from "../merging.contract.ts";

const mergingApi = client(merging);
export type Compared = Received<typeof merging.compare>;
export type Merge = Received<typeof merging.list>["rows"][number];
export type Picks = NonNullable<Sent<typeof merging.merge>["picks"]>;

const afterwards = () =>
  refresh(
    "crm.customers",
    "crm.duplicates",
    "sales.orders",
    "sales.subscriptions",
    "insights.home",
    "records.timeline",
  );

export const useCompared = (intoId: string, fromId: string) =>
  useQuery({
    queryKey: ["crm.customers", "compare", intoId, fromId],
    queryFn: ({ signal }) => mergingApi.compare({ id: intoId, fromId }, signal),
  });

export const useMerges = (customerId: string) =>
  useQuery({
    queryKey: ["crm.customers", "merges", customerId],
    queryFn: ({ signal }) => mergingApi.list({ id: customerId }, signal),
  });

export const useMerging = () =>
  useMutation({
    mutationFn: (input: Sent<typeof merging.merge>) => mergingApi.merge(input),
    onSuccess: afterwards,
  });

/** Also from a toast, where nothing of the page is left. */
export async function undoMerge(id: string): Promise<Received<typeof merging.undo>> {
  const both = await mergingApi.undo({ id });
  await afterwards();
  return both;
}

export const useUndoMerge = () => useMutation({ mutationFn: undoMerge });
