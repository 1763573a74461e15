import "@mantine/core/styles/Pill.layer.css";
import "@mantine/core/styles/PillsInput.layer.css";
import { Pill, TagsInput } from "@mantine/core";
import { TagDot } from "#ui/tag.tsx";
import { type FieldProps, useField } from "./field.tsx";

type Props = FieldProps & { known?: readonly string[]; colourOf?: (tag: string) => string };
const grey = () => "grey";

/** Words of one's own, in their colours; those in use are offered. */
export function TagsField({ colourOf = grey, ...props }: Props) {
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
      renderPill={({ option, onRemove, disabled }) => (
        <Pill withRemoveButton onRemove={() => onRemove?.()} disabled={disabled === true}>
          <TagDot colour={colourOf(String(option.value))} />
          {option.value}
        </Pill>
      )}
      renderOption={({ option }) => (
        <>
          <TagDot colour={colourOf(option.value)} />
          {option.value}
        </>
      )}
      onChange={(next) => of.set(name, next)}
    />
  );
}
