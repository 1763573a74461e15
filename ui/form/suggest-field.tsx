import { TextInput } from "@mantine/core";
import { type FieldProps, useField } from "./field.tsx";
import { textOf } from "./text-field.tsx";

/** A word of one's own; those in use are offered while one types. Empty is null. */
export function SuggestField(
  props: FieldProps & { known: readonly string[]; placeholder?: string },
) {
  const { of, name, known, placeholder } = props;
  const shared = useField(props);
  return (
    <>
      <TextInput
        {...shared}
        autoComplete="off"
        placeholder={placeholder}
        list={`${shared.id}-known`}
        value={textOf(of.valueAt(name))}
        onChange={({ currentTarget: { value } }) => of.set(name, value === "" ? null : value)}
      />
      <datalist id={`${shared.id}-known`}>
        {known.map((word) => (
          <option key={word} value={word} />
        ))}
      </datalist>
    </>
  );
}
