import { DayInput } from "./day-input.tsx";
import { type FieldProps, useField } from "./field.tsx";

/** A day as people write it. Its value is "2026-11-03" or null. */
export function DateField(props: FieldProps) {
  const { of, name } = props;
  const value = of.valueAt(name);
  return (
    <DayInput
      {...useField(props)}
      value={typeof value === "string" ? value : null}
      onDay={(day, text) => {
        of.set(name, day);
        of.complain(name, day === null && text.trim() !== "" ? "field.not_a_day" : null);
      }}
    />
  );
}
