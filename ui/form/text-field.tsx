import { TextInput } from "@mantine/core";
import type { HTMLInputAutoCompleteAttribute, ReactNode } from "react";
import { type FieldProps, useField } from "./field.tsx";

type Props = FieldProps & {
  type?: "text" | "email" | "url" | "tel";
  autoComplete?: HTMLInputAutoCompleteAttribute;
  placeholder?: string;
  autoFocus?: boolean;
  rightSection?: ReactNode;
  /** An empty field is null on the wire rather than "". */
  emptyIsNull?: boolean;
};

/** One line of text: a name, an e-mail, an address. */
export function TextField(props: Props) {
  const { type = "text", autoComplete, placeholder, autoFocus, rightSection, emptyIsNull } = props;
  const { of, name } = props;
  return (
    <TextInput
      {...useField(props)}
      type={type}
      autoComplete={autoComplete ?? "off"}
      placeholder={placeholder}
      data-autofocus={autoFocus || undefined}
      rightSection={rightSection}
      value={textOf(of.valueAt(name))}
      onChange={({ currentTarget: { value } }) =>
        of.set(name, emptyIsNull === true && value === "" ? null : value)
      }
    />
  );
}

/** As somebody would dial it; the server reads it with the company's country. */
export const PhoneField = (props: Omit<Props, "type" | "emptyIsNull">) => (
  <TextField autoComplete="tel" {...props} type="tel" emptyIsNull />
);

export const textOf = (value: unknown): string =>
  value === null || value === undefined ? "" : String(value);
