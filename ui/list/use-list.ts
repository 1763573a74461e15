import { keepPreviousData, useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { type Url, useUrl } from "../url-state.ts";
import { filterOf, withoutEach } from "./filters.ts";
import type { Column, Counted, ListProps, ListQuery } from "./types.ts";

/** Everything a list knows: what the address says, the rows so far, how many there are. */
export function useList<Row, C extends Counted>(props: ListProps<Row, C>) {
  const { topic, load, count, filters = [], always = {}, columns } = props;
  const [url, change] = useUrl();
  const filter = filterOf(url, filters);
  const sort = url["sort"] ?? props.sort;
  const shown = columnsOf(columns, url);
  const fields = shown.flatMap(({ field }) => (field === undefined ? [] : [field])).join(",");
  const asked = {
    ...always,
    ...filter,
    ...(sort === undefined ? {} : { sort }),
    ...(fields === "" ? {} : { fields }),
  };
  const isAsked = props.slots?.instead === undefined;
  const rows = useInfiniteQuery({
    queryKey: [topic, "list", asked],
    queryFn: ({ pageParam }) => load(pageParam === "" ? asked : { ...asked, after: pageParam }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    enabled: isAsked,
  });
  const counted = useCount(props, filter);
  const all = rows.data?.pages.flatMap((page) => page.rows) ?? [];
  return {
    url,
    change,
    filter,
    sort,
    rows: all,
    query: rows,
    counted: count === undefined ? undefined : counted.data,
    columns: shown,
    toggleColumn: (key: string) => change({ columns: toggled(columns, shown, key) }),
    isFiltered: Object.keys(filter).length > 0,
    isEmpty: rows.isSuccess && !rows.isPlaceholderData && all.length === 0,
  };
}

export function useCount<Row, C extends Counted>(
  { topic, count, always = {} }: Pick<ListProps<Row, C>, "topic" | "count" | "always">,
  filter: Url,
) {
  return useQuery({
    queryKey: [topic, "count", { ...always, ...filter }],
    queryFn: () => countOf(count, { ...always, ...filter }),
    enabled: count !== undefined,
    placeholderData: keepPreviousData,
  });
}

/** For each filter in use, how many rows there would be without it. Asked only when none fits. */
export function useWithout<Row, C extends Counted>(props: ListProps<Row, C>, url: Url) {
  const { topic, count, filters = [], always = {} } = props;
  const ways = withoutEach(filters, url);
  const counts = useQueries({
    queries: ways.map((way) => {
      const filter = filterOf(way.url, filters);
      return {
        queryKey: [topic, "count", { ...always, ...filter }],
        queryFn: () => countOf(count, { ...always, ...filter }),
        enabled: count !== undefined,
      };
    }),
  });
  return ways.map((way, at) => ({ filter: way.filter, count: counts[at]?.data?.count }));
}

function countOf<C>(count: ((filter: ListQuery) => Promise<C>) | undefined, filter: ListQuery) {
  if (count === undefined) throw new Error("this list does not count");
  return count(filter);
}

/** In the order the address has them, each as wide as it says there: `name:240,city`. The first always leads. */
export function columnsOf<Row>(columns: readonly Column<Row>[], url: Url): readonly Column<Row>[] {
  const chosen = chosenIn(url);
  if (chosen === null) return columns.filter(({ isExtra }) => isExtra !== true);
  const [first] = columns;
  const keys = [...new Set([first?.key ?? "", ...chosen.keys()])];
  return keys.flatMap((key) => {
    const column = columns.find((one) => one.key === key);
    const width = chosen.get(key);
    if (column === undefined) return [];
    return [width === undefined ? column : { ...column, width: `${width}px` }];
  });
}

const WIDTH = { min: 60, max: 800 };

/** Keys and widths; null where the address says nothing. */
export function chosenIn(url: Url): Map<string, number | undefined> | null {
  const text = url["columns"];
  if (text === undefined) return null;
  return new Map(
    text.split(",").map((part) => {
      const [key = "", px = ""] = part.split(":");
      const width = Math.round(Number(px));
      const isWidth = width >= WIDTH.min && width <= WIDTH.max;
      return [key, isWidth ? width : undefined] as const;
    }),
  );
}

function toggled<Row>(
  all: readonly Column<Row>[],
  shown: readonly Column<Row>[],
  key: string,
): string | null {
  const isShown = (column: Column<Row>) => shown.some((one) => one.key === column.key);
  const next = all.filter((column) => (column.key === key ? !isShown(column) : isShown(column)));
  const isUsual = all.every((column) => next.includes(column) === (column.isExtra !== true));
  return isUsual ? null : next.map((column) => column.key).join(",");
}
