import { lazy, type ReactNode, Suspense } from "react";
import { useColleagues } from "#modules/companies/roles/web/colleagues.ts";
import { Bones } from "#ui/bones.tsx";
import { ListPage, type ListPageProps } from "#ui/list/list-page.tsx";
import type { Column, Counted, Filter, View } from "#ui/list/types.ts";
import { columnsOf } from "#ui/list/use-list.ts";
import { useUrl } from "#ui/url-state.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import { BulkNote } from "../../bulk/web/bulk-note.tsx";
import { useBulk } from "../../bulk/web/use-bulk.tsx";
import { WhereBar } from "../../filters/web/where-bar.tsx";
import type { RecordTypeName } from "../../types/types.contract.ts";
import { type Catalogue, type FieldShown, useCatalogue } from "../../types/web/types.client.ts";
import { type Names, ValueCell } from "../../types/web/value-cell.tsx";
import { whereIn } from "./state.ts";
import { ColumnPicker, LayoutMenu } from "./tools.tsx";
import { ViewTabs } from "./view-tabs.tsx";
import { viewWords } from "./views.words.ts";

const Board = lazy(() =>
  import("./board.tsx").then((file) => ({ default: file.Board })),
) as unknown as typeof import("./board.tsx").Board;
const Calendar = lazy(() =>
  import("./calendar.tsx").then((file) => ({ default: file.Calendar })),
) as unknown as typeof import("./calendar.tsx").Calendar;
const Groups = lazy(() =>
  import("./groups.tsx").then((file) => ({ default: file.Groups })),
) as unknown as typeof import("./groups.tsx").Groups;

/** Rows of a record type: what was asked for beside the list's own columns. */
export type RecordRow = {
  id: string;
  values?: Record<string, unknown> | undefined;
  currency?: string | null;
};
/** Changes a record by the names its contract has; answers how to take it back. */
export type ChangeRecord = (id: string, change: Record<string, unknown>) => Promise<unknown>;

export type RecordListProps<Row extends RecordRow, C extends Counted> = Omit<
  ListPageProps<Row, C>,
  "views" | "tabs" | "slots" | "idOf"
> & {
  type: RecordTypeName;
  views: readonly View[];
  change?: ChangeRecord;
};

/** A page that is a list of records: any field in filters and columns, saved views, as a list, a board or a calendar. */
export function RecordList<Row extends RecordRow, C extends Counted>({
  type,
  views,
  change: changeRecord,
  ...list
}: RecordListProps<Row, C>) {
  const t = useWords(viewWords);
  const language = useLanguage();
  const [url, change] = useUrl();
  const catalogue = useCatalogue(type);
  const members: Names = new Map(useColleagues().map(({ id, name }) => [id, name]));
  const where = whereIn(url);
  const filters: Filter[] = [
    ...(list.filters ?? []),
    { kind: "given", label: t("views"), param: "where", isDrawn: true, show: () => "" },
  ];
  const columns = [
    ...list.columns,
    ...catalogue.fields
      .filter(({ key }) => list.columns.every((column) => column.key !== key))
      .map((field) => columnOf<Row>(type, field, language, members)),
  ];
  const shown = columnsOf(columns, url);
  const bulk = useBulk({ type, catalogue, noun: list.noun });
  const common = { ...list, idOf: ({ id }: Row) => id, filters, columns };
  return (
    <>
      <ListPage<Row, C>
        {...common}
        bulk={[...(list.bulk ?? []), ...bulk.verbs]}
        note={
          <>
            {list.note}
            <BulkNote type={type} topic={list.topic} noun={list.noun.many} />
          </>
        }
        tabs={
          <ViewTabs
            type={type}
            path={list.path}
            topic={list.topic}
            builtIn={views}
            filters={filters}
            count={list.count}
          />
        }
        slots={{
          ownsFilters: true,
          filters: (
            <WhereBar
              type={type}
              catalogue={catalogue}
              where={where}
              members={members}
              onChange={(next) => change({ where: next === null ? null : JSON.stringify(next) })}
            />
          ),
          tools: (
            <>
              <LayoutMenu catalogue={catalogue} />
              <ColumnPicker all={columns} shown={shown} />
            </>
          ),
          ...insteadOf({ ...common, type, catalogue, members, change: changeRecord }, url),
        }}
      />
      {bulk.dialog}
    </>
  );
}

/** What a board, a calendar and groups are made of. */
export type Pieces<Row extends RecordRow, C extends Counted> = Omit<
  ListPageProps<Row, C>,
  "views" | "tabs" | "slots"
> & {
  type: RecordTypeName;
  catalogue: Catalogue;
  members: Names;
  change: ChangeRecord | undefined;
};

function insteadOf<Row extends RecordRow, C extends Counted>(
  pieces: Pieces<Row, C>,
  url: Readonly<Record<string, string>>,
): { instead?: ReactNode } {
  const by = pieces.catalogue.fields.find(({ key }) => key === url["by"]);
  const [group = "", bucket] = (url["group"] ?? "").split(":");
  const grouped = pieces.catalogue.fields.find(({ key }) => key === group);
  const kind = url["kind"];
  const inside = () => {
    if (kind === "board" && by !== undefined) return <Board {...pieces} by={by} />;
    if (kind === "calendar" && by !== undefined) return <Calendar {...pieces} by={by} />;
    if (grouped !== undefined) return <Groups {...pieces} by={grouped} bucket={bucket} />;
    return null;
  };
  const part = inside();
  return part === null
    ? {}
    : { instead: <Suspense fallback={<Bones as="list" />}>{part}</Suspense> };
}

const KINDS: Partial<Record<FieldShown["kind"], Column<never>["kind"]>> = {
  number: "number",
  money: "number",
  date: "date",
  moment: "date",
};

/** The lists that can go by a field of the company's own. */
const sortsBy = (type: RecordTypeName, { isCustom, canSort }: FieldShown): boolean =>
  type === "customer" && isCustom && canSort;

function columnOf<Row extends RecordRow>(
  type: RecordTypeName,
  field: FieldShown,
  language: "en" | "ms",
  members: Names,
): Column<Row> {
  return {
    key: field.key,
    label: field.label[language],
    kind: KINDS[field.kind] ?? "facts",
    isExtra: true,
    field: field.key,
    ...(sortsBy(type, field)
      ? { sort: { up: field.key, down: `-${field.key}`, first: "down" as const } }
      : {}),
    cell: (row) => (
      <ValueCell
        field={field}
        value={row.values?.[field.key]}
        currency={row.currency ?? null}
        members={members}
      />
    ),
  };
}
