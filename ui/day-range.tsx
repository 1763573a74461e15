import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Day } from "#kernel/day.ts";
import styles from "./choices.module.css";
import { dateText, readDay } from "./dates.ts";
import { useCalendar } from "./session.tsx";
import { reasonText } from "./words/reasons.words.ts";
import { useWords, words } from "./words.ts";

const rangeWords = words("day-range", {
  en: { from: "From", until: "Until", apply: "Apply" },
  ms: { from: "Dari", until: "Hingga", apply: "Guna" },
});

type Range = { from: Day | null; to: Day | null };

/** Two days, as they are typed. */
export function DayRange({ from, to, onApply }: Range & { onApply: (range: Range) => void }) {
  const t = useWords(rangeWords);
  const calendar = useCalendar();
  const show = (day: Day | null) => (day === null ? "" : dateText(day, calendar));
  const [first, setFirst] = useState(show(from));
  const [last, setLast] = useState(show(to));
  const [isWrong, setWrong] = useState(false);
  const read = (text: string) =>
    text.trim() === "" ? null : (readDay(text, calendar.today) ?? undefined);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const range = { from: read(first), to: read(last) };
    if (range.from === undefined || range.to === undefined) setWrong(true);
    else onApply({ from: range.from, to: range.to });
  };
  const fields = [
    { label: t("from"), value: first, set: setFirst, hint: `${calendar.today.slice(0, 8)}01` },
    { label: t("until"), value: last, set: setLast, hint: calendar.today },
  ];
  return (
    <form className={styles.form} onSubmit={send} data-after>
      <div className={styles.two}>
        {fields.map(({ label, value, set, hint }) => (
          <label key={label}>
            <span>{label}</span>
            <input
              value={value}
              placeholder={dateText(hint, calendar)}
              autoComplete="off"
              aria-invalid={isWrong || undefined}
              onChange={({ currentTarget }) => set(currentTarget.value)}
            />
          </label>
        ))}
      </div>
      {isWrong && (
        <p className={styles.wrong} role="alert">
          {reasonText("field.not_a_day")}
        </p>
      )}
      <Button type="submit">{t("apply")}</Button>
    </form>
  );
}
