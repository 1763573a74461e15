import { Checkbox } from "@mantine/core";
import { useReason } from "../words/reasons.words.ts";
import type { FieldProps } from "./field.tsx";

/** Yes or no: "I am 18 or older". */
export function CheckField({ of, name, label, help, isDisabled = false }: FieldProps) {
  const error = useReason()(of.errors[name] ?? null);
  return (
    <Checkbox
      id={`${of.id}-${name}`}
      name={name}
      label={label}
      description={help}
      error={error ?? undefined}
      aria-invalid={error === null ? undefined : true}
      disabled={isDisabled || of.isSending}
      checked={of.valueAt(name) === true}
      onChange={({ currentTarget: { checked } }) => of.set(name, checked)}
    />
  );
}
