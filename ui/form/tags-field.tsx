import "@mantine/core/styles/Pill.layer.css";
import "@mantine/core/styles/PillsInput.layer.css";
import { TagsInput } from "@mantine/core";
import { type FieldProps, useField } from "./field.tsx";

/** Words of one's own; those in use are offered. */
export function TagsField(props: FieldProps & { known?: readonly string[] }) {
  const { of, name, known = [] } = props;
  const value = of.valueAt(name);
  return (
    <TagsInput
      {...useField(props)}
      size="sm"
      data={[...known]}
      splitChars={[",", ";"]}
      maxTags={50}
      acceptValueOnBlur
      value={Array.isArray(value) ? value.map(String) : []}
      onChange={(next) => of.set(name, next)}
    />
  );
}
