import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { decimalOf, type Minor, readMinor } from "#kernel/money.ts";
import { dateText, readDay } from "../dates.ts";
import { currencySign } from "../numbers.ts";
import { useCalendar } from "../session.tsx";
import type { Url } from "../url-state.ts";
import { useWords } from "../words.ts";
import { reasonText } from "../words/reasons.words.ts";
import styles from "./filter-editor.module.css";
import { type SpanName, spansOf, spanText } from "./filters.ts";
import { listWords } from "./list.words.ts";
import type { Filter } from "./types.ts";

type Apply = (change: Record<string, string | null>) => void;
type Props<F extends Filter = Filter> = { filter: F; url: Url; onApply: Apply };

/** Operator and value of one filter. */
export function FilterEditor({ filter, url, onApply }: Props) {
  switch (filter.kind) {
    case "choice":
      return <Choices options={filter.options} chosen={url[filter.param]} onPick={(value) => onApply({ [filter.param]: value })} />;
    case "flag":
      return <Flag filter={filter} url={url} onApply={onApply} />;
    case "text":
      return <Text filter={filter} url={url} onApply={onApply} />;
    case "number":
    case "money":
      return <Range filter={filter} url={url} onApply={onApply} />;
    case "days":
      return <Days filter={filter} url={url} onApply={onApply} />;
    case "given":
      return null;
  }
}

type ChoicesProps = {
  options: readonly { value: string; label: string }[];
  chosen: string | undefined;
  onPick: (value: string) => void;
};

function Choices({ options, chosen, onPick }: ChoicesProps) {
  return (
    <div className={styles.choices}>
      {options.map(({ value, label }) => (
        <button key={value} type="button" aria-pressed={value === chosen} onClick={() => onPick(value)}>
          <span>{label}</span>
          {value === chosen && <IconCheck size={15} stroke={2} aria-hidden="true" />}
        </button>
      ))}
    </div>
  );
}

function Flag({ filter, url, onApply }: Props<Extract<Filter, { kind: "flag" }>>) {
  const t = useWords(listWords);
  const options = [
    { value: "true", label: t("yes") },
    { value: "false", label: t("no") },
  ];
  return <Choices options={options} chosen={url[filter.param]} onPick={(value) => onApply({ [filter.param]: value })} />;
}

function Text({ filter, url, onApply }: Props<Extract<Filter, { kind: "text" }>>) {
  const t = useWords(listWords);
  const [text, setText] = useState(url[filter.param] ?? "");
  const send = (event: FormEvent) => {
    event.preventDefault();
    onApply({ [filter.param]: text.trim() });
  };
  return (
    <form className={styles.form} onSubmit={send}>
      <label>
        <span>
          {filter.label} {t("is")}
        </span>
        <input data-autofocus value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
      </label>
      <Button type="submit">{t("apply")}</Button>
    </form>
  );
}

type RangeFilter = Extract<Filter, { kind: "number" | "money" }>;

function Range({ filter, url, onApply }: Props<RangeFilter>) {
  const t = useWords(listWords);
  const show = (text: string | undefined) =>
    text === undefined ? "" : filter.kind === "money" ? decimalOf(Number(text) as Minor, filter.currency) : text;
  const [min, setMin] = useState(show(url[filter.min]));
  const [max, setMax] = useState(show(url[filter.max]));
  const [isWrong, setWrong] = useState(false);
  const read = (text: string): string | null | undefined => {
    if (text.trim() === "") return null;
    if (filter.kind === "money") return readMinor(text, filter.currency)?.toString();
    return /^\d+$/.test(text.trim()) ? text.trim() : undefined;
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    const from = read(min);
    const to = read(max);
    if (from === undefined || to === undefined) return setWrong(true);
    onApply({ [filter.min]: from, [filter.max]: to });
  };
  const unit = filter.kind === "money" ? `, ${currencySign(filter.currency)}` : "";
  return (
    <form className={styles.form} onSubmit={send}>
      <label>
        <span>
          {t("atLeast")}
          {unit}
        </span>
        <input data-autofocus inputMode="decimal" aria-invalid={isWrong || undefined} value={min} onChange={({ currentTarget }) => setMin(currentTarget.value)} />
      </label>
      <label>
        <span>
          {t("atMost")}
          {unit}
        </span>
        <input inputMode="decimal" aria-invalid={isWrong || undefined} value={max} onChange={({ currentTarget }) => setMax(currentTarget.value)} />
      </label>
      {isWrong && (
        <p className={styles.wrong} role="alert">
          {reasonText(filter.kind === "money" ? "field.not_an_amount" : "field.not_a_number")}
        </p>
      )}
      <Button type="submit">{t("apply")}</Button>
    </form>
  );
}

function Days({ filter, url, onApply }: Props<Extract<Filter, { kind: "days" }>>) {
  const t = useWords(listWords);
  const calendar = useCalendar();
  const show = (day: string | undefined) => (day === undefined ? "" : dateText(day, calendar));
  const [from, setFrom] = useState(show(url[filter.from]));
  const [to, setTo] = useState(show(url[filter.to]));
  const [isWrong, setWrong] = useState(false);
  const spans = spansOf(calendar.today);
  const chosen = spans.find((span) => span.from === url[filter.from] && span.to === url[filter.to]);
  const pick = (name: string) => {
    const span = spans.find((each) => each.name === name);
    if (span !== undefined) onApply({ [filter.from]: span.from, [filter.to]: span.to });
  };
  const read = (text: string) => (text.trim() === "" ? null : (readDay(text, calendar.today) ?? undefined));
  const send = (event: FormEvent) => {
    event.preventDefault();
    const first = read(from);
    const last = read(to);
    if (first === undefined || last === undefined) return setWrong(true);
    onApply({ [filter.from]: first, [filter.to]: last });
  };
  return (
    <>
      <Choices
        options={spans.map(({ name }) => ({ value: name, label: spanText(name as SpanName, t) }))}
        chosen={chosen?.name}
        onPick={pick}
      />
      <form className={styles.form} onSubmit={send} data-after>
        <div className={styles.two}>
          <label>
            <span>{t("from")}</span>
            <input placeholder={dateText(`${calendar.today.slice(0, 8)}01`, calendar)} aria-invalid={isWrong || undefined} value={from} onChange={({ currentTarget }) => setFrom(currentTarget.value)} />
          </label>
          <label>
            <span>{t("until")}</span>
            <input placeholder={dateText(calendar.today, calendar)} aria-invalid={isWrong || undefined} value={to} onChange={({ currentTarget }) => setTo(currentTarget.value)} />
          </label>
        </div>
        {isWrong && (
          <p className={styles.wrong} role="alert">
            {reasonText("field.not_a_day")}
          </p>
        )}
        <Button type="submit">{t("apply")}</Button>
      </form>
    </>
  );
}
