import { Button, CloseButton } from "@mantine/core";
import { type ClipboardEvent, type KeyboardEvent, useId, useRef, useState } from "react";
import { useColleagues } from "#modules/companies/roles/web/colleagues.ts";
import { Face } from "#ui/face.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useWords } from "#ui/words.ts";
import type { Named } from "./notes.client.ts";
import styles from "./notes.module.css";
import { noteWords } from "./notes.words.ts";

type Props = {
  label: string;
  verb: string;
  start?: { text: string; mentions: readonly Named[] };
  onSend: (note: { text: string; mentions: string[] }, files: readonly File[]) => Promise<unknown>;
  /** Takes what is pasted as a file: a picture of the screen. */
  takesFiles?: boolean;
  /** Left out: the field is always there. */
  onClose?: () => void;
};

/** Words with colleagues in them: behind an @ their names are offered. A refusal stays beside what was typed. */
export function NoteEditor({ label, verb, start, onSend, takesFiles = false, onClose }: Props) {
  const t = useWords(noteWords);
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(start?.text ?? "");
  const [named, setNamed] = useState<readonly Named[]>(start?.mentions ?? []);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const naming = useNaming(text);
  const isEmpty = text.trim() === "";

  const send = async () => {
    if (isEmpty || isBusy) return;
    setBusy(true);
    try {
      const mentions = named.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id);
      await onSend({ text, mentions: [...new Set(mentions)] }, files);
      setText("");
      setFiles([]);
      setNamed([]);
      setProblem(null);
      onClose?.();
    } catch (refused) {
      setProblem(refused);
    } finally {
      setBusy(false);
    }
  };
  const name = (colleague: Named) => {
    const { before, after } = naming.around();
    const next = `${before}@${colleague.name} `;
    setText(next + after);
    setNamed([...named, colleague]);
    naming.close();
    // After the text has been drawn: the caret goes behind the name.
    setTimeout(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.length, next.length);
    }, 0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (naming.onKeyDown(event, name)) return;
    if (event.key === "Escape") onClose?.();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
    }
  };

  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...event.clipboardData.files];
    // A sheet copies its cells as text and as a picture of them: words are what is meant.
    if (!takesFiles || pasted.length === 0 || event.clipboardData.types.includes("text/plain"))
      return;
    event.preventDefault();
    setFiles([...files, ...pasted]);
  };

  return (
    <div className={styles.editor}>
      <textarea
        ref={field}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={naming.offered.length > 0 ? naming.id : undefined}
        aria-activedescendant={naming.offered.length > 0 ? naming.idOf(naming.at) : undefined}
        placeholder={t("writeHint")}
        rows={Math.min(
          12,
          Math.max(onClose === undefined && isEmpty ? 1 : 3, text.split("\n").length),
        )}
        maxLength={10_000}
        value={text}
        // biome-ignore lint/a11y/noAutofocus: somebody just asked to edit it.
        autoFocus={onClose !== undefined}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          naming.look(currentTarget);
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={naming.close}
      />
      {naming.offered.length > 0 && (
        <div id={naming.id} role="listbox" aria-label={t("mentions")} className={styles.offered}>
          {naming.offered.map((colleague, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's.
            <div
              key={colleague.id}
              id={naming.idOf(at)}
              role="option"
              tabIndex={-1}
              aria-selected={at === naming.at}
              // Before the field loses its focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => name(colleague)}
            >
              <Face name={colleague.name} size={24} />
              {colleague.name}
            </div>
          ))}
        </div>
      )}
      <Hidden>
        <span role="status">
          {naming.offered.length > 0 && t("colleagues", { count: naming.offered.length })}
        </span>
      </Hidden>
      {files.length > 0 && (
        <div className={styles.files}>
          {files.map((file, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two pictures of the screen have one name.
            <span key={at} className={styles.file}>
              {file.name}
              <CloseButton
                size="xs"
                aria-label={t("leaveOut", { name: file.name })}
                onClick={() => setFiles(files.filter((one) => one !== file))}
              />
            </span>
          ))}
          {isEmpty && <span className="k-caption">{t("fileNeedsWords")}</span>}
        </div>
      )}
      <ProblemNote of={problem} />
      {(!isEmpty || onClose !== undefined) && (
        <div className={styles.verbs}>
          <Button loading={isBusy} disabled={isEmpty} onClick={() => void send()}>
            {verb}
          </Button>
          {onClose !== undefined && (
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
          )}
          {onClose === undefined && <span className="k-caption">{t("sendKeys")}</span>}
        </div>
      )}
    </div>
  );
}

/** A name that is being typed: an @ at the beginning of a word, and what follows it up to the caret. */
const BEING_NAMED = /(?:^|[\s(])@([^@\n]{0,40})$/;
const OFFERED_MAX = 6;

/** Whom the words before the caret could mean. */
function useNaming(text: string) {
  const id = useId();
  const colleagues = useColleagues();
  const [begun, setBegun] = useState<{ from: number; to: number } | null>(null);
  const [at, setAt] = useState(0);
  const typed = begun === null ? null : text.slice(begun.from + 1, begun.to).toLowerCase();
  const offered =
    typed === null
      ? []
      : colleagues.filter(({ name }) => isMeant(name.toLowerCase(), typed)).slice(0, OFFERED_MAX);
  const chosen = Math.min(at, offered.length - 1);
  return {
    id,
    offered,
    at: chosen,
    idOf: (place: number) => `${id}-${place}`,
    close: () => setBegun(null),
    look: ({ value, selectionStart }: HTMLTextAreaElement) => {
      const found = BEING_NAMED.exec(value.slice(0, selectionStart));
      setAt(0);
      setBegun(
        found === null
          ? null
          : { from: selectionStart - (found[1]?.length ?? 0) - 1, to: selectionStart },
      );
    },
    around: () => ({ before: text.slice(0, begun?.from), after: text.slice(begun?.to) }),
    /** True when the key was for the list. */
    onKeyDown: (event: KeyboardEvent, onPick: (one: Named) => void): boolean => {
      const one = offered[chosen];
      if (one === undefined) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) setAt((chosen + step + offered.length) % offered.length);
      else if (event.key === "Escape") setBegun(null);
      else if ((event.key === "Enter" && !event.ctrlKey) || event.key === "Tab") onPick(one);
      else return false;
      event.preventDefault();
      return true;
    },
  };
}

/** By the beginning of any of their names. */
const isMeant = (name: string, typed: string): boolean =>
  name !== typed && (name.startsWith(typed) || name.includes(` ${typed}`));
