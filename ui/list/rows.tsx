// biome-ignore-all lint/a11y/useSemanticElements: a table cannot hold virtual rows.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, aria-activedescendant says where it is.
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, type RefObject, useEffect, useId, useRef } from "react";
import { Link } from "../link.tsx";
import { useWords } from "../words.ts";
import styles from "./list.module.css";
import { listWords } from "./list.words.ts";
import { PickBox } from "./pick-box.tsx";
import type { Picks } from "./picks.ts";
import type { Column, ListProps } from "./types.ts";

type Props<Row> = Pick<ListProps<Row, never>, "idOf" | "nameOf" | "to" | "phone" | "noun"> & {
  grid: RefObject<HTMLDivElement | null>;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  total: number | undefined;
  sort: string | undefined;
  onSort: (sort: string) => void;
  at: number | null;
  setAt: (at: number) => void;
  picks: Picks;
  canPick: boolean;
  onPick: (at: number, withShift: boolean) => void;
  onPickAll: () => void;
  onOpen: (at: number) => void;
  peekedId: string | undefined;
  isPhone: boolean;
  isCompact: boolean;
  hasMore: boolean;
  isOld: boolean;
  onMore: () => void;
};

/** Only the rows in view are drawn; the next page is asked for before its first row is reached. */
export function Rows<Row>(props: Props<Row>) {
  const { grid, rows, columns, at, setAt, isPhone, hasMore, onMore, noun, canPick, total } = props;
  const id = useId();
  const height = isPhone ? 60 : props.isCompact ? 32 : 40;
  const headHeight = isPhone ? 0 : 34;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => grid.current,
    estimateSize: () => height,
    overscan: 12,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  });
  const drawn = virtual.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height is what there is to measure.
  useEffect(() => virtual.measure(), [virtual, height]);
  useEffect(() => {
    if (hasMore && last >= rows.length - 20) onMore();
  });
  useEffect(() => {
    if (at !== null) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);
  const tracks = `${canPick ? "16px " : ""}${columns.map(trackOf).join(" ")}`;
  return (
    <div
      ref={grid}
      role="grid"
      className={styles.grid}
      tabIndex={0}
      aria-label={noun.many}
      aria-rowcount={(total ?? (hasMore ? -2 : rows.length)) + 1}
      aria-colcount={columns.length + (canPick ? 1 : 0)}
      aria-multiselectable={canPick}
      aria-activedescendant={at === null ? undefined : `${id}-${at}`}
      aria-busy={props.isOld}
      data-old={props.isOld || undefined}
      data-compact={props.isCompact || undefined}
      onFocus={(event) => {
        if (event.target === event.currentTarget && at === null && rows.length > 0) setAt(0);
      }}
    >
      <div role="rowgroup" className={styles.top}>
        <Head {...props} tracks={tracks} />
      </div>
      <div role="rowgroup" className={styles.run} style={{ height: virtual.getTotalSize() }}>
        {drawn.map(({ index, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <OneRow
              key={props.idOf(row)}
              {...props}
              row={row}
              index={index}
              top={start - headHeight}
              domId={`${id}-${index}`}
              tracks={tracks}
            />
          );
        })}
      </div>
    </div>
  );
}

const TRACKS = {
  name: "minmax(150px, 2fr)",
  facts: "minmax(96px, 1.4fr)",
  number: "minmax(72px, 0.8fr)",
  date: "minmax(120px, 0.9fr)",
  status: "minmax(132px, 1.1fr)",
};
const trackOf = <Row,>({ width, kind = "facts" }: Column<Row>) => width ?? TRACKS[kind];

function Head<Row>(props: Props<Row> & { tracks: string }) {
  const { columns, canPick, rows, picks, onPickAll, tracks, isPhone } = props;
  const t = useWords(listWords);
  return (
    <div
      role="row"
      aria-rowindex={1}
      className={styles.head}
      data-phone={isPhone || undefined}
      style={{ gridTemplateColumns: tracks }}
    >
      {canPick && (
        <span role="columnheader" className={styles.box} tabIndex={-1}>
          <PickBox
            label={t("pickLoaded")}
            isPicked={picks.ids.size > 0 && picks.ids.size === rows.length}
            isPartly={picks.ids.size > 0 && picks.ids.size < rows.length}
            onPick={onPickAll}
            isTabbable
          />
        </span>
      )}
      {columns.map((column) => (
        <HeadCell key={column.key} column={column} {...props} />
      ))}
    </div>
  );
}

