import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { decimalOf, type Minor, readMinor } from "#kernel/money.ts";
import styles from "../choices.module.css";
import { Choices } from "../choices.tsx";
import { DayRange } from "../day-range.tsx";
import { currencySign } from "../numbers.ts";
import { useCalendar } from "../session.tsx";
import type { Url } from "../url-state.ts";
import { reasonText } from "../words/reasons.words.ts";
import { useWords } from "../words.ts";
import { spanLabel, spansOf } from "./filters.ts";
import { listWords } from "./list.words.ts";
import type { Filter } from "./types.ts";

type Apply = (change: Record<string, string | null>) => void;
type Props<F extends Filter = Filter> = { filter: F; url: Url; onApply: Apply };

/** Operator and value of one filter. */
export function FilterEditor({ filter, url, onApply }: Props) {
  switch (filter.kind) {
    case "choice":
      return (
        <Choices
          options={filter.options}
          chosen={url[filter.param]}
          onPick={(value) => onApply({ [filter.param]: value })}
        />
      );
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

function Flag({ filter, url, onApply }: Props<Extract<Filter, { kind: "flag" }>>) {
  const t = useWords(listWords);
  const options = [
    { value: "true", label: t("yes") },
    { value: "false", label: t("no") },
  ];
  return (
    <Choices
      options={options}
      chosen={url[filter.param]}
      onPick={(value) => onApply({ [filter.param]: value })}
    />
  );
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
        <input
          data-autofocus
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <Button type="submit">{t("apply")}</Button>
    </form>
  );
}

type RangeFilter = Extract<Filter, { kind: "number" | "money" }>;

function Range({ filter, url, onApply }: Props<RangeFilter>) {
  const t = useWords(listWords);
  const show = (text: string | undefined) =>
    text === undefined
      ? ""
      : filter.kind === "money"
        ? decimalOf(Number(text) as Minor, filter.currency)
        : text;
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
        <input
          data-autofocus
          inputMode="decimal"
          aria-invalid={isWrong || undefined}
          value={min}
          onChange={({ currentTarget }) => setMin(currentTarget.value)}
        />
      </label>
      <label>
        <span>
          {t("atMost")}
          {unit}
        </span>
        <input
          inputMode="decimal"
          aria-invalid={isWrong || undefined}
          value={max}
          onChange={({ currentTarget }) => setMax(currentTarget.value)}
        />
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
  const { today } = useCalendar();
  const from = url[filter.from] ?? null;
  const to = url[filter.to] ?? null;
  const spans = spansOf(today);
  return (
    <>
      <Choices
        options={spans.map(({ name }) => ({ value: name, label: spanLabel(name, t) }))}
        chosen={spans.find((span) => span.from === from && span.to === to)?.name}
        onPick={(name) => {
          const span = spans.find((each) => each.name === name);
          if (span !== undefined) onApply({ [filter.from]: span.from, [filter.to]: span.to });
        }}
      />
      <DayRange
        from={from}
        to={to}
        onApply={(range) => onApply({ [filter.from]: range.from, [filter.to]: range.to })}
      />
    </>
  );
}
