import { ActionIcon } from "@mantine/core";
import { IconColumns3, IconFilter, IconSearch, IconX } from "@tabler/icons-react";
import { type Ref, useEffect, useRef, useState } from "react";
import { Key } from "../key.tsx";
import { useSingleKeys } from "../keys.ts";
import { Menu } from "../menu.tsx";
import { Popup } from "../popup.tsx";
import { useCalendar } from "../session.tsx";
import type { Url } from "../url-state.ts";
import { useWords } from "../words.ts";
import styles from "./filter-bar.module.css";
import { FilterEditor } from "./filter-editor.tsx";
import { dropped, isOn, keyOf, said } from "./filters.ts";
import { listWords } from "./list.words.ts";
import type { Filter, Slots } from "./types.ts";

type Change = (change: Record<string, string | null>) => void;
type Props = {
  filters: readonly Filter[];
  slots: Slots | undefined;
  search: string | undefined;
  url: Url;
  onChange: Change;
  columns: readonly { key: string; label: string; isShown: boolean }[];
  onColumn: (key: string) => void;
  isAdding: boolean;
  setAdding: (isAdding: boolean) => void;
  searchBox: Ref<HTMLInputElement>;
};

/** Search, the filters in use as chips, one more, and the columns. */
export function FilterBar(props: Props) {
  const { filters, slots = {}, search, url, onChange, columns, onColumn, searchBox } = props;
  const t = useWords(listWords);
  return (
    <search className={styles.bar}>
      {search !== undefined && (
        <SearchBox
          label={search}
          text={url["search"] ?? ""}
          onSearch={(text) => onChange({ search: text })}
          box={searchBox}
        />
      )}
      {filters
        .filter((filter) => isOn(filter, url) && !isDrawn(filter))
        .map((filter) => (
          <Chip key={keyOf(filter)} filter={filter} {...props} />
        ))}
      {slots.filters}
      {slots.ownsFilters !== true && filters.some((filter) => filter.kind !== "given") && (
        <AddFilter {...props} />
      )}
      <span className={styles.grow} />
      {slots.tools}
      {slots.tools === undefined && columns.length > 0 && (
        <Menu
          label={t("chooseColumns")}
          width={200}
          isMany
          items={columns.map(({ key, label, isShown }) => ({
            label,
            chosen: isShown,
            onClick: () => onColumn(key),
          }))}
          button={(opener) => (
            <ActionIcon {...opener} aria-label={t("chooseColumns")} title={t("columns")}>
              <IconColumns3 size={17} stroke={1.6} aria-hidden="true" />
            </ActionIcon>
          )}
        />
      )}
    </search>
  );
}

const isDrawn = (filter: Filter): boolean => filter.kind === "given" && filter.isDrawn === true;

const PAUSE_MS = 200;

type SearchProps = {
  label: string;
  text: string;
  onSearch: (text: string) => void;
  box: Ref<HTMLInputElement>;
};

/** Asks after a short pause in typing, so that a word is one question. */
function SearchBox({ label, text, onSearch, box }: SearchProps) {
  const t = useWords(listWords);
  const [typed, setTyped] = useState(text);
  const [seen, setSeen] = useState(text);
  if (text !== seen) {
    setSeen(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed.trim() === text) return undefined;
    const timer = setTimeout(() => onSearch(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  });
  return (
    <label className={styles.search}>
      <IconSearch size={15} stroke={1.6} aria-hidden="true" />
      <input
        ref={box}
        type="search"
        aria-label={t("search")}
        placeholder={label}
        value={typed}
        autoComplete="off"
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") onSearch(typed.trim());
          if (event.key !== "Escape") return;
          if (typed === "") event.currentTarget.blur();
          setTyped("");
          onSearch("");
        }}
      />
    </label>
  );
}

function Chip({ filter, url, onChange, filters }: Props & { filter: Filter }) {
  const t = useWords(listWords);
  const calendar = useCalendar();
  const anchor = useRef<HTMLSpanElement>(null);
  const [opened, setOpened] = useState<"field" | "value" | null>(null);
  const { operator, value } = said(filter, url, t, calendar);
  const apply: Change = (change) => {
    setOpened(null);
    onChange(change);
  };
  const edit = () => setOpened("value");
  return (
    <span className={styles.chip} ref={anchor}>
      {filter.kind === "given" ? (
        <span className={styles.given}>
          {filter.label} <b>{value}</b>
        </span>
      ) : (
        <>
          <button
            type="button"
            aria-label={t("changeField", { field: filter.label })}
            onClick={() => setOpened("field")}
          >
            {filter.label}
          </button>
          <button
            type="button"
            aria-label={t("changeOperator", { field: filter.label })}
            onClick={edit}
          >
            <b>{operator}</b>
          </button>
          <button
            type="button"
            aria-label={t("changeValue", { field: filter.label, value })}
            onClick={edit}
          >
            <b>{value}</b>
          </button>
        </>
      )}
      <button
        type="button"
        className={styles.drop}
        aria-label={t("removeFilter", { filter: `${filter.label} ${operator} ${value}` })}
        onClick={() => onChange(dropped(filter))}
      >
        <IconX size={14} stroke={1.6} aria-hidden="true" />
      </button>
      {opened !== null && (
        <Popup label={filter.label} anchor={anchor} onClose={() => setOpened(null)}>
          {opened === "field" ? (
            <FieldPicker
              filters={filters.filter((other) => !isOn(other, url))}
              onPick={(change) => apply({ ...dropped(filter), ...change })}
              url={url}
            />
          ) : (
            <FilterEditor filter={filter} url={url} onApply={apply} />
          )}
        </Popup>
      )}
    </span>
  );
}

function AddFilter({ filters, url, onChange, isAdding, setAdding }: Props) {
  const t = useWords(listWords);
  const [hasKeys] = useSingleKeys();
  const anchor = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={styles.add}
        aria-label={t("addFilter")}
        aria-expanded={isAdding}
        onClick={() => setAdding(!isAdding)}
      >
        <IconFilter size={14} stroke={1.6} aria-hidden="true" />
        {t("filter")}
        {hasKeys && <Key of="F" />}
      </button>
      {isAdding && (
        <Popup label={t("addFilter")} anchor={anchor} onClose={() => setAdding(false)}>
          <FieldPicker
            filters={filters.filter((filter) => !isOn(filter, url))}
            url={url}
            onPick={(change) => {
              setAdding(false);
              onChange(change);
            }}
          />
        </Popup>
      )}
    </>
  );
}

type PickerProps = {
  filters: readonly Filter[];
  url: Url;
  onPick: Change;
};

/** First what to filter by, then its value. */
function FieldPicker({ filters, url, onPick }: PickerProps) {
  const [chosen, setChosen] = useState<Filter | null>(null);
  const offered = filters.filter((filter) => filter.kind !== "given");
  if (chosen !== null) return <FilterEditor filter={chosen} url={url} onApply={onPick} />;
  return (
    <div className={styles.fields}>
      {offered.map((filter) => (
        <button key={keyOf(filter)} type="button" onClick={() => setChosen(filter)}>
          {filter.label}
        </button>
      ))}
    </div>
  );
}
