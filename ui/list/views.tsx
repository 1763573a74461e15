import { Link } from "../link.tsx";
import { countText } from "../numbers.ts";
import { useUrl, writeUrl } from "../url-state.ts";
import { useWords } from "../words.ts";
import { filterOf, sameFilter } from "./filters.ts";
import { listWords } from "./list.words.ts";
import type { Filter, View } from "./types.ts";
import styles from "./views.module.css";

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
    <nav className={styles.views} aria-label={t("views")}>
      {of.map((view) => (
        <Link
          key={view.label}
          to={`${path}${writeUrl(view.filter)}`}
          className={styles.view}
          aria-current={sameFilter(filter, view.filter) ? "page" : undefined}
        >
          {view.label}
          {view.count !== undefined && <span>{countText(view.count)}</span>}
        </Link>
      ))}
    </nav>
  );
}
