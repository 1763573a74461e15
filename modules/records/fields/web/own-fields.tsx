import { ActionIcon } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { MASK } from "#kernel/classes.ts";
import { Facts } from "#ui/facts.tsx";
import type { Form } from "#ui/form/use-form.ts";
import { useForm } from "#ui/form/use-form.ts";
import { Hidden } from "#ui/hidden.tsx";
import { Link } from "#ui/link.tsx";
import { codeOf } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useMay } from "#ui/session.tsx";
import { common } from "#ui/words/common.words.ts";
import { useReason } from "#ui/words/reasons.words.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import {
  type OwnField,
  type OwnType,
  type OwnValues,
  useOwnFields,
  useSees,
} from "./fields.client.ts";
import styles from "./fields.module.css";
import { fieldWords } from "./fields.words.ts";
import { OwnInput } from "./own-input.tsx";
import { OwnValue } from "./own-value.tsx";

type Props = {
  type: OwnType;
  of: { readonly custom: OwnValues };
  /** A reason code why nothing of the record changes. */
  blocked: string | null;
  /** Sends the named fields alone. */
  onSave: (custom: Record<string, unknown>) => Promise<unknown>;
};

/** What the company keeps of a record besides, each fact edited where it stands. */
export function OwnFields({ type, of, blocked, onSave }: Props) {
  const t = useWords(fieldWords);
  const language = useLanguage();
  const fields = useOwnFields(type);
  const sees = useSees();
  const mayMake = useMay("records.fields.write");
  if (fields.length === 0) return null;
  return (
    <Section
      title={t("own")}
      action={
        mayMake && (
          <Link to={`/settings/fields?type=${type}`} className="k-link">
            {t("arrange")}
          </Link>
        )
      }
    >
      <Facts
        rows={fields.map((field) => [
          field.label[language],
          <Fact
            key={field.key}
            field={field}
            label={field.label[language]}
            value={of.custom[field.key]}
            blocked={blocked ?? (sees(field) ? null : "platform.field.masked")}
            onSave={(value) => onSave({ [field.key]: value })}
          />,
        ])}
      />
    </Section>
  );
}

type FactProps = {
  field: OwnField;
  label: string;
  value: unknown;
  blocked: string | null;
  onSave: (value: unknown) => Promise<unknown>;
};

/** Like EditInPlace, for values of every kind: click, Enter or `E`; Enter saves, Esc leaves. */
function Fact({ field, label, value, blocked, onSave }: FactProps) {
  const t = useWords(common);
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const isEmpty = value === undefined || value === null;
  const close = () => {
    setOpen(false);
    setTimeout(() => button.current?.focus(), 0);
  };
  if (blocked !== null)
    return isEmpty ? (
      <span className="k-muted">{t("none")}</span>
    ) : (
      <OwnValue of={field} value={value} />
    );
  if (isOpen)
    return <Editing field={field} label={label} value={value} onSave={onSave} onClose={close} />;
  return (
    <button
      ref={button}
      type="button"
      className={styles.fact}
      data-edit
      onClick={() => setOpen(true)}
      onKeyDown={(event) => {
        if (event.key.toLowerCase() !== "e" || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        setOpen(true);
      }}
    >
      <Hidden>{`${t("edit")} ${label}: `}</Hidden>
      {isEmpty ? (
        <span className="k-muted">{t("none")}</span>
      ) : (
        <OwnValue of={field} value={value} bare />
      )}
    </button>
  );
}

type EditingProps = Omit<FactProps, "blocked"> & { onClose: () => void };

function Editing({ field, label, value, onSave, onClose }: EditingProps) {
  const t = useWords(common);
  const reason = useReason();
  const form = useForm({
    start: { custom: { [field.key]: value ?? null } as Record<string, unknown> },
    send: ({ custom }) => onSave(custom[field.key] ?? null),
    onKept: onClose,
  });
  const save = () => (form.isDirty ? void form.submit() : onClose());
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    // A list that is open takes both keys first.
    if (event.defaultPrevented || isListOpen(event.target)) return;
    if (event.key === "Escape") onClose();
    const isLong = field.kind === "long_text";
    if (event.key === "Enter" && (!isLong || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the inputs inside.
    <div className={styles.editing} onKeyDown={onKeyDown} ref={focusFirst}>
      <OwnInput of={form} name={`custom.${field.key}`} field={field} label={label} />
      <ActionIcon
        size={26}
        variant="filled"
        color="telang"
        loading={form.isSending}
        aria-label={t("save")}
        onClick={save}
      >
        <IconCheck size={16} stroke={2} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon size={26} aria-label={t("cancel")} onClick={onClose}>
        <IconX size={16} stroke={2} aria-hidden="true" />
      </ActionIcon>
      {form.problem !== null && (
        <span className={styles.problem} role="alert">
          {reason(codeOf(form.problem))}
        </span>
      )}
    </div>
  );
}

const isListOpen = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.getAttribute("aria-expanded") === "true";

/** Who opened it means to type. */
function focusFirst(element: HTMLElement | null): void {
  const input = element?.querySelector<HTMLElement>("input:not([type=hidden]), textarea");
  if (element !== null && !element.contains(document.activeElement)) input?.focus();
}

// biome-ignore lint/suspicious/noExplicitAny: a form of any values that has `custom` among them.
type AnyForm = Form<any, any>;

/**
 * The inputs of all own fields, for a form whose values have `custom`. Of a new record those that nobody touched show
 * what the field begins with, as the server will have it.
 */
export function OwnInputs({
  of,
  type,
  isNew = false,
}: {
  of: AnyForm;
  type: OwnType;
  isNew?: boolean;
}) {
  const language = useLanguage();
  const sees = useSees();
  const fields = useOwnFields(type).filter(sees);
  return fields.map((field) => (
    <div key={field.key} className={field.kind === "long_text" ? styles.wide : styles.one}>
      <OwnInput
        of={isNew ? beginning(of, field) : of}
        name={`custom.${field.key}`}
        field={field}
        label={field.label[language]}
        help={field.help?.[language]}
        optional={!field.isRequired}
      />
    </div>
  ));
}

const beginning = (of: AnyForm, { key, initial }: OwnField): AnyForm => ({
  ...of,
  valueAt: (path) => {
    const value = of.valueAt(path);
    return value === undefined && path === `custom.${key}` ? initial : value;
  },
});

/** Of a form's own fields those that were changed: nobody writes over what they do not see or did not touch. */
export const ownChanges = (before: OwnValues, after: OwnValues): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(after).filter(
      ([key, value]) =>
        value !== MASK && JSON.stringify(value ?? null) !== JSON.stringify(before[key] ?? null),
    ),
  );
