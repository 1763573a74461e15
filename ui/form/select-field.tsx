import { Select } from "@mantine/core";
import { common } from "../words/common.words.ts";
import { useWords } from "../words.ts";
import { type FieldProps, useField } from "./field.tsx";

export type Option = { value: string; label: string };

type Props = FieldProps & {
  options: readonly Option[];
  /** Null can be chosen again. */
  canClear?: boolean;
  placeholder?: string;
  autoComplete?: string;
  /** Instead of setting the value: to change others with it. */
  onPick?: (value: string | null) => void;
};

/** One of several. Longer lists can be searched. */
export function SelectField(props: Props) {
  const { of, name, options, canClear = false, placeholder, autoComplete, onPick } = props;
  const t = useWords(common);
  const value = of.valueAt(name);
  return (
    <Select
      {...useField(props)}
      data={options as Option[]}
      searchable={options.length > 8}
      clearable={canClear}
      nothingFoundMessage={t("nothingFits")}
      placeholder={placeholder}
      autoComplete={autoComplete ?? "off"}
      maxDropdownHeight={280}
      limit={300}
      clearButtonProps={{ "aria-label": t("clear") }}
      value={typeof value === "string" ? value : null}
      onChange={(next) => (onPick === undefined ? of.set(name, next) : onPick(next))}
    />
  );
}
