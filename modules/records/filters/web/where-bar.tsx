import { IconFilter, IconX } from "@tabler/icons-react";
import { lazy, Suspense, useRef, useState } from "react";
import { isCondition, partsIn, type Where } from "#kernel/where.ts";
import { Key } from "#ui/key.tsx";
import { useKeys, useSingleKeys } from "#ui/keys.ts";
import bar from "#ui/list/filter-bar.module.css";
import { Popup } from "#ui/popup.tsx";
import { useCalendar, useCompany } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import type { RecordTypeName } from "../../types/types.contract.ts";
import type { Catalogue, FieldShown } from "../../types/web/types.client.ts";
import { ConditionForm, conditionOn } from "./condition-form.tsx";
import styles from "./filters.module.css";
import { filterWords } from "./filters.words.ts";
import { lineOf, type Speaker, saidOf } from "./said.ts";

const WhereDialog = lazy(() =>
  import("./where-dialog.tsx").then((file) => ({ default: file.WhereDialog })),
);

type Props = {
  type: RecordTypeName;
  catalogue: Catalogue;
  where: Where | null;
  onChange: (where: Where | null) => void;
  members: ReadonlyMap<string, string>;
};

/** The filter as chips, each part its own button; one more with F; all of it, nested, in a dialog. */
export function WhereBar(props: Props) {
  const { where, onChange, catalogue, members } = props;
  const t = useWords(filterWords);
  const calendar = useCalendar();
  const { currency } = useCompany();
  const [hasKeys] = useSingleKeys();
  const [isAdding, setAdding] = useState(false);
  const [isNested, setNested] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  useKeys(
    {
      f: (event) => {
        event.preventDefault();
        setAdding(true);
      },
    },
    { isFirst: true },
  );
  const by: Speaker = { t, calendar, currency, members };
  const parts = topOf(where);
  const put = (next: readonly Where[]) => onChange(next.length === 0 ? null : { all: [...next] });
  return (
    <>
      {parts.map((part, at) => (
        <Chip
          // biome-ignore lint/suspicious/noArrayIndexKey: the same condition may stand twice.
          key={`${at} ${JSON.stringify(part)}`}
          {...props}
          part={part}
          by={by}
          onPart={(next) => put(parts.map((one, place) => (place === at ? next : one)))}
          onDrop={() => put(parts.filter((_, place) => place !== at))}
          onNested={() => setNested(true)}
        />
      ))}
      <button
        ref={anchor}
        type="button"
        className={bar.add}
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
          <Adding
            {...props}
            onNested={() => {
              setAdding(false);
              setNested(true);
            }}
            onApply={(part) => {
              setAdding(false);
              put([...parts, part]);
            }}
          />
        </Popup>
      )}
      <Suspense>
        {isNested && (
          <WhereDialog
            type={props.type}
            catalogue={catalogue}
            members={members}
            where={where}
            onClose={() => setNested(false)}
            onApply={(next) => {
              setNested(false);
              onChange(next);
            }}
          />
        )}
      </Suspense>
    </>
  );
}

const topOf = (where: Where | null): readonly Where[] => {
  if (where === null) return [];
  return "all" in where ? partsIn(where) : [where];
};

type ChipProps = Props & {
  part: Where;
  by: Speaker;
  onPart: (part: Where) => void;
  onDrop: () => void;
  onNested: () => void;
};

function Chip({ part, by, catalogue, type, members, onPart, onDrop, onNested }: ChipProps) {
  const t = useWords(filterWords);
  const anchor = useRef<HTMLSpanElement>(null);
  const [opened, setOpened] = useState<"field" | "operator" | "value" | null>(null);
  const line = lineOf(part, catalogue, by);
  const field = isCondition(part)
    ? catalogue.fields.find(({ key }) => key === part.field)
    : undefined;
  const said = isCondition(part) ? saidOf(part, field, by) : null;
  return (
    <span className={bar.chip} ref={anchor}>
      {said === null ? (
        <button type="button" aria-label={t("changeGroup", { line })} onClick={onNested}>
          <b>{line}</b>
        </button>
      ) : (
        <>
          <button
            type="button"
            aria-label={t("changeField", { field: said.field })}
            onClick={() => setOpened("field")}
          >
            {said.field}
          </button>
          <button
            type="button"
            aria-label={t("changeOperator", { field: said.field })}
            onClick={() => setOpened("operator")}
          >
            <b>{said.operator}</b>
          </button>
          {said.value !== "" && (
            <button
              type="button"
              aria-label={t("changeValue", { field: said.field, value: said.value })}
              onClick={() => setOpened("value")}
            >
              <b>{said.value.length > 40 ? `${said.value.slice(0, 38)}…` : said.value}</b>
            </button>
          )}
        </>
      )}
      <button
        type="button"
        className={bar.drop}
        aria-label={t("remove", { line })}
        onClick={onDrop}
      >
        <IconX size={14} stroke={1.6} aria-hidden="true" />
      </button>
      {opened !== null && isCondition(part) && (
        <Popup label={said?.field ?? line} anchor={anchor} onClose={() => setOpened(null)}>
          <ConditionForm
            type={type}
            catalogue={catalogue}
            of={part}
            members={members}
            first={opened}
            onApply={(next) => {
              setOpened(null);
              onPart(next);
            }}
          />
        </Popup>
      )}
    </span>
  );
}

type AddingProps = Props & { onApply: (part: Where) => void; onNested: () => void };

/** First the field, then what it is compared with. */
function Adding({ type, catalogue, members, onApply, onNested }: AddingProps) {
  const t = useWords(filterWords);
  const calendar = useCalendar();
  const [typed, setTyped] = useState("");
  const [clicked, setClicked] = useState<FieldShown | null>(null);
  const [isEntered, setEntered] = useState(false);
  const offered = catalogue.fields.filter(
    ({ canFilter, label }) =>
      canFilter && label[calendar.language].toLowerCase().includes(typed.trim().toLowerCase()),
  );
  // Who types faster than the fields arrive has chosen all the same.
  const chosen = clicked ?? (isEntered ? offered[0] : undefined);
  if (chosen !== undefined)
    return (
      <ConditionForm
        type={type}
        catalogue={catalogue}
        of={conditionOn(chosen)}
        members={members}
        first="value"
        onApply={onApply}
      />
    );
  return (
    <div className={styles.fields}>
      <input
        className={styles.input}
        type="search"
        data-autofocus
        aria-label={t("searchField")}
        placeholder={t("searchField")}
        value={typed}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setEntered(false);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          setEntered(true);
        }}
      />
      {offered.map((field) => (
        <button key={field.key} type="button" onClick={() => setClicked(field)}>
          {field.label[calendar.language]}
        </button>
      ))}
      <hr />
      <button type="button" onClick={onNested}>
        {t("nested")}
      </button>
    </div>
  );
}
