import { type ReactNode, useId } from "react";
import styles from "./section.module.css";

type Props = {
  title: ReactNode;
  /** Muted beside the title: a count, a unit. */
  hint?: ReactNode;
  /** Beneath the title: what it is about. */
  text?: ReactNode;
  /** At the right: a link or a quiet button. */
  action?: ReactNode;
  children: ReactNode;
};

/** A titled part of a page or an aside; space and a hairline divide, no box. */
export function Section({ title, hint, text, action, children }: Props) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>{title}</h2>
        {hint !== undefined && <span className={styles.hint}>{hint}</span>}
        {action !== undefined && <span className={styles.action}>{action}</span>}
      </div>
      {text !== undefined && <p className={styles.text}>{text}</p>}
      {children}
    </section>
  );
}
