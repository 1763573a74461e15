import { ActionIcon, Button } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type DragEvent, useRef, useState } from "react";
import { addDays, type Day, dayIn } from "#kernel/day.ts";
import { dateText, rangeText } from "#ui/dates.ts";
import type { Counted } from "#ui/list/types.ts";
import { countText } from "#ui/numbers.ts";
import { Popup } from "#ui/popup.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { useCalendar } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import type { FieldShown } from "../../types/web/types.client.ts";
import { usePart } from "./cards.tsx";
import { groupsOf } from "./groups.client.ts";
import { RecordLink } from "./record-link.tsx";
import type { Pieces, RecordRow } from "./record-list.tsx";
import { narrowed, whereIn } from "./state.ts";
import styles from "./views.module.css";
import { viewWords } from "./views.words.ts";

type Props<Row extends RecordRow, C extends Counted> = Pieces<Row, C> & { by: FieldShown };
const TYPE = "application/x-kaunter-day";

/** A month or a week of days by a field, each with how many, and who they are at a click. */
export function Calendar<Row extends RecordRow, C extends Counted>(props: Props<Row, C>) {
  const { by, type, topic, change, nameOf, noun } = props;
  const t = useWords(viewWords);
  const calendar = useCalendar();
  const [url, setUrl] = useUrl();
  const [problem, setProblem] = useState<unknown>(null);
  const span = url["span"] === "week" ? "week" : "month";
  const at = url["on"] ?? calendar.today;
  const days = daysAround(at, span);
  const [from = at, to = at] = [days[0], days.at(-1)];
  const range = { field: by.key, is: "between" as const, value: [from, to] };
  const asked = { type, by: by.key, bucket: "day" as const, where: narrowed(whereIn(url), range) };
  const { data } = useQuery({
    queryKey: [topic, "groups", asked],
    queryFn: ({ signal }) => groupsOf(asked, signal),
  });
  const counts = new Map(data?.groups.map(({ value, count }) => [value, count]));
  const { rows } = usePart(props, range, { limit: 200, fields: by.key });
  const byDay = Map.groupBy(rows, (row) => dayOf(row, by, calendar.zone));
  const canMove = by.canChange && change !== undefined && by.kind === "date";
  const move = async (id: string, before: Day, day: Day) => {
    if (!canMove || before === day) return;
    setProblem(null);
    const set = (value: Day) =>
      change(
        id,
        by.isCustom
          ? { custom: { [by.key.replace(/^custom\./, "")]: value } }
          : { [by.key]: value },
      );
    try {
      await set(day);
      await refresh(topic);
      const row = rows.find((one) => one.id === id);
      const name = row === undefined ? "" : nameOf(row);
      toast(t("moved", { name, column: dateText(day, calendar) }), async () => {
        await set(before);
        await refresh(topic);
      });
    } catch (refused) {
      setProblem(refused);
    }
  };
  const step = (count: number) =>
    setUrl({ on: span === "week" ? addDays(at, 7 * count) : monthOn(at, count) });
  return (
    <div className={styles.calendarField}>
      <div className={styles.calendarHead}>
        <h2>
          {span === "week" ? rangeText(from, to, calendar) : monthText(at, calendar.language)}
        </h2>
        <ActionIcon aria-label={t("earlier")} title={t("earlier")} onClick={() => step(-1)}>
          <IconChevronLeft size={17} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
        <Button variant="default" size="compact-sm" onClick={() => setUrl({ on: null })}>
          {t("today")}
        </Button>
        <ActionIcon aria-label={t("later")} title={t("later")} onClick={() => step(1)}>
          <IconChevronRight size={17} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
        {(["month", "week"] as const).map((one) => (
          <Button
            key={one}
            variant={span === one ? "light" : "subtle"}
            size="compact-sm"
            aria-pressed={span === one}
            onClick={() => setUrl({ span: one === "month" ? null : one })}
          >
            {t(one)}
          </Button>
        ))}
      </div>
      <ProblemNote of={problem} />
      <div className={styles.weekdays} aria-hidden="true">
        {days.slice(0, 7).map((day) => (
          <span key={day}>{weekdayText(day, calendar.language)}</span>
        ))}
      </div>
      <ol
        className={styles.calendar}
        aria-label={t("calendarOf", { noun: noun.many })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys, also a month without anybody.
        tabIndex={0}
      >
        {days.map((day) => (
          <DayCell
            key={day}
            {...props}
            day={day}
            isOther={span === "month" && day.slice(0, 7) !== at.slice(0, 7)}
            isToday={day === calendar.today}
            many={counts.get(day) ?? 0}
            rows={byDay.get(day) ?? []}
            most={span === "week" ? 12 : 3}
            canMove={canMove}
            onMove={(id, before) => void move(id, before, day)}
          />
        ))}
      </ol>
    </div>
  );
}

type DayProps<Row extends RecordRow, C extends Counted> = Props<Row, C> & {
  day: Day;
  isOther: boolean;
  isToday: boolean;
  many: number;
  rows: readonly Row[];
  most: number;
  canMove: boolean;
  onMove: (id: string, before: Day) => void;
};

function DayCell<Row extends RecordRow, C extends Counted>(props: DayProps<Row, C>) {
  const { day, isOther, isToday, many, rows, most, canMove, onMove, nameOf, to } = props;
  const t = useWords(viewWords);
  const calendar = useCalendar();
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const drop = (event: DragEvent) => {
    const text = event.dataTransfer.getData(TYPE);
    if (text === "") return;
    const { id, before } = JSON.parse(text) as { id: string; before: Day };
    onMove(id, before);
  };
  const left = many - Math.min(rows.length, most);
  return (
    <li
      className={styles.day}
      data-other={isOther || undefined}
      data-today={isToday || undefined}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <button
        ref={anchor}
        type="button"
        disabled={many === 0}
        aria-label={t("onDay", { count: many, day: dateText(day, calendar) })}
        onClick={() => setOpen(!isOpen)}
      >
        <time dateTime={day}>{Number(day.slice(8))}</time>
        {many > 0 && <b>{countText(many)}</b>}
      </button>
      {rows.slice(0, most).map((row) => {
        const name = nameOf(row);
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: dragging is the mouse’s way; the record itself has the keys.
          <span
            key={row.id}
            className={styles.entry}
            draggable={canMove}
            onDragStart={(event) =>
              event.dataTransfer.setData(TYPE, JSON.stringify({ id: row.id, before: day }))
            }
          >
            <RecordLink to={to?.(row)}>{name}</RecordLink>
          </span>
        );
      })}
      {left > 0 && rows.length > 0 && <small>{t("moreOnDay", { count: left })}</small>}
      {isOpen && (
        <Popup
          label={dateText(day, calendar)}
          anchor={anchor}
          width={288}
          onClose={() => setOpen(false)}
        >
          <DayPeek {...props} />
        </Popup>
      )}
    </li>
  );
}

