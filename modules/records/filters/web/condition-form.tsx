import { Button } from "@mantine/core";
import { type FormEvent, useLayoutEffect, useRef, useState } from "react";
import type { Condition, Operator } from "#kernel/where.ts";
import { reasonText } from "#ui/words/reasons.words.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import type { RecordTypeName } from "../../types/types.contract.ts";
import type { Catalogue, FieldShown } from "../../types/web/types.client.ts";
import { FAMILY_OF, OPERATORS_OF } from "../filters.contract.ts";
import styles from "./filters.module.css";
import { filterWords } from "./filters.words.ts";
import { isDay, needsValue, ValueInput } from "./value-input.tsx";

export const operatorsOf = (field: FieldShown): readonly Operator[] => {
  const all = OPERATORS_OF[FAMILY_OF[field.kind]];
  return field.kind === "reference"
    ? all.filter((is) => is === "empty" || is === "not_empty")
    : all;
};

/** A condition on a field as it begins: its usual comparison, and a value where one is obvious. */
export function conditionOn(field: FieldShown, is = operatorsOf(field)[0] ?? "is"): Condition {
  const value = startOf(field, is);
  return { field: field.key, is, ...(value === undefined ? {} : { value }) };
}

function startOf(field: FieldShown, is: Operator): Condition["value"] {
  if (field.kind === "yes_no") return true;
  if (is === "this" || is === "previous") return "month";
  if (is === "in_last_days" || is === "in_next_days" || is === "over_days_ago") return 30;
  return undefined;
}

/** Null when the value is there and can be read. */
export function whyNotYet({ is, value }: Condition, field: FieldShown): string | null {
  if (!needsValue(is)) return null;
  const values = is === "between" && Array.isArray(value) ? value : [value];
  if (is === "between" && values.length !== 2) return "field.required";
  const family = FAMILY_OF[field.kind];
  const isCount = family === "number" || is.endsWith("_days") || is === "over_days_ago";
  if (isCount) return values.every((one) => typeof one === "number") ? null : "field.not_a_number";
  if (Array.isArray(value) && value.length === 0) return "field.required";
  const isSpan = is === "this" || is === "previous";
  if (family === "time" && !isSpan && values.some((one) => one && !isDay(String(one))))
    return "field.not_a_day";
  return values.every((one) => one !== undefined && one !== "") ? null : "field.required";
}

type Part = "field" | "operator" | "value";
type Props = {
  type: RecordTypeName;
  catalogue: Catalogue;
  of: Condition;
  onChange: (condition: Condition) => void;
  members: ReadonlyMap<string, string>;
  /** Where the caret begins. */
  first?: Part;
};

/** Field, comparison and value, side by side or one under the other. */
export function ConditionInputs({ type, catalogue, of, onChange, members, first }: Props) {
  const t = useWords(filterWords);
  const language = useLanguage();
  const offered = catalogue.fields.filter(({ canFilter }) => canFilter);
  const field = offered.find(({ key }) => key === of.field);
  const setField = (key: string) => {
    const next = offered.find((one) => one.key === key);
    if (next !== undefined) onChange(conditionOn(next));
  };
  const setOperator = (is: Operator) => {
    if (field === undefined) return;
    const isAlike = (of.is === "between") === (is === "between") && needsValue(is);
    const begun = conditionOn(field, is);
    const value = begun.value ?? (isAlike ? of.value : undefined);
    onChange({ field: of.field, is, ...(value === undefined ? {} : { value }) });
  };
  return (
    <>
      <select
        className={styles.select}
        aria-label={t("field")}
        data-autofocus={first === "field" || undefined}
        value={of.field}
        onChange={({ currentTarget }) => setField(currentTarget.value)}
      >
        {field === undefined && <option value={of.field}>{of.field}</option>}
        {offered.map(({ key, label }) => (
          <option key={key} value={key}>
            {label[language]}
          </option>
        ))}
      </select>
      {field !== undefined && (
        <>
          <select
            className={styles.select}
            aria-label={t("operator")}
            data-autofocus={first === "operator" || undefined}
            value={of.is}
            onChange={({ currentTarget }) => setOperator(currentTarget.value as Operator)}
          >
            {operatorsOf(field).map((is) => (
              <option key={is} value={is}>
                {t(`is.${is}`)}
              </option>
            ))}
          </select>
          <ValueInput
            key={`${of.field} ${of.is}`}
            type={type}
            field={field}
            is={of.is}
            value={of.value}
            members={members}
            isFirst={first === "value"}
            onChange={(value) =>
              onChange({ field: of.field, is: of.is, ...(value === undefined ? {} : { value }) })
            }
          />
        </>
      )}
    </>
  );
}

type FormProps = Omit<Props, "onChange"> & { onApply: (condition: Condition) => void };

/** One condition in a small surface, applied with Enter. */
export function ConditionForm({ onApply, of, ...props }: FormProps) {
  const t = useWords(filterWords);
  const [condition, setCondition] = useState(of);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus({ preventScroll: true });
  }, []);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const field = props.catalogue.fields.find(({ key }) => key === condition.field);
    const why = field === undefined ? "field.required" : whyNotYet(condition, field);
    setProblem(why);
    if (why === null) onApply(condition);
  };
  return (
    <form ref={form} className={styles.form} onSubmit={send}>
      <ConditionInputs {...props} of={condition} onChange={setCondition} />
      {problem !== null && (
        <p className={styles.wrong} role="alert">
          {reasonText(problem)}
        </p>
      )}
      <Button type="submit">{t("apply")}</Button>
    </form>
  );
}
