import { Textarea } from "@mantine/core";
import { type FieldProps, useField } from "./field.tsx";
import { textOf } from "./text-field.tsx";

/** Several lines: a note, a description. */
export function TextAreaField(props: FieldProps & { rows?: number }) {
  const { of, name, rows = 3 } = props;
  return (
    <Textarea
      {...useField(props)}
      autosize={false}
      rows={rows}
      resize="vertical"
      value={textOf(of.valueAt(name))}
      onChange={({ currentTarget: { value } }) => of.set(name, value)}
    />
  );
}
