import { ActionIcon, TextInput } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { useRef } from "react";
import { dateText, readDay } from "../dates.ts";
import { useCalendar } from "../session.tsx";
import { common } from "../words/common.words.ts";
import { useWords } from "../words.ts";
import { type FieldProps, useField } from "./field.tsx";
import styles from "./form.module.css";
import { useTyped } from "./money-field.tsx";

/** A day as people write it, "3 Nov"; the browser's own calendar beside it. Its value is "2026-11-03" or null. */
export function DateField(props: FieldProps) {
  const { of, name } = props;
  const t = useWords(common);
  const calendar = useCalendar();
  const native = useRef<HTMLInputElement>(null);
  const value = of.valueAt(name);
  const day = typeof value === "string" ? value : null;
  const [typed, type] = useTyped(day, (read) =>
    typeof read === "string" ? dateText(read, calendar) : "",
  );
  const change = (text: string) => {
    const read = text.trim() === "" ? null : readDay(text, calendar.today);
    type(text, read);
    of.set(name, read);
    of.complain(name, read === null && text.trim() !== "" ? "field.not_a_day" : null);
  };
  const pick = (picked: string) => {
    of.set(name, picked === "" ? null : picked);
    of.complain(name, null);
  };
  return (
    <TextInput
      {...useField(props)}
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
            value={day ?? ""}
            onChange={({ currentTarget }) => pick(currentTarget.value)}
          />
        </>
      }
    />
  );
}
