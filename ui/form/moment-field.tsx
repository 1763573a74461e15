import { TextInput } from "@mantine/core";
import { useState } from "react";
import { dayOf, momentAt, timeText } from "../dates.ts";
import { useCalendar } from "../session.tsx";
import { common } from "../words/common.words.ts";
import { useWords } from "../words.ts";
import { DateField } from "./date-field.tsx";
import type { FieldProps } from "./field.tsx";
import styles from "./form.module.css";

/** A day and a time in the company's zone. Its value is a moment in UTC, or null. */
export function MomentField(props: FieldProps) {
  const { of, name, isDisabled = false } = props;
  const t = useWords(common);
  const { zone } = useCalendar();
  const value = of.valueAt(name);
  const at = typeof value === "string" ? value : null;
  const [typed, setTyped] = useState<string | null>(null);
  const time = typed ?? (at === null ? "" : timeText(at, zone));
  const set = (day: string | null, hours: string) =>
    of.set(name, day === null ? null : momentAt(day, hours || "00:00", zone));
  const ofDay = {
    ...of,
    valueAt: (path: string) => (path === name && at !== null ? dayOf(at, zone) : of.valueAt(path)),
    set: (path: string, day: unknown) =>
      path === name ? set(typeof day === "string" ? day : null, time) : of.set(path, day),
  };
  return (
    <div className={styles.moment}>
      <DateField {...props} of={ofDay} />
      <TextInput
        type="time"
        label={t("time")}
        disabled={isDisabled || of.isSending || at === null}
        value={time}
        onChange={({ currentTarget: { value: hours } }) => {
          setTyped(hours);
          if (at !== null && /^\d\d:\d\d$/.test(hours)) set(dayOf(at, zone), hours);
        }}
        onBlur={() => setTyped(null)}
      />
    </div>
  );
}
