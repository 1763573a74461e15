import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { useMay } from "#ui/session.tsx";
import { type RecordTypeName, recordTypes } from "../types.contract.ts";

const api = client(recordTypes);
export type FieldShown = Received<typeof recordTypes.fields>["fields"][number];
export type Catalogue = Received<typeof recordTypes.fields>;

const NOTHING: Catalogue = { fields: [], relations: [] };

/** The fields that this person sees of a type, as soon as they are known. */
export function useCatalogue(type: RecordTypeName | null): Catalogue {
  const may = useMay("records.types.read");
  const { data } = useQuery({
    queryKey: ["records.types", type],
    queryFn: ({ signal }) => api.fields({ type: type ?? "customer" }, signal),
    enabled: may && type !== null,
    staleTime: 60_000,
  });
  return data ?? NOTHING;
}
