import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { useMay } from "#ui/session.tsx";
import type { RecordTypeName } from "../../types/types.contract.ts";
import { recordViews } from "../views.contract.ts";

export const viewsApi = client(recordViews);
export type SavedView = Received<typeof recordViews.list>["views"][number];
export type ViewState = SavedView["state"];

/** One's own views of a type and the shared ones; none until they are known. */
export function useViews(type: RecordTypeName) {
  const may = useMay("records.views.read");
  return useQuery({
    queryKey: ["records.views", "list", type],
    queryFn: ({ signal }) => viewsApi.list({ type }, signal),
    enabled: may,
  });
}
