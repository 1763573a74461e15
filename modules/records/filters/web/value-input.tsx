import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { decimalOf, type Minor, readMinor } from "#kernel/money.ts";
import { type Condition, SPANS } from "#kernel/where.ts";
import { DayInput } from "#ui/form/day-input.tsx";
import { countText } from "#ui/numbers.ts";
import { useCompany } from "#ui/session.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import type { RecordTypeName } from "../../types/types.contract.ts";
import type { FieldShown } from "../../types/web/types.client.ts";
import { groupsOf } from "../../views/web/groups.client.ts";
import { FAMILY_OF } from "../filters.contract.ts";
import styles from "./filters.module.css";
import { filterWords } from "./filters.words.ts";

type Value = Condition["value"];
type Props = {
  type: RecordTypeName;
  field: FieldShown;
  is: Condition["is"];
  value: Value;
  onChange: (value: Value) => void;
  members: ReadonlyMap<string, string>;
  /** The caret begins here. */
  isFirst?: boolean;
};

const WITHOUT = new Set<Condition["is"]>(["empty", "not_empty", "is_me", "is_not_me"]);
/** As it is sent, which is not how people write it. */
export const isDay = (value: string): boolean => /^\d{4}-\d\d-\d\d$/.test(value);

export const needsValue = (is: Condition["is"]): boolean => !WITHOUT.has(is);

/** What a field is compared with: one input, two, or a list to tick. */
export function ValueInput(props: Props) {
  const { field, is } = props;
  const t = useWords(filterWords);
  if (!needsValue(is)) return null;
  switch (FAMILY_OF[field.kind]) {
    case "yes_no":
      return (
        <select
          className={styles.select}
          aria-label={t("value")}
          data-autofocus={props.isFirst || undefined}
          value={String(props.value ?? true)}
          onChange={({ currentTarget }) => props.onChange(currentTarget.value === "true")}
        >
          <option value="true">{t("yes")}</option>
          <option value="false">{t("no")}</option>
        </select>
      );
    case "number":
      return is === "between" ? <Pair {...props} of={NumberInput} /> : <NumberInput {...props} />;
    case "time":
      return <TimeInput {...props} />;
    case "many":
    case "one":
    case "member":
      return <Ticks {...props} />;
    default:
      return (
        <input
          className={styles.input}
          aria-label={t("value")}
          data-autofocus={props.isFirst || undefined}
          maxLength={500}
          value={typeof props.value === "string" ? props.value : ""}
          onChange={({ currentTarget }) => props.onChange(currentTarget.value)}
        />
      );
  }
}

function Pair({ of: Input, value, onChange, ...props }: Props & { of: typeof NumberInput }) {
  const [from, to] = Array.isArray(value) ? value : [undefined, undefined];
  const t = useWords(filterWords);
  return (
    <>
      <Input
        {...props}
        value={from}
        onChange={(next) => onChange([next as string, to as string])}
      />
      <Input
        {...props}
        isFirst={false}
        label={t("valueTo")}
        value={to}
        onChange={(next) => onChange([from as string, next as string])}
      />
    </>
  );
}

type One = Props & { label?: string };

function NumberInput({ field, value, onChange, isFirst = false, label }: One) {
  const t = useWords(filterWords);
  const { currency } = useCompany();
  const isMoney = field.kind === "money";
  const shown =
    typeof value === "number"
      ? isMoney
        ? decimalOf(value as Minor, currency)
        : String(value)
      : (value ?? "");
  const read = (text: string): Value => {
    if (isMoney) return readMinor(text, currency) ?? text;
    return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
  };
  return (
    <input
      key={isMoney ? "money" : "number"}
      className={`${styles.input} ${styles.short}`}
      aria-label={label ?? t("value")}
      inputMode="decimal"
      data-autofocus={isFirst || undefined}
      defaultValue={String(shown)}
      onChange={({ currentTarget }) => onChange(read(currentTarget.value))}
    />
  );
}

function TimeInput(props: Props) {
  const { is, value, onChange, isFirst = false } = props;
  const t = useWords(filterWords);
  if (is === "this" || is === "previous")
    return (
      <select
        className={styles.select}
        aria-label={t("value")}
        data-autofocus={isFirst || undefined}
        value={String(value ?? "month")}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      >
        {SPANS.map((span) => (
          <option key={span} value={span}>
            {t(`span.${span}`)}
          </option>
        ))}
      </select>
    );
  if (is === "in_last_days" || is === "in_next_days" || is === "over_days_ago")
    return (
      <>
        <NumberInput {...props} />
        <span className={styles.quiet}>
          {t("days", { count: Number(value) || 2 }).replace(/^\S+ /, "")}
        </span>
      </>
    );
  return is === "between" ? <Pair {...props} of={OneDay} /> : <OneDay {...props} />;
}

/** As people write it. What is no day yet stands as its text, and is not applied. */
function OneDay({ value, onChange, isFirst = false, label }: One) {
  const t = useWords(filterWords);
  return (
    <DayInput
      aria-label={label ?? t("value")}
      placeholder={t("dayHint")}
      data-autofocus={isFirst || undefined}
      value={typeof value === "string" && isDay(value) ? value : null}
      onDay={(day, text) => onChange(day ?? text)}
    />
  );
}

/** Known values to tick, most used first; words that nobody uses yet can be written. */
function Ticks({ type, field, value, onChange, members, isFirst = false }: Props) {
  const t = useWords(filterWords);
  const language = useLanguage();
  const id = useId();
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const isCounted = field.kind === "tags" || field.kind === "country";
  const { data } = useQuery({
    queryKey: ["records.views", "groups", type, field.key],
    queryFn: ({ signal }) => groupsOf({ type, by: field.key }, signal),
    enabled: isCounted,
    staleTime: 60_000,
  });
  const options: { value: string; label: string; count?: number }[] =
    field.kind === "member"
      ? [...members].map(([one, label]) => ({ value: one, label }))
      : isCounted
        ? (data?.groups ?? []).flatMap(({ value: one, count }) =>
            one === null ? [] : [{ value: one, label: one, count }],
          )
        : field.choices.map((choice) => ({ value: choice.value, label: choice.label[language] }));
  const known = new Set(options.map((option) => option.value));
  const own = chosen.filter((one) => !known.has(one));
  const toggle = (one: string) =>
    onChange(chosen.includes(one) ? chosen.filter((each) => each !== one) : [...chosen, one]);
  return (
    <fieldset className={styles.checks} aria-label={t("value")}>
      {options.slice(0, 60).map((option, at) => (
        <label key={option.value} htmlFor={`${id}${at}`}>
          <input
            id={`${id}${at}`}
            type="checkbox"
            data-autofocus={(isFirst && at === 0) || undefined}
            checked={chosen.includes(option.value)}
            onChange={() => toggle(option.value)}
          />
          {option.label}
          {option.count !== undefined && <small>{countText(option.count)}</small>}
        </label>
      ))}
      {isCounted && (
        <input
          className={styles.input}
          aria-label={t("value")}
          placeholder={t(field.kind === "country" ? "codes" : "wordsHint")}
          defaultValue={own.join(", ")}
          onBlur={({ currentTarget }) => {
            const words = currentTarget.value.split(",").map((word) => word.trim());
            const read = words
              .filter((word) => word !== "")
              .map((word) => (field.kind === "country" ? word.toUpperCase() : word));
            onChange([...chosen.filter((one) => known.has(one)), ...read]);
          }}
        />
      )}
    </fieldset>
  );
}