function HeadCell<Row>({ column, sort, onSort }: Props<Row> & { column: Column<Row> }) {
  const by = column.sort;
  const direction =
    by === undefined ? undefined : sort === by.up ? "up" : sort === by.down ? "down" : null;
  const Arrow = direction === "up" ? IconArrowUp : IconArrowDown;
  const turn = () => {
    if (by === undefined) return;
    if (direction === null || direction === undefined) onSort(by[by.first ?? "down"]);
    else onSort(direction === "up" ? by.down : by.up);
  };
  return (
    <span
      role="columnheader"
      data-kind={column.kind}
      aria-sort={direction === "up" ? "ascending" : direction === "down" ? "descending" : undefined}
    >
      {by === undefined ? (
        column.label
      ) : (
        <button
          type="button"
          className={styles.sort}
          data-on={direction ?? undefined}
          onClick={turn}
        >
          {column.label}
          {direction !== null && <Arrow size={13} stroke={2} aria-hidden="true" />}
        </button>
      )}
    </span>
  );
}

type RowProps<Row> = Props<Row> & {
  row: Row;
  index: number;
  top: number;
  domId: string;
  tracks: string;
};

function OneRow<Row>(props: RowProps<Row>) {
  const { row, index, top, domId, tracks, columns, at, picks, canPick, onPick, onOpen } = props;
  const { isPhone, idOf, nameOf, peekedId } = props;
  const t = useWords(listWords);
  const press = usePress(() => onPick(index, false));
  const id = idOf(row);
  const isPicked = picks.isAll || picks.ids.has(id);
  const click = (event: MouseEvent) => {
    if (event.defaultPrevented || press.wasLong() || isOther(event)) return;
    if (isPhone && picks.ids.size > 0) onPick(index, false);
    else onOpen(index);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys.
    <div
      id={domId}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={canPick ? isPicked : undefined}
      className={styles.row}
      data-at={at === index || undefined}
      data-peeked={peekedId === id || undefined}
      data-phone={isPhone || undefined}
      style={{
        transform: `translateY(${top}px)`,
        ...(isPhone ? {} : { gridTemplateColumns: tracks }),
      }}
      onClick={click}
      {...(isPhone && canPick ? press.handlers : {})}
    >
      {isPhone ? (
        <PhoneRow {...props} />
      ) : (
        <>
          {canPick && (
            <span role="gridcell" className={styles.box}>
              <PickBox
                label={t("pickRow", { name: nameOf(row) })}
                isPicked={isPicked}
                onPick={(withShift) => onPick(index, withShift)}
              />
            </span>
          )}
          {columns.map((column, place) => (
            <span key={column.key} role="gridcell" data-kind={column.kind ?? "facts"}>
              {place === 0 ? <Name {...props}>{column.cell(row)}</Name> : column.cell(row)}
            </span>
          ))}
        </>
      )}
    </div>
  );
}

function PhoneRow<Row>(props: RowProps<Row>) {
  const { face, title, facts, end } = props.phone(props.row);
  return (
    <span role="gridcell" className={styles.phone}>
      {face}
      <span className={styles.lines}>
        <b>
          <Name {...props}>{title}</Name>
        </b>
        <small>{facts}</small>
      </span>
      {end !== undefined && <span className={styles.end}>{end}</span>}
    </span>
  );
}

/** A link, so that it can be opened beside; the row's click does the rest. */
function Name<Row>({ row, to, children }: RowProps<Row> & { children: React.ReactNode }) {
  const place = to?.(row) ?? null;
  if (place === null) return children;
  return (
    <Link
      to={place}
      className={styles.name}
      tabIndex={-1}
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </Link>
  );
}

/** A click that means something else: in a link or button of the row, or the end of selecting text. */
const isOther = (event: MouseEvent) =>
  (event.target as HTMLElement).closest("a,button,input") !== null ||
  (window.getSelection()?.toString() ?? "") !== "";

const LONG_MS = 450;

/** A long press picks, on a phone. */
function usePress(onLong: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isLong = useRef(false);
  const stop = () => clearTimeout(timer.current);
  return {
    wasLong: () => isLong.current,
    handlers: {
      onPointerDown: () => {
        isLong.current = false;
        stop();
        timer.current = setTimeout(() => {
          isLong.current = true;
          onLong();
        }, LONG_MS);
      },
      onPointerUp: stop,
      // A finger that scrolls is cancelled by the browser; one that merely trembles is not.
      onPointerCancel: stop,
      onContextMenu: (event: MouseEvent) => event.preventDefault(),
      onClickCapture: (event: MouseEvent) => {
        if (isLong.current) event.preventDefault();
      },
    },
  };
}
