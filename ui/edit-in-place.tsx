import { ActionIcon } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { ApiProblem } from "./api.ts";
import styles from "./edit-in-place.module.css";
import { Hidden } from "./hidden.tsx";
import { codeOf } from "./problem-note.tsx";
import { common } from "./words/common.words.ts";
import { reasonText } from "./words/reasons.words.ts";
import { useWords } from "./words.ts";

type Props = {
  /** Of the fact that is edited: "Phone". */
  label: string;
  value: string;
  /** How the value reads when it is not plain text. */
  children?: ReactNode;
  type?: "text" | "email" | "tel";
  /** Several lines: `Ctrl Enter` saves. */
  isLong?: boolean;
  onSave: (value: string) => Promise<unknown>;
  /** A reason code: shows the value alone. */
  blocked?: string | null;
  /** Not a fact that stands there but one to be added: the children are its verb. */
  isNew?: boolean;
  /** What can be done about a refusal, below its words. */
  explain?: (refused: unknown) => ReactNode;
};

/** A fact that becomes a field: click, Enter or `E`; Enter saves, Esc leaves. A refusal stays beside what was typed. */
export function EditInPlace(props: Props) {
  const { label, value, children, blocked = null, isNew = false } = props;
  const t = useWords(common);
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    // The button is drawn again first; then the focus returns to where it came from.
    setTimeout(() => button.current?.focus(), 0);
  };
  const shown =
    children ?? (value === "" ? <span className={styles.none}>{t("none")}</span> : value);
  if (blocked !== null) return shown;
  if (isOpen) return <Editing {...props} onClose={close} />;
  return (
    <button
      ref={button}
      type="button"
      className={styles.edit}
      data-edit
      {...(isNew ? { "aria-label": label } : {})}
      onClick={() => setOpen(true)}
      onKeyDown={(event) => {
        if (event.key.toLowerCase() !== "e" || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        setOpen(true);
      }}
    >
      {!isNew && <Hidden>{`${t("edit")} ${label}: `}</Hidden>}
      {shown}
    </button>
  );
}

function Editing(props: Props & { onClose: () => void }) {
  const { label, value, type = "text", isLong = false, onSave, onClose, explain } = props;
  const t = useWords(common);
  const [typed, setTyped] = useState(value);
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const field = refused instanceof ApiProblem ? refused.fields[0] : undefined;
  const problem = refused === null ? null : reasonText(field?.code ?? codeOf(refused));
  const save = async () => {
    if (typed.trim() === value.trim()) return onClose();
    setBusy(true);
    try {
      await onSave(typed.trim());
      onClose();
    } catch (why) {
      setRefused(why);
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") onClose();
    if (event.key === "Enter" && (!isLong || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void save();
    }
  };
  const shared = {
    "aria-label": label,
    "aria-invalid": problem !== null || undefined,
    title: t("enterSaves"),
    value: typed,
    readOnly: isBusy,
    autoFocus: true,
    onKeyDown,
  };
  return (
    <span>
      <span className={styles.editing}>
        {isLong ? (
          <textarea
            {...shared}
            rows={4}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        ) : (
          <input
            {...shared}
            type={type}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <ActionIcon
          size={26}
          variant="filled"
          color="telang"
          loading={isBusy}
          aria-label={t("save")}
          onClick={() => void save()}
        >
          <IconCheck size={16} stroke={2} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon size={26} aria-label={t("cancel")} onClick={onClose}>
          <IconX size={16} stroke={2} aria-hidden="true" />
        </ActionIcon>
      </span>
      {problem !== null && (
        <span className={styles.problem} role="alert">
          {problem}
          {explain?.(refused)}
        </span>
      )}
    </span>
  );
}
