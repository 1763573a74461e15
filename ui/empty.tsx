import type { ReactNode } from "react";
import styles from "./empty.module.css";

type Props = {
  icon: ReactNode;
  /** The use of the page, not "nothing found". */
  title: string;
  /** A sentence with a real number where there is one. */
  children?: ReactNode;
  /** One or two verbs. */
  actions?: ReactNode;
  tone?: "bad";
};

/** A page without rows says what it is for and what to do. */
export function Empty({ icon, title, children, actions, tone }: Props) {
  return (
    <div className={styles.empty}>
      <span className={styles.mark} data-tone={tone} aria-hidden="true">
        {icon}
      </span>
      <h2>{title}</h2>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
