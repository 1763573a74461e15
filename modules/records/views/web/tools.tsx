import { ActionIcon } from "@mantine/core";
import { IconColumns3, IconGripVertical, IconLayoutKanban } from "@tabler/icons-react";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Column } from "#ui/list/types.ts";
import { chosenIn } from "#ui/list/use-list.ts";
import { Menu, type MenuItem } from "#ui/menu.tsx";
import { Popup } from "#ui/popup.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import type { Catalogue, FieldShown } from "../../types/web/types.client.ts";
import { GROUPED_KINDS } from "../views.contract.ts";
import styles from "./views.module.css";
import { viewWords } from "./views.words.ts";

type Kind = FieldShown["kind"];
const isDay = (kind: Kind) => kind === "date" || kind === "moment";

/** How the rows are shown: as a list, a board or a calendar, together by what, and how dense. */
export function LayoutMenu({ catalogue }: { catalogue: Catalogue }) {
  const t = useWords(viewWords);
  const language = useLanguage();
  const [url, change] = useUrl();
  const kind = url["kind"] ?? "list";
  const fields = catalogue.fields.filter(({ canFilter }) => canFilter);
  const show = (to: string, by: string | null) =>
    change({ kind: to === "list" ? null : to, by, group: null, span: null });
  const of = (to: string, label: "boardBy" | "calendarBy", only: (field: FieldShown) => boolean) =>
    fields.filter(only).map(
      (field): MenuItem => ({
        label: t(label, { field: field.label[language] }),
        chosen: kind === to && url["by"] === field.key,
        onClick: () => show(to, field.key),
      }),
    );
  const groups = fields.filter((field) => GROUPED_KINDS.includes(field.kind));
  const items: MenuItem[] = [
    {
      heading: t("showAs"),
      label: t("list"),
      chosen: kind === "list",
      onClick: () => show("list", null),
    },
    ...of("board", "boardBy", (field) => field.kind === "choice"),
    ...of("calendar", "calendarBy", (field) => isDay(field.kind)),
    ...(kind === "list"
      ? [
          {
            heading: t("rows"),
            label: t("usual"),
            chosen: url["density"] !== "compact",
            onClick: () => change({ density: null }),
          },
          {
            label: t("compact"),
            chosen: url["density"] === "compact",
            onClick: () => change({ density: "compact" }),
          },
          {
            heading: t("groupBy"),
            label: t("noGroups"),
            chosen: url["group"] === undefined,
            onClick: () => change({ group: null }),
          },
          ...groups.map((field): MenuItem => {
            const value = isDay(field.kind) ? `${field.key}:month` : field.key;
            const label = field.label[language];
            return {
              label: isDay(field.kind) ? t("byMonth", { field: label }) : label,
              chosen: url["group"] === value,
              onClick: () => change({ group: value }),
            };
          }),
        ]
      : []),
  ];
  return (
    <Menu
      label={t("layout")}
      items={items}
      width={248}
      button={(opener) => (
        <ActionIcon {...opener} aria-label={t("layout")} title={t("layout")}>
          <IconLayoutKanban size={17} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      )}
    />
  );
}

type ColumnsProps<Row> = { all: readonly Column<Row>[]; shown: readonly Column<Row>[] };

/** Which columns, in which order, how wide. */
export function ColumnPicker<Row>({ all, shown }: ColumnsProps<Row>) {
  const t = useWords(viewWords);
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  return (
    <>
      <ActionIcon
        ref={anchor}
        aria-label={t("chooseColumns")}
        aria-expanded={isOpen}
        title={t("columns")}
        onClick={() => setOpen(!isOpen)}
      >
        <IconColumns3 size={17} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
      {isOpen && (
        <Popup
          label={t("chooseColumns")}
          anchor={anchor}
          align="end"
          width={296}
          onClose={() => setOpen(false)}
        >
          <Chooser all={all} shown={shown} />
        </Popup>
      )}
    </>
  );
}

function Chooser<Row>({ all, shown }: ColumnsProps<Row>) {
  const t = useWords(viewWords);
  const [url, change] = useUrl();
  const [dragged, setDragged] = useState<string | null>(null);
  const widths = chosenIn(url) ?? new Map<string, number | undefined>();
  const keys = shown.map(({ key }) => key);
  const write = (next: readonly string[], of = widths) => {
    const usual = all.filter(({ isExtra }) => isExtra !== true).map(({ key }) => key);
    const isUsual = next.join() === usual.join() && next.every((key) => of.get(key) === undefined);
    const text = next.map((key) => (of.get(key) ? `${key}:${of.get(key)}` : key)).join(",");
    change({ columns: isUsual ? null : text });
  };
  const move = (key: string, to: number) => {
    if (to < 1 || to >= keys.length) return;
    const rest = keys.filter((one) => one !== key);
    write([...rest.slice(0, to), key, ...rest.slice(to)]);
  };
  const walk = (key: string) => (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || step === undefined) return;
    event.preventDefault();
    move(key, keys.indexOf(key) + step);
  };
  const [first] = all;
  const rest = all.filter(({ key }) => !keys.includes(key));
  return (
    <div className={styles.chooser}>
      {[...shown, ...rest].map(({ key, label }) => {
        const isShown = keys.includes(key);
        const isFirst = key === first?.key;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the grip has the keys; dragging is the mouse's way.
          <div
            key={key}
            data-dragged={dragged === key || undefined}
            onDragOver={(event) => event.preventDefault()}
            onDrop={() => {
              if (dragged !== null && isShown) move(dragged, keys.indexOf(key));
              setDragged(null);
            }}
          >
            {isShown && !isFirst ? (
              <button
                type="button"
                draggable
                aria-label={`${label}: ${t("columnHint")}`}
                title={t("columnHint")}
                onDragStart={() => setDragged(key)}
                onKeyDown={walk(key)}
              >
                <IconGripVertical size={14} stroke={1.6} aria-hidden="true" />
              </button>
            ) : (
              <i />
            )}
            <label>
              <input
                type="checkbox"
                checked={isShown}
                disabled={isFirst}
                onChange={() => write(isShown ? keys.filter((one) => one !== key) : [...keys, key])}
              />
              <span>{label}</span>
            </label>
            {isShown && (
              <input
                type="number"
                min={60}
                max={800}
                step={20}
                aria-label={t("widthOf", { column: label })}
                value={widths.get(key) ?? ""}
                onChange={({ currentTarget }) =>
                  write(keys, new Map(widths).set(key, Number(currentTarget.value) || undefined))
                }
              />
            )}
          </div>
        );
      })}
    </div>
  );
}
