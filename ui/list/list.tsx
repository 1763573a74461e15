import { useMediaQuery } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { Bones } from "../bones.tsx";
import { isTyping, useKeys } from "../keys.ts";
import { useGo } from "../link.tsx";
import { ProblemNote } from "../problem-note.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { Foot } from "./foot.tsx";
import styles from "./list.module.css";
import { NoMatch } from "./no-match.tsx";
import { PeekPane } from "./peek-pane.tsx";
import { allOf, NO_PICKS, type Picks, withPick, withRange } from "./picks.ts";
import { Rows } from "./rows.tsx";
import type { Counted, ListProps } from "./types.ts";
import { useList } from "./use-list.ts";

/** The list: filters, columns, virtual rows over keyset pages, picking, a foot. All it shows is in the address. */
export function List<Row, C extends Counted>(props: ListProps<Row, C>) {
  const { filters = [], columns, bulk = [], to, peek, idOf } = props;
  const list = useList(props);
  const go = useGo();
  const isPhone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const [at, setAt] = useState<number | null>(null);
  const [picks, setPicks] = useState<Picks>(NO_PICKS);
  const [lastPick, setLastPick] = useState(0);
  const [isAdding, setAdding] = useState(false);
  const grid = useRef<HTMLDivElement>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const ids = list.rows.map(idOf);
  const asked = JSON.stringify([list.filter, list.sort]);
  const peeked = list.rows.find((row) => idOf(row) === list.url["peek"]);

  // Another question, other rows: what was picked of the old ones is let go.
  useEffect(() => {
    setPicks(NO_PICKS);
    setAt(null);
    grid.current?.scrollTo({ top: 0 });
    void asked;
  }, [asked]);

  const move = (step: number) => {
    if (ids.length === 0) return;
    const next = Math.max(0, Math.min(ids.length - 1, (at ?? -1) + step));
    setAt(next);
    grid.current?.focus({ preventScroll: true });
    if (peek !== undefined && list.url["peek"] !== undefined)
      list.change({ peek: ids[next] ?? null });
  };
  const pick = (index: number, withShift: boolean) => {
    const id = ids[index];
    if (id === undefined || bulk.length === 0) return;
    setPicks(withShift ? withRange(picks, ids, lastPick, index) : withPick(picks, id));
    setLastPick(index);
    setAt(index);
  };
  const look = (index: number) => {
    const id = ids[index];
    setAt(index);
    if (peek !== undefined) list.change({ peek: list.url["peek"] === id ? null : (id ?? null) });
  };
  const open = (index: number) => {
    const row = list.rows[index];
    if (row === undefined) return;
    if (to === undefined) look(index);
    else go(to(row));
  };
  const letGo = () => {
    setPicks(NO_PICKS);
    if (list.url["peek"] !== undefined) list.change({ peek: null });
  };
  const isHere = (event: KeyboardEvent) =>
    event.target === document.body || grid.current?.contains(event.target as Node) === true;
  const here = (act: () => void) => (event: KeyboardEvent) => {
    if (!isHere(event)) return;
    event.preventDefault();
    act();
  };
  const keys: Parameters<typeof useKeys>[0] = {
    j: () => move(1),
    k: () => move(-1),
    arrowdown: here(() => move(1)),
    arrowup: here(() => move(-1)),
    home: here(() => move(-ids.length)),
    end: here(() => move(ids.length)),
    x: () => at !== null && pick(at, false),
    "shift+x": () => at !== null && pick(at, true),
    enter: (event) => at !== null && event.target === grid.current && open(at),
    " ": here(() => at !== null && look(at)),
    escape: letGo,
    "ctrl+a": (event) => {
      if (isTyping(event.target) || bulk.length === 0) return;
      event.preventDefault();
      setPicks(allOf(ids));
    },
    f: (event) => {
      if (filters.length === 0) return;
      event.preventDefault();
      setAdding(true);
    },
    "/": (event) => {
      if (searchBox.current === null) return;
      event.preventDefault();
      searchBox.current.focus();
    },
  };
  // Before the shell's own: `/` is this list's search here.
  useKeys(keys, { isFirst: true });

  const isWaiting = list.query.isPending;
  const hasNone = !isWaiting && list.rows.length === 0 && !list.query.isError;
  const isBare = hasNone && !list.isFiltered;
  return (
    <div className={styles.list}>
      {!isBare && (
        <FilterBar
          filters={filters}
          search={props.search}
          url={list.url}
          onChange={(change) => list.change(change)}
          columns={
            isPhone
              ? []
              : columns
                  .slice(1)
                  .map((column) => ({ ...column, isShown: list.columns.includes(column) }))
          }
          onColumn={list.toggleColumn}
          isAdding={isAdding}
          setAdding={setAdding}
          searchBox={searchBox}
        />
      )}
      <div className={styles.split} data-peek={peeked !== undefined || undefined}>
        <div className={styles.field}>
          {isWaiting && (
            <div className={styles.pad}>
              <Bones as="list" rows={12} />
            </div>
          )}
          {list.query.isError && (
            <div className={styles.pad}>
              <ProblemNote of={list.query.error} onRetry={() => void list.query.refetch()} />
            </div>
          )}
          {isBare && <div className={styles.pad}>{props.empty}</div>}
          {hasNone && list.isFiltered && (
            <NoMatch {...props} url={list.url} onChange={list.change} />
          )}
          {list.rows.length > 0 && (
            <Rows
              {...props}
              grid={grid}
              rows={list.rows}
              columns={list.columns}
              total={list.counted?.count}
              sort={list.sort}
              onSort={(sort) => list.change({ sort: sort === props.sort ? null : sort })}
              at={at}
              setAt={setAt}
              picks={picks}
              canPick={bulk.length > 0}
              onPick={pick}
              onPickAll={() => setPicks(picks.ids.size === ids.length ? NO_PICKS : allOf(ids))}
              onOpen={open}
              peekedId={list.url["peek"]}
              isPhone={isPhone === true}
              hasMore={list.query.hasNextPage}
              isOld={list.query.isPlaceholderData}
              onMore={() => {
                if (!list.query.isFetchingNextPage) void list.query.fetchNextPage();
              }}
            />
          )}
        </div>
        {peeked !== undefined && peek !== undefined && (
          <PeekPane onClose={() => list.change({ peek: null })}>{peek(peeked)}</PeekPane>
        )}
      </div>
      {picks.ids.size > 0 && (
        <BulkBar
          verbs={bulk}
          count={picks.isAll ? (list.counted?.count ?? ids.length) : picks.ids.size}
          total={list.counted?.count}
          isAll={picks.isAll}
          onAll={() => setPicks({ ids: new Set(ids), isAll: true })}
          picked={() => ({
            ids: picks.isAll ? null : [...picks.ids],
            filter: list.filter,
            count: picks.isAll ? (list.counted?.count ?? ids.length) : picks.ids.size,
            letGo,
          })}
          onLetGo={letGo}
        />
      )}
      {!isBare && (
        <Foot
          loaded={ids.length}
          hasMore={list.query.hasNextPage}
          noun={props.noun}
          counted={list.counted}
          sums={list.counted === undefined ? null : props.sums?.(list.counted)}
          canPick={bulk.length > 0}
        />
      )}
    </div>
  );
}
