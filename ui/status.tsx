import type { ReactNode } from "react";
import styles from "./status.module.css";

/** good: done · warn: waiting on somebody · bad: failed · accent: ours to do · quiet: nothing, not yet. */
export type Tone = "good" | "warn" | "bad" | "accent" | "quiet";

/** A dot and a word. Red text only when it needs the reader. */
export function Status({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={styles.status} data-tone={tone}>
      <i aria-hidden="true" />
      {children}
    </span>
  );
}
