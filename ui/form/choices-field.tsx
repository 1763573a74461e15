import "@mantine/core/styles/Pill.layer.css";
import "@mantine/core/styles/PillsInput.layer.css";
import { MultiSelect } from "@mantine/core";
import { common } from "../words/common.words.ts";
import { useWords } from "../words.ts";
import { type FieldProps, useField } from "./field.tsx";
import type { Option } from "./select-field.tsx";

/** Several of what is offered, in the order in which they were chosen. */
export function ChoicesField(
  props: FieldProps & { options: readonly Option[]; max?: number; placeholder?: string },
) {
  const { of, name, options, max = 50, placeholder = "" } = props;
  const t = useWords(common);
  const value = of.valueAt(name);
  const chosen = Array.isArray(value) ? value.map(String) : [];
  return (
    <MultiSelect
      {...useField(props)}
      size="sm"
      data={options as Option[]}
      maxValues={max}
      nothingFoundMessage={t("nothingFits")}
      placeholder={chosen.length === 0 ? placeholder : ""}
      value={chosen}
      onChange={(next) => of.set(name, next)}
    />
  );
}
