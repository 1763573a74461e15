import { Tabs } from "../tabs.tsx";
import { useUrl, writeUrl } from "../url-state.ts";
import { useWords } from "../words.ts";
import { filterOf, sameFilter } from "./filters.ts";
import { listWords } from "./list.words.ts";
import type { Filter, View } from "./types.ts";

/** Named sets of filters as tabs; the one whose filters the address has is here. */
export function Views({
  of,
  filters,
  path,
}: {
  of: readonly View[];
  filters: readonly Filter[];
  path: string;
}) {
  const t = useWords(listWords);
  const [url] = useUrl();
  const filter = filterOf(url, filters);
  return (
    <Tabs
      label={t("views")}
      of={of.map((view) => ({
        to: `${path}${writeUrl(view.filter)}`,
        label: view.label,
        isHere: sameFilter(filter, view.filter),
        count: view.count,
      }))}
    />
  );
}
