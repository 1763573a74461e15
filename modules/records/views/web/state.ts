import type { Where } from "#kernel/where.ts";
import { filterOf } from "#ui/list/filters.ts";
import type { Filter } from "#ui/list/types.ts";
import type { Url } from "#ui/url-state.ts";
import type { ViewState } from "./views.client.ts";

const OWN = ["kind", "where", "columns", "sort", "group", "density", "by", "span"] as const;
type Stated = Omit<ViewState, "kind" | "filter"> & {
  kind: ViewState["kind"];
  filter: Record<string, string>;
};

/** What the address holds, as a view keeps it. */
export function stateOf(url: Url, filters: readonly Filter[]): Stated {
  const { where: _, ...filter } = filterOf(url, filters);
  const own = Object.fromEntries(
    OWN.flatMap((name) => (url[name] === undefined ? [] : [[name, url[name]]])),
  );
  return { kind: "list", ...own, filter: { ...filter } } as Stated;
}

/** The address of a view. */
export const urlOf = ({ filter = {}, kind, ...own }: ViewState, view?: string): Url =>
  Object.fromEntries(
    Object.entries({ view, ...filter, ...own, ...(kind === "list" ? {} : { kind }) }).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== "",
    ),
  );

export const isSame = (one: ViewState, other: ViewState): boolean =>
  textOf(urlOf(one)) === textOf(urlOf(other));

const textOf = (url: Url): string =>
  JSON.stringify(Object.entries(url).sort(([one], [other]) => (one < other ? -1 : 1)));

/** The filter of the address; null where there is none, or none that can be read. */
export function whereIn(url: Url): Where | null {
  try {
    return url["where"] === undefined ? null : (JSON.parse(url["where"]) as Where);
  } catch {
    return null;
  }
}

/** A filter and one more condition, as text. */
export const narrowed = (where: Where | null, more: Where): string =>
  JSON.stringify({ all: [...(where === null ? [] : [where]), more] });
