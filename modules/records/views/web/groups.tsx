import { Button } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { addDays } from "#kernel/day.ts";
import type { Where } from "#kernel/where.ts";
import { Bones } from "#ui/bones.tsx";
import { rangeText } from "#ui/dates.ts";
import type { Column, Counted } from "#ui/list/types.ts";
import { columnsOf } from "#ui/list/use-list.ts";
import { countText } from "#ui/numbers.ts";
import { useCalendar } from "#ui/session.tsx";
import { Table } from "#ui/table.tsx";
import { useUrl } from "#ui/url-state.ts";
import { common } from "#ui/words/common.words.ts";
import { useWords } from "#ui/words.ts";
import type { FieldShown } from "../../types/web/types.client.ts";
import { Bucket } from "../views.contract.ts";
import { usePart } from "./cards.tsx";
import { groupsOf } from "./groups.client.ts";
import { RecordLink } from "./record-link.tsx";
import type { Pieces, RecordRow } from "./record-list.tsx";
import styles from "./views.module.css";
import { viewWords } from "./views.words.ts";

type Props<Row extends RecordRow, C extends Counted> = Pieces<Row, C> & {
  by: FieldShown;
  bucket: string | undefined;
};

/** Rows put together by what they have in common, each group with its count, open or folded. */
export function Groups<Row extends RecordRow, C extends Counted>(props: Props<Row, C>) {
  const { type, topic, by } = props;
  const [url] = useUrl();
  const bucket = Bucket.options.find((one) => one === props.bucket) ?? "month";
  const asked = {
    type,
    by: by.key,
    bucket,
    ...(url["where"] === undefined ? {} : { where: url["where"] }),
  };
  const { data } = useQuery({
    queryKey: [topic, "groups", asked],
    queryFn: ({ signal }) => groupsOf(asked, signal),
  });
  if (data === undefined) return <Bones as="list" />;
  return (
    <div className={styles.groups}>
      {data.groups.map(({ value }, at) => (
        <OneGroup key={value ?? ""} {...props} value={value} span={bucket} isFirst={at === 0} />
      ))}
    </div>
  );
}

type GroupProps<Row extends RecordRow, C extends Counted> = Props<Row, C> & {
  value: string | null;
  span: (typeof Bucket.options)[number];
  isFirst: boolean;
};

function OneGroup<Row extends RecordRow, C extends Counted>(props: GroupProps<Row, C>) {
  const { by, value, span, columns, to, isFirst, sums } = props;
  const t = useWords(viewWords);
  const [url] = useUrl();
  const [isOpen, setOpen] = useState(isFirst);
  const shown = columnsOf(columns, url);
  const fields = shown.flatMap(({ field }) => (field === undefined ? [] : [field])).join(",");
  const { rows, pages, counted } = usePart(props, conditionOf(by, value, span), {
    limit: 50,
    isOpen,
    ...(fields === "" ? {} : { fields }),
  });
  const label = useLabel(props);
  return (
    <section className={styles.group}>
      <h2>
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <IconChevronRight size={15} stroke={1.8} aria-hidden="true" />
          {label}
          <span>{counted === undefined ? "" : countText(counted.count)}</span>
        </button>
        {isOpen && counted !== undefined && <small>{sums?.(counted)}</small>}
      </h2>
      {isOpen && (
        <>
          {pages.isPending ? (
            <Bones as="text" />
          ) : (
            <Table
              label={label}
              rows={rows}
              keyOf={({ id }) => id}
              columns={
                shown.map((column, at) => ({
                  label: column.label,
                  ...(kindOf(column) === undefined ? {} : { kind: kindOf(column) }),
                  cell: (row: Row) =>
                    at === 0 ? (
                      <RecordLink to={to?.(row)}>{column.cell(row)}</RecordLink>
                    ) : (
                      column.cell(row)
                    ),
                })) as never
              }
            />
          )}
          {pages.hasNextPage && (
            <Button variant="subtle" size="compact-sm" onClick={() => void pages.fetchNextPage()}>
              {t("showMore")}
            </Button>
          )}
        </>
      )}
    </section>
  );
}

const kindOf = <Row,>({ kind }: Column<Row>) =>
  kind === "name" || kind === "number" ? kind : kind === undefined ? undefined : "quiet";

const isTime = ({ kind }: FieldShown) => kind === "date" || kind === "moment";

function useLabel<Row extends RecordRow, C extends Counted>({
  by,
  value,
  span,
  members,
}: GroupProps<Row, C>): string {
  const t = useWords(viewWords);
  const said = useWords(common);
  const calendar = useCalendar();
  if (value === null) return t("none");
  if (isTime(by)) return rangeText(value, lastOf(value, span), calendar);
  if (by.kind === "yes_no") return said(value === "true" ? "yes" : "no");
  const choice = by.choices.find((one) => one.value === value);
  return choice?.label[calendar.language] ?? members.get(value) ?? value;
}

function lastOf(day: string, span: (typeof Bucket.options)[number]): string {
  if (span === "day") return day;
  if (span === "week") return addDays(day, 6);
  const months = { month: 1, quarter: 3, year: 12 }[span];
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + months);
  return addDays(next.toISOString().slice(0, 10), -1);
}

function conditionOf(
  by: FieldShown,
  value: string | null,
  span: (typeof Bucket.options)[number],
): Where {
  const { key: field } = by;
  if (value === null) return { field, is: "empty" };
  if (isTime(by)) return { field, is: "between", value: [value, lastOf(value, span)] };
  if (by.kind === "yes_no") return { field, is: "is", value: value === "true" };
  return by.kind === "text" ? { field, is: "is", value } : { field, is: "any_of", value: [value] };
}
