import { IconAlertCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { common } from "../words/common.words.ts";
import { useReason } from "../words/reasons.words.ts";
import { useWords } from "../words.ts";
import styles from "./form.module.css";
import type { Form } from "./use-form.ts";

export type FieldProps = {
  // biome-ignore lint/suspicious/noExplicitAny: a form of any values.
  of: Form<any, any>;
  /** Where its value is: `email`, `lines.0.title`. */
  name: string;
  label: ReactNode;
  help?: ReactNode;
  /** Says so at the label; what is needed says nothing. */
  optional?: boolean;
  isDisabled?: boolean;
};

/** What every field shares with Mantine's inputs: label, help below, error below in red with an icon. */
export function useField({
  of,
  name,
  label,
  help,
  optional = false,
  isDisabled = false,
}: FieldProps) {
  const t = useWords(common);
  const error = useReason()(of.errors[name] ?? null);
  return {
    id: `${of.id}-${name}`,
    name,
    className: styles.field,
    inputWrapperOrder: ["label", "input", "description", "error"] as (
      | "label"
      | "input"
      | "description"
      | "error"
    )[],
    label: optional ? (
      <>
        {label}
        <span className={styles.optional}>{t("optional")}</span>
      </>
    ) : (
      label
    ),
    description: help,
    error:
      error === null ? undefined : (
        <span className={styles.error}>
          <IconAlertCircle size={14} stroke={1.8} aria-hidden="true" />
          {error}
        </span>
      ),
    disabled: isDisabled || of.isSending,
    onBlur: () => of.leave(name),
  };
}
