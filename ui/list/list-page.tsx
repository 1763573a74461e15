import type { ReactNode } from "react";
import { countText } from "../numbers.ts";
import { Page } from "../page.tsx";
import { useUrl } from "../url-state.ts";
import { filterOf } from "./filters.ts";
import { List } from "./list.tsx";
import type { Counted, ListProps, View } from "./types.ts";
import { useCount } from "./use-list.ts";
import { Views } from "./views.tsx";

export type ListPageProps<Row, C extends Counted> = ListProps<Row, C> & {
  title: string;
  crumb?: { to: string; label: string };
  status?: ReactNode;
  /** At the right, the one primary button last. */
  actions?: ReactNode;
  /** The address of this page, for the views' links. */
  path: string;
  views?: readonly View[];
  /** Instead of the usual tabs of views. */
  tabs?: ReactNode;
  /** What must be known of the whole list, above it. */
  note?: ReactNode;
};

/** A page that is a list: head with the count, views, and the list itself. */
export function ListPage<Row, C extends Counted>(props: ListPageProps<Row, C>) {
  const {
    title,
    crumb,
    status,
    actions,
    path,
    note,
    views = [],
    filters = [],
    tabs,
    ...list
  } = props;
  const [url] = useUrl();
  const { data: counted } = useCount(list, filterOf(url, filters));
  const total = counted?.allCount ?? counted?.count;
  return (
    <Page
      fit="wide"
      title={title}
      {...(crumb === undefined ? {} : { crumb })}
      {...(status === undefined ? {} : { status })}
      {...(actions === undefined ? {} : { actions })}
      {...(total === undefined ? {} : { count: countText(total) })}
      tabs={tabs ?? (views.length > 0 && <Views of={views} filters={filters} path={path} />)}
    >
      {note}
      <List {...list} filters={filters} />
    </Page>
  );
}
