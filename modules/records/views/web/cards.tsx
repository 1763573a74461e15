import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Where } from "#kernel/where.ts";
import { filterOf } from "#ui/list/filters.ts";
import type { Counted } from "#ui/list/types.ts";
import { useUrl } from "#ui/url-state.ts";
import type { Pieces, RecordRow } from "./record-list.tsx";
import { narrowed, whereIn } from "./state.ts";

/** The rows of the list that also fit one more condition, page by page, and how many they are. */
export function usePart<Row extends RecordRow, C extends Counted>(
  { topic, load, count, filters = [], always = {}, sort }: Pieces<Row, C>,
  more: Where,
  { limit, fields, isOpen = true }: { limit: number; fields?: string; isOpen?: boolean },
) {
  const [url] = useUrl();
  const filter = { ...filterOf(url, filters), where: narrowed(whereIn(url), more) };
  const by = url["sort"] ?? sort;
  const asked = {
    ...always,
    ...filter,
    limit: String(limit),
    ...(by === undefined ? {} : { sort: by }),
    ...(fields === undefined ? {} : { fields }),
  };
  const pages = useInfiniteQuery({
    queryKey: [topic, "part", asked],
    queryFn: ({ pageParam }) => load(pageParam === "" ? asked : { ...asked, after: pageParam }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    enabled: isOpen,
  });
  const counted = useQuery({
    queryKey: [topic, "count", { ...always, ...filter }],
    queryFn: () => {
      if (count === undefined) throw new Error("this list does not count");
      return count({ ...always, ...filter });
    },
    enabled: count !== undefined,
  });
  return {
    rows: pages.data?.pages.flatMap((page) => page.rows) ?? [],
    pages,
    counted: counted.data,
  };
}
