import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { recordTags, TagColour } from "../tags.contract.ts";

export const tagsApi = client(recordTags);
export type UsedTag = Received<typeof recordTags.list>["tags"][number];
export type TagChange = Received<typeof recordTags.list>["changes"][number];
export type Colour = UsedTag["colour"];
export const COLOURS: readonly Colour[] = TagColour.options;

/** Asked for once for all tags on a page. */
const useColoured = () =>
  useQuery({
    queryKey: ["records.tags", "colours"],
    queryFn: ({ signal }) => tagsApi.colours({}, signal),
    staleTime: 60_000,
  });

/** The colour of a tag; one that nobody gave any is grey. */
export function useColourOf(): (name: string) => Colour {
  const { data } = useColoured();
  const colours = useMemo(
    () => new Map((data?.tags ?? []).map(({ name, colour }) => [name, colour])),
    [data],
  );
  return (name) => colours.get(name) ?? "grey";
}

export const useTagNames = (): string[] => (useColoured().data?.tags ?? []).map(({ name }) => name);

export const useTags = () =>
  useQuery({
    queryKey: ["records.tags", "list"],
    queryFn: ({ signal }) => tagsApi.list({}, signal),
    // While records are carried over, how far that is.
    refetchInterval: ({ state }) =>
      state.data?.changes.some(({ doneCount, totalCount }) => doneCount < totalCount)
        ? 1500
        : false,
  });

export const refreshTags = () =>
  refresh("records.tags", "records.views", "crm.customers", "sales.orders", "catalog.products");
