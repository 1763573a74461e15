import type { ReactNode } from "react";
import styles from "./hidden.module.css";

/** Said to a screen reader only. */
export const Hidden = ({ children }: { children: ReactNode }) => (
  <span className={styles.hidden}>{children}</span>
);
