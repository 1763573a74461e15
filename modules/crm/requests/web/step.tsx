import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import styles from "./requests.module.css";

type Props = {
  title: string;
  isDone: boolean;
  /** The one that somebody has to do now. */
  isNext?: boolean;
  children: ReactNode;
};

/** One step of the way to an answer. Those that are done stay, with what they came to. */
export function Step({ title, isDone, isNext = false, children }: Props) {
  return (
    <li
      className={styles.step}
      data-done={isDone || undefined}
      data-next={isNext || undefined}
      aria-current={isNext ? "step" : undefined}
    >
      <span className={styles.mark} aria-hidden="true">
        {isDone && <IconCheck size={14} stroke={2.4} />}
      </span>
      <div className={styles.content}>
        <h2>{title}</h2>
        {children}
      </div>
    </li>
  );
}
