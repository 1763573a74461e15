import { Button } from "@mantine/core";
import { IconFilterOff } from "@tabler/icons-react";
import { Empty } from "../empty.tsx";
import { useNearest } from "../nearest.ts";
import { useCalendar } from "../session.tsx";
import type { Url } from "../url-state.ts";
import { useWords } from "../words.ts";
import { dropped, filterOf, said } from "./filters.ts";
import styles from "./list.module.css";
import { listWords } from "./list.words.ts";
import type { Counted, ListProps } from "./types.ts";
import { useWithout } from "./use-list.ts";

type Props<Row, C extends Counted> = ListProps<Row, C> & {
  url: Url;
  onChange: (change: Record<string, string | null>) => void;
};

/** Nothing fits: which filter to drop, and how many come back. */
export function NoMatch<Row, C extends Counted>(props: Props<Row, C>) {
  const { url, onChange, filters = [], noun } = props;
  const t = useWords(listWords);
  const calendar = useCalendar();
  const ways = useWithout(props, url);
  const best = ways.reduce<(typeof ways)[number] | null>(
    (found, way) => ((way.count ?? 0) > (found?.count ?? 0) ? way : found),
    null,
  );
  const label = () => {
    if (best === null) return "";
    const { operator, value } = said(best.filter, url, t, calendar);
    return `${best.filter.label} ${operator} ${value}`;
  };
  const search = url["search"];
  const meant = useNearest(search ?? "");
  const clear = Object.fromEntries(Object.keys(filterOf(url, filters)).map((name) => [name, null]));
  return (
    <div className={styles.pad}>
      <Empty
        icon={<IconFilterOff size={20} stroke={1.6} />}
        title={
          ways.length === 0
            ? t("noneFits", { noun: noun.one })
            : t("noneFitsFilters", {
                noun: noun.one,
                count: ways.length + (search === undefined ? 0 : 1),
              })
        }
        actions={
          <>
            {meant !== null && (
              <Button onClick={() => onChange({ search: meant })}>
                {t("searchMeant", { text: meant })}
              </Button>
            )}
            {best !== null && (
              <Button variant="default" onClick={() => onChange(dropped(best.filter))}>
                {t("dropFilter", { filter: label() })}
              </Button>
            )}
            <Button variant="default" onClick={() => onChange(clear)}>
              {t("clearAll")}
            </Button>
          </>
        }
      >
        {best !== null
          ? t("without", { filter: label(), count: best.count ?? 0 })
          : search !== undefined && t("searchFor", { text: search })}
      </Empty>
    </div>
  );
}
