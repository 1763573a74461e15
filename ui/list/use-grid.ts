import { type RefObject, useEffect, useRef, useState } from "react";
import { isTyping, useKeys } from "../keys.ts";
import { useGo } from "../link.tsx";
import { allOf, NO_PICKS, type Picks, withPick, withRange } from "./picks.ts";
import type { Counted, ListProps } from "./types.ts";
import type { useList } from "./use-list.ts";

/** Where one is in the list, what is picked, and what one can do with a row. */
export function useGrid<Row, C extends Counted>(
  { to, peek, idOf, bulk = [] }: ListProps<Row, C>,
  list: ReturnType<typeof useList<Row, C>>,
) {
  const go = useGo();
  const [at, setAt] = useState<number | null>(null);
  const [picks, setPicks] = useState<Picks>(NO_PICKS);
  const [lastPick, setLastPick] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  const ids = list.rows.map(idOf);
  const canPick = bulk.length > 0;
  const asked = JSON.stringify([list.filter, list.sort]);

  // Another question, other rows: what was picked of the old ones is let go.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another question resets.
  useEffect(() => {
    setPicks(NO_PICKS);
    setAt(null);
    grid.current?.scrollTo({ top: 0 });
  }, [asked]);

  const move = (step: number) => {
    if (ids.length === 0) return;
    const next = Math.max(0, Math.min(ids.length - 1, (at ?? -1) + step));
    setAt(next);
    grid.current?.focus({ preventScroll: true });
    if (list.url["peek"] !== undefined) list.change({ peek: ids[next] ?? null });
  };
  const pick = (index: number, withShift: boolean) => {
    const id = ids[index];
    if (id === undefined || !canPick) return;
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
    const place = to?.(row) ?? null;
    if (place === null) look(index);
    else go(place);
  };
  const letGo = () => {
    setPicks(NO_PICKS);
    if (list.url["peek"] !== undefined) list.change({ peek: null });
  };
  const pickLoaded = () =>
    setPicks(picks.ids.size === ids.length && !picks.isAll ? NO_PICKS : allOf(ids));
  const pickAll = () => setPicks({ ids: new Set(ids), isAll: true });

  useGridKeys(grid, { at, count: ids.length, canPick, move, pick, look, open, letGo, pickLoaded });
  return { grid, ids, at, setAt, picks, canPick, pick, open, letGo, pickLoaded, pickAll };
}

type Moves = {
  at: number | null;
  count: number;
  canPick: boolean;
  move: (step: number) => void;
  pick: (at: number, withShift: boolean) => void;
  look: (at: number) => void;
  open: (at: number) => void;
  letGo: () => void;
  pickLoaded: () => void;
};

/** Letters work from anywhere on the page; arrows, Enter and Space when nothing else has the focus. */
function useGridKeys(grid: RefObject<HTMLDivElement | null>, moves: Moves): void {
  const { at, count, canPick, move, pick, look, open, letGo, pickLoaded } = moves;
  const here = (act: () => void) => (event: KeyboardEvent) => {
    if (event.target !== document.body && event.target !== grid.current) return;
    event.preventDefault();
    act();
  };
  const row = (act: (at: number) => void) => () => {
    if (at !== null) act(at);
  };
  const keys: Parameters<typeof useKeys>[0] = {
    j: () => move(1),
    k: () => move(-1),
    arrowdown: here(() => move(1)),
    arrowup: here(() => move(-1)),
    home: here(() => move(-count)),
    end: here(() => move(count)),
    x: row((index) => pick(index, false)),
    "shift+x": row((index) => pick(index, true)),
    "shift+arrowdown": here(() => extend(1)),
    "shift+arrowup": here(() => extend(-1)),
    enter: here(row(open)),
    " ": here(row(look)),
    escape: letGo,
    "ctrl+a": (event) => {
      if (isTyping(event.target) || !canPick) return;
      event.preventDefault();
      pickLoaded();
    },
  };
  const extend = (step: number) => {
    const next = (at ?? -1) + step;
    if (next >= 0 && next < count) pick(next, true);
  };
  // Before the shell's own keys.
  useKeys(keys, { isFirst: true });
}