function DayPeek<Row extends RecordRow, C extends Counted>(props: DayProps<Row, C>) {
  const { by, day, to, phone } = props;
  const t = useWords(viewWords);
  const { rows, pages } = usePart(props, { field: by.key, is: "on", value: day }, { limit: 20 });
  return (
    <div className={styles.peek}>
      {rows.map((row) => {
        const { title, facts, end } = phone(row);
        return (
          <div key={row.id} className={styles.peekRow}>
            <span>
              <RecordLink to={to?.(row)}>{title}</RecordLink>
              <small>{facts}</small>
            </span>
            <span className={styles.end}>{end}</span>
          </div>
        );
      })}
      {pages.hasNextPage && (
        <Button variant="subtle" size="compact-sm" onClick={() => void pages.fetchNextPage()}>
          {t("showMore")}
        </Button>
      )}
    </div>
  );
}

const dayOf = (row: RecordRow, { key, kind }: FieldShown, zone: string): Day => {
  const value = row.values?.[key];
  if (typeof value !== "string") return "";
  return kind === "date" ? value : dayIn(zone, new Date(value));
};

/** Whole weeks from Monday. */
function daysAround(day: Day, span: "month" | "week"): Day[] {
  const first = span === "week" ? day : `${day.slice(0, 8)}01`;
  const last = span === "week" ? day : addDays(monthOn(day, 1), -1);
  const from = addDays(first, -weekdayOf(first));
  const to = addDays(last, 6 - weekdayOf(last));
  const days: Day[] = [];
  for (let at = from; at <= to; at = addDays(at, 1)) days.push(at);
  return days;
}

const weekdayOf = (day: Day): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** The first of the month so many on. */
function monthOn(day: Day, count: number): Day {
  const moment = new Date(`${day.slice(0, 8)}01T00:00:00Z`);
  moment.setUTCMonth(moment.getUTCMonth() + count);
  return moment.toISOString().slice(0, 10);
}

const weekdayText = (day: Day, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );

const monthText = (day: Day, language: string): string =>
  new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
