import { useMediaQuery } from "@mantine/hooks";
import { useRef, useState } from "react";
import { Bones } from "../bones.tsx";
import { useKeys } from "../keys.ts";
import { ProblemNote } from "../problem-note.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { Foot } from "./foot.tsx";
import styles from "./list.module.css";
import { NoMatch } from "./no-match.tsx";
import { PeekPane } from "./peek-pane.tsx";
import { Rows } from "./rows.tsx";
import type { Counted, ListProps } from "./types.ts";
import { useGrid } from "./use-grid.ts";
import { useList } from "./use-list.ts";

/** The list: filters, columns, virtual rows over keyset pages, picking, a foot. All it shows is in the address. */
export function List<Row, C extends Counted>(props: ListProps<Row, C>) {
  const { bulk = [], noun, sums } = props;
  const list = useList(props);
  const grid = useGrid(props, list);
  const { picks, ids } = grid;
  const isBare = list.isEmpty && !list.isFiltered;
  const count = picks.isAll ? (list.counted?.count ?? ids.length) : picks.ids.size;
  return (
    <div className={styles.list}>
      {!isBare && <Filters {...props} list={list} />}
      <div className={styles.split}>
        <div className={styles.field}>
          <Field {...props} list={list} grid={grid} />
        </div>
        <Peeked {...props} list={list} />
      </div>
      {picks.ids.size > 0 && (
        <BulkBar
          verbs={bulk}
          count={count}
          total={list.counted?.count}
          isAll={picks.isAll}
          onAll={grid.pickAll}
          picked={() => ({
            ids: picks.isAll ? null : [...picks.ids],
            filter: list.filter,
            count,
            letGo: grid.letGo,
          })}
          onLetGo={grid.letGo}
        />
      )}
      {!isBare && (
        <Foot
          isQuiet={props.slots?.instead !== undefined}
          loaded={ids.length}
          hasMore={list.query.hasNextPage}
          noun={noun}
          counted={list.counted}
          sums={list.counted === undefined ? null : sums?.(list.counted)}
          canPick={grid.canPick}
        />
      )}
    </div>
  );
}

type Parts<Row, C extends Counted> = ListProps<Row, C> & {
  list: ReturnType<typeof useList<Row, C>>;
};

const usePhone = () =>
  useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false }) === true;

function Filters<Row, C extends Counted>(props: Parts<Row, C>) {
  const { filters = [], columns, search, list, slots } = props;
  const isPhone = usePhone();
  const [isAdding, setAdding] = useState(false);
  const searchBox = useRef<HTMLInputElement>(null);
  useKeys(
    {
      f: (event) => {
        if (filters.length === 0 || slots?.ownsFilters === true) return;
        event.preventDefault();
        setAdding(true);
      },
      "/": (event) => {
        if (searchBox.current === null) return;
        event.preventDefault();
        searchBox.current.focus();
      },
    },
    // `/` is this list's search here, not the palette.
    { isFirst: true },
  );
  const choosable = columns.slice(1).map((column) => ({
    ...column,
    isShown: list.columns.some(({ key }) => key === column.key),
  }));
  return (
    <FilterBar
      filters={filters}
      slots={slots}
      search={search}
      url={list.url}
      onChange={(change) => list.change(change)}
      columns={isPhone ? [] : choosable}
      onColumn={list.toggleColumn}
      isAdding={isAdding}
      setAdding={setAdding}
      searchBox={searchBox}
    />
  );
}

type FieldProps<Row, C extends Counted> = Parts<Row, C> & {
  grid: ReturnType<typeof useGrid<Row, C>>;
};

function Field<Row, C extends Counted>(props: FieldProps<Row, C>) {
  const { list, grid, sort, empty } = props;
  const { query } = list;
  const isPhone = usePhone();
  if (props.slots?.instead !== undefined) return props.slots.instead;
  if (query.isPending)
    return (
      <div className={styles.pad}>
        <Bones as="list" rows={12} />
      </div>
    );
  if (query.isError && list.rows.length === 0)
    return (
      <div className={styles.pad}>
        <ProblemNote of={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  if (list.isEmpty && list.isFiltered)
    return <NoMatch {...props} url={list.url} onChange={list.change} />;
  if (list.isEmpty) return <div className={styles.pad}>{empty}</div>;
  return (
    <Rows
      {...props}
      grid={grid.grid}
      rows={list.rows}
      columns={list.columns}
      total={list.counted?.count}
      sort={list.sort}
      onSort={(next) => list.change({ sort: next === sort ? null : next })}
      at={grid.at}
      setAt={grid.setAt}
      picks={grid.picks}
      canPick={grid.canPick}
      onPick={grid.pick}
      onPickAll={grid.pickLoaded}
      onOpen={grid.open}
      peekedId={list.url["peek"]}
      isPhone={isPhone}
      isCompact={list.url["density"] === "compact"}
      hasMore={query.hasNextPage}
      isOld={query.isPlaceholderData}
      onMore={() => {
        if (!query.isFetchingNextPage && !query.isFetchNextPageError) void query.fetchNextPage();
      }}
    />
  );
}

function Peeked<Row, C extends Counted>({ peek, idOf, list }: Parts<Row, C>) {
  const row = list.rows.find((each) => idOf(each) === list.url["peek"]);
  if (peek === undefined || row === undefined) return null;
  return <PeekPane onClose={() => list.change({ peek: null })}>{peek(row)}</PeekPane>;
}
