import { ActionIcon, TextInput, type TextInputProps } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { useRef, useState } from "react";
import type { Day } from "#kernel/day.ts";
import { dateText, readDay } from "../dates.ts";
import { useCalendar } from "../session.tsx";
import { common } from "../words/common.words.ts";
import { reasonText } from "../words/reasons.words.ts";
import { useWords } from "../words.ts";
import styles from "./form.module.css";
import { useTyped } from "./money-field.tsx";

type Props = Omit<TextInputProps, "value" | "onChange" | "rightSection"> & {
  value: Day | null;
  /** Of what is no day, or not yet, the text and null. */
  onDay: (day: Day | null, text: string) => void;
};

/** A day as people write it, "3 Nov"; the browser's own calendar beside it. */
export function DayInput({ value, onDay, ...rest }: Props) {
  const t = useWords(common);
  const calendar = useCalendar();
  const native = useRef<HTMLInputElement>(null);
  const [typed, type] = useTyped(value, (day) =>
    typeof day === "string" ? dateText(day, calendar) : "",
  );
  const change = (text: string) => {
    const day = text.trim() === "" ? null : readDay(text, calendar.today);
    type(text, day);
    onDay(day, text);
  };
  return (
    <TextInput
      {...rest}
      autoComplete="off"
      value={typed}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      rightSection={
        <>
          <ActionIcon
            size={28}
            aria-label={t("pickDay")}
            onClick={() => native.current?.showPicker()}
          >
            <IconCalendar size={16} stroke={1.6} aria-hidden="true" />
          </ActionIcon>
          <input
            ref={native}
            type="date"
            className={styles.native}
            tabIndex={-1}
            aria-hidden="true"
            value={value ?? ""}
            onChange={({ currentTarget }) => onDay(currentTarget.value || null, "")}
          />
        </>
      }
    />
  );
}

type NeededProps = Omit<Props, "value" | "onDay"> & { value: Day; onDay: (day: Day) => void };

/** A day that has to be one: what cannot be read stays as typed, says so, and the day before it stands. */
export function NeededDayInput({ value, onDay, error, ...rest }: NeededProps) {
  const [wrong, setWrong] = useState<Day | null>(null);
  const isWrong = wrong === value;
  return (
    <DayInput
      {...rest}
      value={isWrong ? null : value}
      error={isWrong ? reasonText("field.not_a_day") : error}
      onDay={(day) => {
        setWrong(day === null ? value : null);
        if (day !== null) onDay(day);
      }}
    />
  );
}
