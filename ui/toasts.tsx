import { useEffect, useState, useSyncExternalStore } from "react";
import { codeOf } from "./problem-note.tsx";
import styles from "./toasts.module.css";
import { common } from "./words/common.words.ts";
import { reasonText } from "./words/reasons.words.ts";
import { useWords } from "./words.ts";

type Toast = { id: number; text: string; undo?: (() => Promise<unknown> | void) | undefined };

let shown: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();
const show = (next: readonly Toast[]) => {
  shown = next;
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const drop = (id: number) => show(shown.filter((toast) => toast.id !== id));

/**
 * Says what was done, in the past tense and with its count: `toast("4 customers tagged VIP", undo)`.
 * Errors are never toasts: they stand where they happened.
 */
export function toast(text: string, undo?: Toast["undo"]): void {
  lastId += 1;
  show([...shown.slice(-2), { id: lastId, text, undo }]);
}

/** `Ctrl Z` outside of a field takes the newest one back. */
export function undoLatest(): boolean {
  const latest = shown.findLast(({ undo }) => undo !== undefined);
  if (latest === undefined) return false;
  void takeBack(latest);
  return true;
}

async function takeBack({ id, undo }: Toast): Promise<void> {
  drop(id);
  try {
    await undo?.();
  } catch (problem) {
    // The deed's place on the page may be gone by now, so the refusal is said where the undo was.
    toast(reasonText(codeOf(problem)));
  }
}

/** Where toasts appear; once, in the shell. */
export function Toasts() {
  const all = useSyncExternalStore(subscribe, () => shown);
  return (
    <div className={styles.toasts} role="status">
      {all.map((each) => (
        <OneToast key={each.id} of={each} />
      ))}
    </div>
  );
}

const LASTS_MS = 8000;

function OneToast({ of }: { of: Toast }) {
  const t = useWords(common);
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(() => drop(of.id), LASTS_MS);
    return () => clearTimeout(timer);
  }, [isHeld, of.id]);
  return (
    <fieldset
      className={styles.toast}
      data-held={isHeld || undefined}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{of.text}</span>
      {of.undo !== undefined && (
        <>
          <button type="button" className={styles.undo} onClick={() => void takeBack(of)}>
            {t("undo")}
          </button>
          <kbd className={styles.key}>Ctrl Z</kbd>
        </>
      )}
    </fieldset>
  );
}
