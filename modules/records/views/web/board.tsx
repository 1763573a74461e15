import { Button } from "@mantine/core";
import { type DragEvent, type KeyboardEvent, useRef, useState } from "react";
import type { Where } from "#kernel/where.ts";
import type { Counted } from "#ui/list/types.ts";
import { countText } from "#ui/numbers.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { toast } from "#ui/toasts.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import type { FieldShown } from "../../types/web/types.client.ts";
import { usePart } from "./cards.tsx";
import { RecordLink } from "./record-link.tsx";
import type { Pieces, RecordRow } from "./record-list.tsx";
import styles from "./views.module.css";
import { viewWords } from "./views.words.ts";

type Props<Row extends RecordRow, C extends Counted> = Pieces<Row, C> & { by: FieldShown };

/** A column for each choice of a field; a card that is moved has another one. */
export function Board<Row extends RecordRow, C extends Counted>(props: Props<Row, C>) {
  const { by, change, topic, nameOf } = props;
  const t = useWords(viewWords);
  const language = useLanguage();
  const [problem, setProblem] = useState<unknown>(null);
  const board = useRef<HTMLElement>(null);
  const columns = [
    ...by.choices.map(({ value, label }) => ({
      value: value as string | null,
      label: label[language],
    })),
    ...(by.isCustom ? [{ value: null, label: t("none") }] : []),
  ];
  const canMove = by.canChange && change !== undefined;
  const move = async (card: Card, to: string | null) => {
    if (!canMove || card.from === to) return;
    setProblem(null);
    try {
      await change(card.id, changeOf(by, to));
      await refresh(topic);
      const label = columns.find(({ value }) => value === to)?.label ?? "";
      toast(t("moved", { name: card.name, column: label }), async () => {
        await change(card.id, changeOf(by, card.from));
        await refresh(topic);
      });
      focusOn(board.current, card.id);
    } catch (refused) {
      setProblem(refused);
    }
  };
  return (
    <div className={styles.boardField}>
      <p className={styles.hint}>{t(canMove ? "boardHint" : "stuck")}</p>
      <ProblemNote of={problem} />
      <section
        className={styles.board}
        ref={board}
        aria-label={t("boardBy", { field: by.label[language] })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys, also while it has no cards.
        tabIndex={0}
      >
        {columns.map(({ value, label }, at) => (
          <BoardColumn
            key={value ?? ""}
            {...props}
            label={label}
            value={value}
            canMove={canMove}
            onMove={(card, step) => {
              const to = columns[at + step];
              if (to !== undefined) void move(card, to.value);
            }}
            onDropped={(card) => void move(card, value)}
            cardOf={(row) => ({ id: row.id, name: nameOf(row), from: value })}
          />
        ))}
      </section>
    </div>
  );
}

type Card = { id: string; name: string; from: string | null };

/** By the name that the record's own contract has for it. */
const changeOf = ({ key, isCustom }: FieldShown, value: string | null): Record<string, unknown> =>
  isCustom ? { custom: { [key.replace(/^custom\./, "")]: value } } : { [key]: value };

/** After the move the card stands elsewhere: the focus goes along. */
function focusOn(board: HTMLElement | null, id: string): void {
  setTimeout(() => board?.querySelector<HTMLElement>(`[data-card="${id}"]`)?.focus(), 80);
}

type ColumnProps<Row extends RecordRow, C extends Counted> = Props<Row, C> & {
  label: string;
  value: string | null;
  canMove: boolean;
  onMove: (card: Card, step: number) => void;
  onDropped: (card: Card) => void;
  cardOf: (row: Row) => Card;
};

const TYPE = "application/x-kaunter-card";

function BoardColumn<Row extends RecordRow, C extends Counted>(props: ColumnProps<Row, C>) {
  const { by, value, label, to, phone, sums, canMove, onMove, onDropped, cardOf } = props;
  const t = useWords(viewWords);
  const [isOver, setOver] = useState(false);
  const { rows, pages, counted } = usePart(props, conditionOf(by, value), { limit: 25 });
  const keys = (row: Row) => (event: KeyboardEvent<HTMLElement>) => {
    const step = { "[": -1, "]": 1 }[event.key];
    const next = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" } as const;
    const side = next[event.key as "ArrowDown"];
    if (step !== undefined && canMove) onMove(cardOf(row), step);
    else if (side !== undefined) (event.currentTarget[side] as HTMLElement | null)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    const text = event.dataTransfer.getData(TYPE);
    if (text !== "") onDropped(JSON.parse(text) as Card);
  };
  return (
    <section
      className={styles.column}
      aria-label={label}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <header>
        <h2>{label}</h2>
        <span>{counted === undefined ? "" : countText(counted.count)}</span>
        <small>{counted === undefined ? null : sums?.(counted)}</small>
      </header>
      <div className={styles.cards}>
        {rows.map((row) => {
          const { face, title, facts, end } = phone(row);
          return (
            <article
              key={row.id}
              className={styles.card}
              data-card={row.id}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a card is walked to and moved with the keys.
              tabIndex={0}
              draggable={canMove}
              onDragStart={(event) => event.dataTransfer.setData(TYPE, JSON.stringify(cardOf(row)))}
              onKeyDown={keys(row)}
            >
              {face}
              <span>
                <b>
                  <RecordLink to={to?.(row)}>{title}</RecordLink>
                </b>
                <small>{facts}</small>
              </span>
              {end !== undefined && <span className={styles.end}>{end}</span>}
            </article>
          );
        })}
        {pages.isSuccess && rows.length === 0 && <p className={styles.hint}>{t("nothing")}</p>}
        {pages.hasNextPage && (
          <Button
            variant="subtle"
            size="compact-sm"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t("showMore")}
          </Button>
        )}
      </div>
    </section>
  );
}

const conditionOf = ({ key }: FieldShown, value: string | null): Where =>
  value === null ? { field: key, is: "empty" } : { field: key, is: "any_of", value: [value] };
